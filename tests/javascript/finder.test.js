import assert from "node:assert/strict";
import test, { before } from "node:test";
import { fill, given, open } from "./load.js";

const MOST = 8;
const { PM } = open("core", "areas", "finder");
const records = fill(PM);
const { search } = given.data;
const known = new Map(given.data.areas.features.map((each) => [each.properties.code, each]));
PM.areas.feature = (code) => known.get(code);
PM.json = async (url) => (url.endsWith(records.search) ? search : assert.fail(url));
const names = (found) => found.rows.map(({ name }) => name);
const marked = ({ name, ranges }) => ranges.map(([from, to]) => name.slice(from, to));

before(async () => {
  assert.equal(PM.finder.isReady(), false);
  await PM.finder.load();
  assert.equal(PM.finder.isReady(), true);
});

for (const word of ["轴承", "聊城", "5g", "无此名"]) {
  test(`${word}: as many records and companies as have it in their names`, () => {
    const having = (list) => list.filter((name) => name.normalize("NFKC").toLowerCase().includes(word)).length;
    const found = PM.finder.find(word, MOST);
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
    const { places } = PM.finder.find(spelled, 50);
    const row = places.rows.find((each) => each.name === name);
    assert.ok(row, names(places).join());
    assert.equal(known.get(row.at).properties.name, name);
    assert.ok(name.startsWith(marked(row).join("")) && row.ranges.length === 1);
  });
}

test("letters from the middle of a syllable find nothing, nor do initials that are no run", () => {
  assert.ok(!names(PM.finder.find("hengjia", 50).places).includes("郑家镇"));
  assert.ok(!names(PM.finder.find("zz", 50).places).includes("郑家镇"));
});

test("of several words all must be found, in any order, and each is marked", () => {
  const found = PM.finder.find("产业 轴承", 100);
  assert.deepEqual(found.records.total, search.records.filter((name) => /轴承/.test(name) && /产业/.test(name)).length);
  assert.ok(found.records.total > 0);
  for (const row of found.records.rows) assert.deepEqual(new Set(marked(row)), new Set(["产业", "轴承"]));
});

test("a whole name comes before its beginning, that before its middle, and characters before sounds", () => {
  const [first] = PM.finder.find("郑家镇", MOST).places.rows;
  assert.equal(first.name, "郑家镇");
  const all = PM.finder.find("轴承", search.records.length).records.rows.map(({ name }) => name.indexOf("轴承"));
  const middle = all.findIndex((at) => at > 0);
  assert.ok(all.slice(middle).every((at) => at > 0));
});

test("what the filter hides comes after what it shows, of names alike", () => {
  const all = PM.finder.find("轴承", 1000).records.rows.map(({ at }) => at);
  PM.state.shown = new Uint8Array(records.count).fill(1);
  PM.state.shown[all[0]] = 0;
  const now = PM.finder.find("轴承", 1000).records.rows.map(({ at }) => at);
  PM.state.shown.fill(1);
  assert.deepEqual(new Set(now), new Set(all));
  assert.ok(now.indexOf(all[0]) > 0);
});

test("a place is found once, whichever of its names fits; a company leads to its records", () => {
  const { places, companies } = PM.finder.find("茌平", 100);
  assert.equal(new Set(places.rows.map(({ at }) => at)).size, places.rows.length);
  assert.equal(places.total, places.rows.length);
  const [name, numbers] = search.companies[0];
  assert.deepEqual(PM.finder.find(name, MOST).companies.rows[0], { at: numbers, name, ranges: [[0, name.length]] });
  assert.ok(companies.rows.every(({ at }) => at.length > 0));
});

test("nothing finds nothing", () => {
  for (const each of Object.values(PM.finder.find("  ", MOST))) assert.deepEqual(each, { total: 0, rows: [] });
});
