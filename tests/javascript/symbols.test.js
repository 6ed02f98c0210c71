import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { fill, given, rows } from "./load.js";
import { state } from "../../projects/presentation/web/core.js";
import { lines } from "../../projects/presentation/web/lines.js";
import { look } from "../../projects/presentation/web/records.js";
import { symbols } from "../../projects/presentation/web/symbols.js";
import { worldX, worldY } from "../../projects/presentation/web/world.js";

const ZOOMS = [7.5, 9, 10.5, 12, 15];
const { L } = globalThis;
const records = await fill();
const { places } = records;
const families = state.config.families.length;
lines.add(records);
symbols.add(records, families);
const at = (place) => Array.from(places.list.slice(places.start[place], places.start[place + 1]));
const show = (numbers) => {
  state.shown.fill(0);
  for (const number of numbers) state.shown[number] = 1;
  look();
  symbols.count();
};
const all = rows(new Uint8Array(records.count).fill(1));

beforeEach(() => show(all));

for (const { query, records: found, counts } of given.filters.filter((each) => each.records.length)) {
  test(`the five figures of ${JSON.stringify(query)} are Python's`, () => {
    assert.deepEqual(symbols.counts(found), counts);
  });
}

test("x and y in the world are those of the map", () => {
  for (const [lon, lat] of [[115.97, 36.46], [-180, 0], [0, -60], [121.47, 31.23]]) {
    const { x, y } = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 11);
    assert.ok(Math.abs(worldX(lon, 11) - x) < 1e-6 && Math.abs(worldY(lat, 11) - y) < 1e-6, `${lon} ${lat}`);
  }
});

for (const zoom of ZOOMS) {
  test(`at zoom ${zoom} every place is in one group, with all its records`, () => {
    const groups = symbols.groups(zoom);
    const members = groups.flatMap((group) => group.members).sort((a, b) => a - b);
    assert.deepEqual(members, Array.from({ length: places.count }, (_, place) => place));
    for (const group of groups) {
      assert.equal(group.size, group.members.reduce((sum, place) => sum + at(place).length, 0));
      assert.equal(group.spots.length, group.members.length);
      assert.ok(group.radius > 0 && group.radius <= 25);
    }
  });

  test(`at zoom ${zoom} a filter moves no symbol and draws what it selects`, () => {
    const before = symbols.groups(zoom);
    show(all.filter((record) => record % 3 === 0));
    assert.equal(symbols.groups(zoom), before);
    for (const group of before) {
      const symbol = symbols.symbol(group, zoom);
      const wanted = group.members.filter((place) => at(place).some((record) => record % 3 === 0));
      if (!wanted.length) {
        assert.equal(symbol, null);
        continue;
      }
      const shown = wanted.flatMap(at).filter((record) => record % 3 === 0);
      assert.deepEqual(symbol.members, wanted);
      assert.equal(symbol.count, shown.length);
      assert.deepEqual(symbols.recordsOf(symbol.members).sort((a, b) => a - b),
        Array.from(new Set(shown)).sort((a, b) => a - b));
      symbol.shares.forEach((share, family) =>
        assert.equal(share, shown.filter((record) => records.family[record] === family).length));
      assert.equal(symbol.isMerged, wanted.length > 1);
      assert.equal(symbol.isThin, shown.every((record) => records.level[record] === records.multiLevel));
      assert.equal(symbol.isQuiet, shown.every((record) => records.family[record] === families - 1));
      assert.equal(symbol.isSite, wanted.length === 1 && places.level[wanted[0]] === 0);
      if (wanted.length === 1) assert.ok(Math.abs(symbol.x - worldX(places.lon[wanted[0]], zoom)) < 1e-9);
    }
  });
}

test("the nearer, the more symbols; where all is seen they hardly lie over each other", () => {
  const counts = ZOOMS.map((zoom) => symbols.groups(zoom).length);
  assert.deepEqual(counts, [...counts].sort((a, b) => a - b));
  assert.ok(counts[0] < places.count / 2 && counts.at(-1) > 0.9 * places.count, counts.join());
  const groups = symbols.groups(ZOOMS[0]);
  const covered = groups.filter((one) => groups.some((other) => other !== one &&
    Math.hypot(one.x - other.x, one.y - other.y) < Math.max(one.radius, other.radius)));
  assert.ok(covered.length < groups.length / 4, `${covered.length} of ${groups.length}`);
});

test("a record's mark says where its places are, and its card opens at the first of them", () => {
  for (const record of all) {
    const own = symbols.placesOf(record);
    const mark = symbols.mark(record);
    assert.equal(own.length > 0, ["site", "area", "several"].includes(mark), mark);
    if (mark === "several") assert.equal(records.level[record], records.multiLevel);
    const point = symbols.pointOf(record);
    if (own.length) assert.deepEqual(point, [places.lat[own[0]], places.lon[own[0]]]);
    else assert.equal(point !== null, mark === "line");
    assert.equal(symbols.isDrawn(record), point !== null);
  }
});

test("over a background in another datum the same symbols stand elsewhere", () => {
  const [lon, lat] = symbols.pointOf(places.list[0]).reverse();
  const before = symbols.groups(15).length;
  symbols.setDatum("gcj02");
  const there = symbols.pointOf(places.list[0]);
  const metres = L.latLng(lat, lon).distanceTo(there);
  symbols.setDatum("wgs84");
  assert.ok(metres > 300 && metres < 800, String(metres));
  assert.equal(symbols.groups(15).length, before);
});
