/* What a presentation tells of the records shown: its file, loaded when one first presents,
   and the figures, counted as projects/store/counting.py counts them. */
import { array, json, state, t } from "./core.js";
import { symbols } from "./symbols.js";
import { admits } from "./years.js";

const MOST_FIRMS = 5;
const MOST_TARGETS = 3;
/** @type {Wall} */
let data;
/** @type {Promise<void> | null} */
let coming = null;

/** @type {WallData} */
export const wall = {
  /* Resolves when the file is there. */
  load() {
    const { records } = state;
    coming = coming || json(new URL("../" + records.wall, records.chunk_base).href).then((found) => {
      data = {
        ...found,
        key: array(found.key, Uint32Array),
        stage: array(found.stage, Uint8Array),
        investment: array(found.investment, Float64Array),
        target: array(found.target, Float64Array),
        entity: array(found.entity, Uint32Array),
        place: array(found.place, Uint32Array),
      };
    });
    return coming;
  },

  data: () => data,

  /* The records that pass the filter and stand in the year that is played. */
  rows() {
    /** @type {number[]} */
    const found = [];
    state.shown.forEach((bit, record) => { if (bit && admits(record)) found.push(record); });
    return found;
  },

  /* {counts, stages, investment, invested, targets, firms, firmCount} of `rows`. */
  figures(rows) {
    const furthest = largest(rows, (record) => state.records.project[record], data.stage);
    const stages = new Array(data.stages.length).fill(0);
    furthest.forEach((stage) => { stages[stage - 1] += 1; });
    const named = largest(rows, (record) => data.key[record] + 1, data.investment);
    const firms = firmsOf(rows);
    return {
      counts: symbols.counts(rows),
      stages,
      investment: Array.from(named.values()).reduce((sum, value) => sum + value, 0),
      invested: named.size,
      targets: targetsOf(rows),
      firms: firms.slice(0, MOST_FIRMS),
      firmCount: firms.length,
    };
  },

  /* Projects of `rows`: [{record, count, stage}], first those that stand on the map, then those
     that more records name; `record` is the first of each. */
  projects(rows) {
    /** @type {Map<number, ShownProject>} */
    const found = new Map();
    rows.forEach((record) => {
      const project = state.records.project[record];
      if (!project) return;
      const known = found.get(project);
      if (!known) {
        found.set(project, { record, count: 1, stage: data.stage[record], drawn: symbols.isDrawn(record) });
      } else {
        known.count += 1;
        known.stage = Math.max(known.stage, data.stage[record]);
        if (!known.drawn && symbols.isDrawn(record)) Object.assign(known, { record, drawn: true });
      }
    });
    return Array.from(found.values()).sort((a, b) =>
      Number(b.drawn) - Number(a.drawn) || b.count - a.count || a.record - b.record);
  },

  stage: (stage) => (stage ? data.stages[stage - 1][state.lang] : ""),
  place: (record) => data.places[data.place[record]][state.lang === "en" ? 1 : 0],
  amount,
};

/* Key → the largest of the values that its rows have; keys and values of 0 are none. */
/** @param {number[]} rows @param {(record: number) => number} keyOf @param {Uint8Array | Float64Array} values */
function largest(rows, keyOf, values) {
  const found = new Map();
  rows.forEach((record) => {
    const key = keyOf(record);
    if (key && values[record]) found.set(key, Math.max(found.get(key) || 0, values[record]));
  });
  return found;
}

/** @param {number[]} rows */
function targetsOf(rows) {
  const seen = new Set();
  return rows.filter((record) => data.target[record])
    .sort((a, b) => data.target[b] - data.target[a])
    .filter((record) => !seen.has(data.key[record]) && seen.add(data.key[record]))
    .slice(0, MOST_TARGETS)
    .map((record) => ({ record, text: amount(data.target[record]) }));
}

/* Companies by the number of things of theirs that are named. */
/** @param {number[]} rows */
function firmsOf(rows) {
  const found = new Map();
  rows.forEach((record) => {
    const entity = data.entity[record];
    if (!data.entities[entity][0]) return;
    if (!found.has(entity)) {
      found.set(entity, { names: data.entities[entity], keys: new Set(), money: 0, mentions: 0, record });
    }
    const firm = found.get(entity);
    firm.keys.add(data.key[record]);
    firm.mentions += 1;
    firm.money = Math.max(firm.money, data.investment[record]);
  });
  return Array.from(found.values(), ({ keys, ...firm }) => ({ ...firm, count: keys.size }))
    .sort((a, b) => b.count - a.count || b.money - a.money || b.mentions - a.mentions || a.record - b.record);
}

/* An amount in 万元 as figure and unit. */
/** @param {number} value */
function amount(value) {
  const isLarge = value >= 10000;
  const figure = (isLarge ? value / 10000 : value).toLocaleString("en-US", { maximumFractionDigits: 2 });
  return t(isLarge ? "map.wall.yi" : "map.wall.wan", { value: figure });
}
