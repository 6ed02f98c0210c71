import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { fill, given, open, rows } from "./load.js";

const YEAR_MS = 1400;
const { PM, heard, frame } = open("core", "playback");
const records = fill(PM);
const [first, last] = given.years;
const none = () => undefined;
let drawn = 0;
let sent = [];
const glided = [];
PM.timeline = { add: none, show: none, render: none, glide: (at) => glided.push(at) };
PM.present = { render: none, isTouring: () => false };
Object.assign(PM, { redraw: () => { drawn += 1; }, refit: none, send: (action) => sent.push(action) });
PM.state.map = { on: none, closePopup: none };
PM.playback.add(PM.state.map);
const admitted = () => Array.from({ length: records.count }, (_, record) => record).filter(PM.playback.admits);

beforeEach(() => {
  PM.playback.close();
  PM.playback.setSpeed(1);
  PM.playback.open();
  PM.playback.setMode("force");
  PM.playback.set(first);
});

test("its years are those of the records", () => assert.deepEqual(PM.playback.range(), [first, last]));

for (const mode of ["force", "sum"]) {
  test(`"${mode}" shows in each year what Python's filter by it selects`, () => {
    PM.playback.setMode(mode);
    for (let year = first; year <= last; year += 1) {
      PM.playback.set(year);
      assert.deepEqual(admitted(), given.played[year][mode], `${year}`);
      assert.deepEqual(rows(Uint8Array.from(records.kind, (_, at) => PM.playback.admitsIn(at, year))), admitted());
    }
  });
}

test("closed, it hides nothing, and open again it stands in the same year", () => {
  PM.playback.set(first + 2);
  PM.playback.close();
  assert.equal(admitted().length, records.count);
  PM.playback.open();
  assert.equal(PM.playback.year(), first + 2);
});

test("a year outside of the data is its first or last", () => {
  PM.playback.set(1);
  assert.equal(PM.playback.year(), first);
  PM.playback.set(9999);
  assert.equal(PM.playback.year(), last);
});

test("the same year again draws nothing", () => {
  PM.playback.set(first + 1);
  const before = drawn;
  PM.playback.set(first + 1);
  assert.equal(drawn, before);
});

for (const speed of [0.5, 1, 4]) {
  test(`at ${speed} times the speed a year passes in ${YEAR_MS / speed} ms, and the last one ends it`, () => {
    PM.playback.setSpeed(speed);
    PM.playback.play();
    frame(0);
    frame(YEAR_MS / speed / 10, 9);
    assert.equal(PM.playback.year(), first);
    assert.ok(Math.abs(glided.at(-1) - (first + 0.9)) < 1e-6);
    frame(YEAR_MS / speed / 10 + 1);
    assert.equal(PM.playback.year(), first + 1);
    frame(YEAR_MS / speed + 1, last - first + 3);
    assert.deepEqual([PM.playback.year(), PM.playback.isPlaying()], [last, false]);
    PM.playback.play(); // from the start again
    assert.equal(PM.playback.year(), first);
    PM.playback.pause();
  });
}

test("paused, time stands still", () => {
  PM.playback.play();
  frame(YEAR_MS / 2);
  PM.playback.pause();
  frame(10 * YEAR_MS, 3);
  assert.equal(PM.playback.year(), first);
});

test("what is shown becomes a filter of the page, the rest of the filter kept", () => {
  for (const [mode, years] of [["force", { from: ["2022"], to: ["2022"] }], ["sum", { to: ["2022"] }]]) {
    PM.playback.open();
    PM.playback.setMode(mode);
    PM.playback.set(2022);
    PM.state.query = { county: ["371503"], from: ["2019"] };
    sent = [];
    PM.playback.filter();
    assert.deepEqual(sent, [{ do: "query", query: { county: ["371503"], ...years } }]);
    assert.equal(PM.playback.isOpen(), false);
  }
});

test("keys: on and back a year, play and pause; not while one types", () => {
  const [key] = heard.keydown;
  const press = (name, target = { closest: () => null }) =>
    key({ key: name, target, preventDefault: none, stopPropagation: none });
  press("ArrowRight");
  press("ArrowRight");
  press("ArrowLeft");
  assert.equal(PM.playback.year(), first + 1);
  press(" ");
  assert.equal(PM.playback.isPlaying(), true);
  press(" ");
  assert.equal(PM.playback.isPlaying(), false);
  press("ArrowRight", { closest: (name) => (name.includes("textarea") ? {} : null) });
  assert.equal(PM.playback.year(), first + 1);
  press("y");
  assert.equal(PM.playback.isOpen(), false);
  press("ArrowRight");
  assert.equal(PM.playback.year(), first + 1);
});
