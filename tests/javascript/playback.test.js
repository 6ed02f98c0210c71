import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { fill, given, heard, frame, rows } from "./load.js";
import { state, tellTo } from "../../projects/presentation/web/core.js";
import { steps } from "../../projects/presentation/web/drawing.js";
import { playback } from "../../projects/presentation/web/playback.js";
import { present } from "../../projects/presentation/web/present.js";
import { timeline } from "../../projects/presentation/web/timeline.js";
import { admits, admitsIn } from "../../projects/presentation/web/years.js";

const YEAR_MS = 1400;
const records = await fill();
const [first, last] = given.years;
const none = () => undefined;
let drawn = 0;
let sent = [];
const glided = [];
Object.assign(timeline, { add: none, show: none, render: none, height: () => 0, glide: (at) => glided.push(at) });
Object.assign(present, { render: none, isTouring: () => false });
steps.push(() => { drawn += 1; });
tellTo((action) => sent.push(action));
state.map = { on: none, closePopup: none, flyToBounds: none, getSize: () => ({ x: 1000, y: 800 }) };
playback.add(state.map);
const admitted = () => Array.from({ length: records.count }, (_, record) => record).filter(admits);

beforeEach(() => {
  playback.close();
  playback.setSpeed(1);
  playback.open();
  playback.setMode("force");
  playback.set(first);
});

test("its years are those of the records", () => assert.deepEqual(playback.range(), [first, last]));

for (const mode of ["force", "sum"]) {
  test(`"${mode}" shows in each year what Python's filter by it selects`, () => {
    playback.setMode(mode);
    for (let year = first; year <= last; year += 1) {
      playback.set(year);
      assert.deepEqual(admitted(), given.played[year][mode], `${year}`);
      assert.deepEqual(rows(Uint8Array.from(records.kind, (_, at) => admitsIn(at, year))), admitted());
    }
  });
}

test("closed, it hides nothing, and open again it stands in the same year", () => {
  playback.set(first + 2);
  playback.close();
  assert.equal(admitted().length, records.count);
  playback.open();
  assert.equal(playback.year(), first + 2);
});

test("a year outside of the data is its first or last", () => {
  playback.set(1);
  assert.equal(playback.year(), first);
  playback.set(9999);
  assert.equal(playback.year(), last);
});

test("the same year again draws nothing", () => {
  playback.set(first + 1);
  const before = drawn;
  playback.set(first + 1);
  assert.equal(drawn, before);
});

for (const speed of [0.5, 1, 4]) {
  test(`at ${speed} times the speed a year passes in ${YEAR_MS / speed} ms, and the last one ends it`, () => {
    playback.setSpeed(speed);
    playback.play();
    frame(0);
    frame(YEAR_MS / speed / 10, 9);
    assert.equal(playback.year(), first);
    assert.ok(Math.abs(glided.at(-1) - (first + 0.9)) < 1e-6);
    frame(YEAR_MS / speed / 10 + 1);
    assert.equal(playback.year(), first + 1);
    frame(YEAR_MS / speed + 1, last - first + 3);
    assert.deepEqual([playback.year(), playback.isPlaying()], [last, false]);
    playback.play(); // from the start again
    assert.equal(playback.year(), first);
    playback.pause();
  });
}

test("paused, time stands still", () => {
  playback.play();
  frame(YEAR_MS / 2);
  playback.pause();
  frame(10 * YEAR_MS, 3);
  assert.equal(playback.year(), first);
});

test("what is shown becomes a filter of the page, the rest of the filter kept", () => {
  for (const [mode, years] of [["force", { from: ["2022"], to: ["2022"] }], ["sum", { to: ["2022"] }]]) {
    playback.open();
    playback.setMode(mode);
    playback.set(2022);
    state.query = { county: ["371503"], from: ["2019"] };
    sent = [];
    playback.filter();
    assert.deepEqual(sent, [{ do: "query", query: { county: ["371503"], ...years } }]);
    assert.equal(playback.isOpen(), false);
  }
});

test("keys: on and back a year, play and pause; not while one types", () => {
  const [key] = heard.keydown;
  const press = (name, target = { closest: () => null }) =>
    key({ key: name, target, preventDefault: none, stopPropagation: none });
  press("ArrowRight");
  press("ArrowRight");
  press("ArrowLeft");
  assert.equal(playback.year(), first + 1);
  press(" ");
  assert.equal(playback.isPlaying(), true);
  press(" ");
  assert.equal(playback.isPlaying(), false);
  press("ArrowRight", { closest: (name) => (name.includes("textarea") ? {} : null) });
  assert.equal(playback.year(), first + 1);
  press("y");
  assert.equal(playback.isOpen(), false);
  press("ArrowRight");
  assert.equal(playback.year(), first + 1);
});
