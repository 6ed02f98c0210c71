/* Scripts of the map in a window without a browser, and what tests/presentation/test_scripts.py gives the tests. */
import { readFileSync } from "node:fs";

const WEB = new URL("../../projects/presentation/web/", import.meta.url);
const COLUMNS = {
  level: Uint8Array, industry: Uint8Array, kind: Uint8Array, project: Uint32Array, investment: Float32Array,
  town: Uint16Array, county: Uint16Array, year_start: Uint8Array, year_end: Uint8Array,
};

export const given = JSON.parse(readFileSync(process.env.PROJECT_MAP_GIVEN, "utf8"));

/* A node that takes everything and shows nothing. */
const node = () => ({ style: {}, setAttribute() {}, append() {}, getContext: () => null });

/* A window with these scripts in it: {PM, window, heard: listeners by event, frame(ms): let time pass}. */
export function open(...names) {
  const heard = {};
  const frames = [];
  let now = 0;
  const listen = (event, act) => { heard[event] = [...(heard[event] || []), act]; };
  const document = {
    createElement: node, createElementNS: node, documentElement: { ...node(), dataset: {} }, addEventListener: listen,
  };
  const window = { document, addEventListener: listen, devicePixelRatio: 1, projectMap: {}, innerWidth: 1200 };
  const places = {
    window,
    document,
    navigator: { userAgent: "", platform: "" },
    matchMedia: () => ({ matches: true }), // nothing moves by itself
    requestAnimationFrame: (act) => frames.push(act),
    performance: { now: () => now },
  };
  const run = (text, more = {}) => {
    const all = { ...places, ...more };
    new Function(...Object.keys(all), text)(...Object.values(all));
  };
  const L = {};
  run(readFileSync(given.leaflet, "utf8"), { exports: L, module: {} });
  for (const name of names) run(readFileSync(new URL(`${name}.js`, WEB), "utf8"), { L });
  const { PM } = window;
  PM.json = async (url) => given.data[url];
  /* Let so much time pass, in as many steps. */
  const frame = (ms, steps = 1) => {
    for (let step = 0; step < steps; step += 1) {
      now += ms;
      for (const act of frames.splice(0)) act(now);
    }
  };
  return { PM, window, L, heard, frame };
}

/* The state of the map with all records shown, as main.js has it when the files are there. */
export function fill(PM) {
  const { config, areas, records: packed } = given.data;
  const records = { ...packed, chunk_base: "http://map/data/records/" };
  for (const [name, Type] of Object.entries(COLUMNS)) records[name] = PM.array(packed[name], Type);
  records.family = records.industry.map((each) => config.industries[each].family);
  records.multiLevel = config.levels.findIndex((each) => each.code === "multi");
  const { places } = packed;
  const number = (name, Type) => PM.array(places[name], Type);
  records.places = {
    ...places,
    degrees: {
      wgs84: [number("lon", Float64Array), number("lat", Float64Array)],
      gcj02: [number("lon_gcj02", Float64Array), number("lat_gcj02", Float64Array)],
    },
    level: number("level", Uint8Array),
    radius: number("radius", Float32Array),
    start: number("start", Uint32Array),
    list: number("list", Uint32Array),
  };
  Object.assign(PM.state, { config, areas, records, query: {}, shown: new Uint8Array(records.count).fill(1) });
  return records;
}

/* Numbers of the records that a mask holds. */
export const rows = (mask) => Array.from(mask.keys()).filter((record) => mask[record]);
