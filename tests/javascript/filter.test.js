import assert from "node:assert/strict";
import test from "node:test";
import { fill, given, rows } from "./load.js";
import { sum } from "../../projects/presentation/web/core.js";
import { filter } from "../../projects/presentation/web/standalone-filter.js";

await fill();
filter.load(given.data.filters);

for (const { query, records, lifted } of given.filters) {
  test(`${JSON.stringify(query)} selects what Python selects`, () => {
    const filters = filter.fromQuery(query);
    assert.deepEqual(rows(filter.mask(filters)), records);
    for (const [key, more] of Object.entries(lifted)) {
      assert.deepEqual(rows(filter.mask(filters, key)).length, more, `without ${key}`);
    }
  });

  test(`${JSON.stringify(query)} is the same filter in a link`, () => {
    const filters = filter.fromQuery(query);
    const again = filter.fromQuery(filter.toQuery(filters));
    assert.deepEqual(again, filters);
    assert.deepEqual(filter.toQuery(again), filter.toQuery(filters));
  });
}

for (const { query, code, add, then } of given.toggled) {
  const how = add ? " with Ctrl" : "";
  test(`a click on ${code}${how} after ${JSON.stringify(query)} chooses what the page chooses`, () => {
    const filters = filter.withPlace(filter.fromQuery(query), code, add);
    assert.deepEqual(filter.places().flatMap((key) => filters[key]).sort(), then);
    assert.deepEqual(filters.stage, filter.fromQuery(query).stage);
  });
}

test("a filter without conditions selects all and is no link", () => {
  const none = filter.empty();
  assert.equal(sum(filter.mask(none)), given.data.records.count);
  assert.deepEqual([filter.toQuery(none), filter.active(none)], [{}, []]);
});

test("what does not exist narrows nothing", () => {
  const filters = filter.fromQuery({ industry: ["no such"], county: ["999999"], near: ["1,2"], from: ["soon"] });
  assert.deepEqual(filters, filter.empty());
});

test("the years to choose from are the first and the last of all records", () => {
  assert.deepEqual(filter.years(), given.years);
});
