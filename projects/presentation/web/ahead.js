/* What a filter shows, before the page has answered: the widgets on the page tell what is chosen (facets.js),
   the records of each choice are known here. The page's answer follows and counts (main.js, apply). */
import { array, counted, json, state } from "./core.js";
import { redraw } from "./drawing.js";

/** @type {Choices | null} */
let choices = null; // per key: {zh, en: labels, start, list}

/** @type {Ahead} */
export const ahead = {
  /* Fetched when the map is drawn: nothing on it waits for this. */
  async load(url) {
    const found = await json(url);
    for (const each of Object.values(found)) {
      each.start = array(each.start, Uint32Array);
      each.list = array(each.list, Uint32Array);
    }
    choices = found;
  },

  isReady: () => choices !== null,

  /* What the page's widgets choose, {lists: key -> labels, years: [first, last] or null}: all that is sure. */
  show(chosen) {
    draw(chosen, state.lang);
  },

  /* … and what is asked for here, as in the page's link; the rest of it must stand already. */
  query(query) {
    const lists = Object.fromEntries(Object.keys(choices || {}).map((key) => [key, query[key] || []]));
    const [from, to] = [query.from, query.to].map((year) => year && Number(year[0]));
    const known = new Set([...Object.keys(lists), "from", "to"]);
    /** @param {Query} asked */
    const rest = (asked) => JSON.stringify(Object.entries(asked).filter(([key]) => !known.has(key)).sort());
    if (rest(query) !== rest(state.query)) return;
    draw({ lists, years: from || to ? [from || -Infinity, to || Infinity] : null }, "values");
  },

  /* Uint8Array, 1 where a record meets all that is chosen and the conditions that are not known here;
     null where that cannot be told. Choices are named as in the column `names` of the file. */
  mask({ lists, years }, names) {
    const { records } = state;
    const mask = state.others ? state.others.slice() : new Uint8Array(records.count).fill(1);
    for (const [key, asked] of Object.entries(lists)) {
      if (!asked.length) continue;
      const choice = choices && choices[key];
      const found = choice && members(choice, names, asked);
      if (!found) return null;
      for (let i = 0; i < mask.length; i += 1) mask[i] &= found[i];
    }
    return years ? mask.map((bit, record) => bit & overlaps(record, years)) : mask;
  },
};

/** @type {(chosen: Chosen, names: ChoiceNames) => void} */
function draw(chosen, names) {
  const mask = choices && state.shown && ahead.mask(chosen, names);
  if (!mask) return;
  Object.assign(state, { shown: mask, count: counted(mask), answered: false });
  redraw();
}

/* Records of any of these choices; null when one is not known. */
/** @param {Choice} choice @param {ChoiceNames} names @param {string[]} asked */
function members(choice, names, asked) {
  const { start, list } = choice;
  const found = new Uint8Array(state.records.count);
  for (const one of asked) {
    const at = choice[names].indexOf(one);
    if (at < 0) return null;
    for (let i = start[at]; i < start[at + 1]; i += 1) found[list[i]] = 1;
  }
  return found;
}

/* 0 is no year: such a record belongs to none. */
/** @param {number} record @param {[first: number, last: number]} given2 */
function overlaps(record, [first, last]) {
  const { year_start: start, year_end: end, year_base: base } = state.records;
  return start[record] && end[record] && end[record] + base >= first && start[record] + base <= last ? 1 : 0;
}
