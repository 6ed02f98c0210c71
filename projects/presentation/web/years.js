/* The years of records, and which of them the year that is played lets through (playback.js). */
import { state } from "./core.js";

/* First and last year of a record; empty without any. */
/** @type {(record: number) => [first: number, last: number] | []} */
export function years(record) {
  const { year_start: start, year_end: end, year_base: base } = state.records;
  return start[record] ? [start[record] + base, end[record] + base] : [];
}

/* Those of all records; null where none has any. */
/** @type {() => [first: number, last: number] | null} */
export function yearRange() {
  const { year_start: start, year_end: end, year_base: base } = state.records;
  const starts = start.filter(Boolean);
  return starts.length
    ? [base + starts.reduce((a, b) => Math.min(a, b)), base + end.reduce((a, b) => Math.max(a, b))]
    : null;
}

/* Whether a record stands in the year that is shown. */
/** @param {number} record */
export const admits = (record) => state.played === null || state.played[record] === 1;

/* Whether a record would stand in that year, in the present mode. */
/** @param {number} record @param {number} wanted */
export function admitsIn(record, wanted) {
  const { year_start: start, year_end: end, year_base: base } = state.records;
  const at = wanted - base;
  return start[record] > 0 && start[record] <= at && (state.playMode === "sum" || end[record] >= at);
}
