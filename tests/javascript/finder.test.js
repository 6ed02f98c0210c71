import assert from "node:assert/strict";
import test, { before } from "node:test";
import { fill, given } from "./load.js";
import { areas } from "../../projects/presentation/web/areas.js";
import { readBy, state } from "../../projects/presentation/web/core.js";
import { finder } from "../../projects/presentation/web/finder.js";

const MOST = 8;
const records = await fill();
const { search } = given.data;
const known = new Map(given.data.areas.features.map((each) => [each.properties.code, each]));
areas.feature = (code) => known.get(code);
readBy(async (url) => (url.endsWith(records.search) ? search : assert.fail(url)));
const names = (found) => found.rows.map(({ name }) => name);
const marked = ({ name, ranges }) => ranges.map(([from, to]) => name.slice(from, to));

before(async () => {
  assert.equal(finder.isReady(), false);
  await finder.load();
  assert.equal(finder.isReady(), true);
});

for (const word of ["轴承", "聊城", "5g", "无此名"]) {
  test(`${word}: as many records and companies as have it in their names`, () => {
    const having = (list) => list.filter((name) => name.normalize("NFKC").toLowerCase().includes(word)).length;
    const found = finder.find(word, MOST);
    assert.equal(found.records.total, having(search.records));
    assert.equal(found.companies.total, having(search.companies.map(([name]) => name)));
    assert.equal(found.records.rows.length, Math.min(MOST, found.records.total));
    for (const row of found.records.rows) {
      assert.equal(search.records[row.at], row.name);
      assert.ok(marked(row).every((part) => part.toLowerCase() === word), row.name);
    }
  });
}

for (const [spelled, name] of [
  ["茌平", "茌平区"], ["chiping", "茌平区"], ["chi ping", "茌平区"], ["CHIPING", "茌平区"], ["zhengjia", "郑家镇"],
  ["ｚｈｅｎｇｊｉａ", "郑家镇"], ["zjz", "郑家镇"], ["zheng", "郑家镇"],
]) {
  test(`${spelled} finds ${name}`, () => {
    const { places } = finder.find(spelled, 50);
    const row = places.rows.find((each) => each.name === name);
    assert.ok(row, names(places).join());
    assert.equal(known.get(row.at).properties.name, name);
    assert.ok(name.startsWith(marked(row).join("")) && row.ranges.length === 1);
  });
}

test("letters from the middle of a syllable find nothing, nor do initials that are no run", () => {
  assert.ok(!names(finder.find("hengjia", 50).places).includes("郑家镇"));
  assert.ok(!names(finder.find("zz", 50).places).includes("郑家镇"));
});

test("of several words all must be found, in any order, and each is marked", () => {
  const found = finder.find("产业 轴承", 100);
  assert.deepEqual(found.records.total, search.records.filter((name) => /轴承/.test(name) && /产业/.test(name)).length);
  assert.ok(found.records.total > 0);
  for (const row of found.records.rows) assert.deepEqual(new Set(marked(row)), new Set(["产业", "轴承"]));
});

test("a whole name comes before its beginning, that before its middle, and characters before sounds", () => {
  const [first] = finder.find("郑家镇", MOST).places.rows;
  assert.equal(first.name, "郑家镇");
  const all = finder.find("轴承", search.records.length).records.rows.map(({ name }) => name.indexOf("轴承"));
  const middle = all.findIndex((at) => at > 0);
  assert.ok(all.slice(middle).every((at) => at > 0));
});

test("what the filter hides comes after what it shows, of names alike", () => {
  const all = finder.find("轴承", 1000).records.rows.map(({ at }) => at);
  state.shown = new Uint8Array(records.count).fill(1);
  state.shown[all[0]] = 0;
  const now = finder.find("轴承", 1000).records.rows.map(({ at }) => at);
  state.shown.fill(1);
  assert.deepEqual(new Set(now), new Set(all));
  assert.ok(now.indexOf(all[0]) > 0);
});

test("a place is found once, whichever of its names fits; a company leads to its records", () => {
  const { places, companies } = finder.find("茌平", 100);
  assert.equal(new Set(places.rows.map(({ at }) => at)).size, places.rows.length);
  assert.equal(places.total, places.rows.length);
  const [name, numbers] = search.companies[0];
  assert.deepEqual(finder.find(name, MOST).companies.rows[0], { at: numbers, name, ranges: [[0, name.length]] });
  assert.ok(companies.rows.every(({ at }) => at.length > 0));
});

test("nothing finds nothing", () => {
  for (const each of Object.values(finder.find("  ", MOST))) assert.deepEqual(each, { total: 0, rows: [] });
});
