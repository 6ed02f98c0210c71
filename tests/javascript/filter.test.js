import assert from "node:assert/strict";
import test from "node:test";
import { fill, given, open, rows } from "./load.js";

const { PM } = open("core", "standalone-filter");
fill(PM);
PM.filter.load(given.data.filters);

for (const { query, records, lifted } of given.filters) {
  test(`${JSON.stringify(query)} selects what Python selects`, () => {
    const filters = PM.filter.fromQuery(query);
    assert.deepEqual(rows(PM.filter.mask(filters)), records);
    for (const [key, more] of Object.entries(lifted)) {
      assert.deepEqual(rows(PM.filter.mask(filters, key)).length, more, `without ${key}`);
    }
  });

  test(`${JSON.stringify(query)} is the same filter in a link`, () => {
    const filters = PM.filter.fromQuery(query);
    const again = PM.filter.fromQuery(PM.filter.toQuery(filters));
    assert.deepEqual(again, filters);
    assert.deepEqual(PM.filter.toQuery(again), PM.filter.toQuery(filters));
  });
}

for (const { query, code, add, then } of given.toggled) {
  const how = add ? " with Ctrl" : "";
  test(`a click on ${code}${how} after ${JSON.stringify(query)} chooses what the page chooses`, () => {
    const filters = PM.filter.withPlace(PM.filter.fromQuery(query), code, add);
    assert.deepEqual(PM.filter.places().flatMap((key) => filters[key]).sort(), then);
    assert.deepEqual(filters.stage, PM.filter.fromQuery(query).stage);
  });
}

test("a filter without conditions selects all and is no link", () => {
  const none = PM.filter.empty();
  assert.equal(PM.sum(PM.filter.mask(none)), given.data.records.count);
  assert.deepEqual([PM.filter.toQuery(none), PM.filter.active(none)], [{}, []]);
});

test("what does not exist narrows nothing", () => {
  const filters = PM.filter.fromQuery({ industry: ["no such"], county: ["999999"], near: ["1,2"], from: ["soon"] });
  assert.deepEqual(filters, PM.filter.empty());
});

test("the years to choose from are the first and the last of all records", () => {
  assert.deepEqual(PM.filter.years(), given.years);
});
