/* What tests/presentation/test_scripts.py gives the tests, and a window without a browser: to be imported before
   the modules of the map. */
import { readFileSync } from "node:fs";

const WEB = "../../projects/presentation/web";

export const given = JSON.parse(readFileSync(process.env.PROJECT_MAP_GIVEN, "utf8"));

/* A node that takes everything and shows nothing. */
const node = () => ({ style: {}, setAttribute() {}, append() {}, getContext: () => null });

export const heard = {}; // listeners by event
const frames = [];
let now = 0;
const listen = (event, act) => { heard[event] = [...(heard[event] || []), act]; };
const places = {
  document: {
    createElement: node, createElementNS: node, documentElement: { ...node(), dataset: {} }, addEventListener: listen,
  },
  navigator: { userAgent: "", platform: "" },
  matchMedia: () => ({ matches: true }), // nothing moves by itself
  requestAnimationFrame: (act) => frames.push(act),
  performance: { now: () => now },
  addEventListener: listen,
  devicePixelRatio: 1,
  innerWidth: 1200,
};
for (const [name, value] of Object.entries({ ...places, window: globalThis })) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
const leaflet = {};
new Function("exports", "module", readFileSync(given.leaflet, "utf8"))(leaflet, {}); // as a browser has it
globalThis.L = leaflet;

/* Let so much time pass, in as many steps. */
export function frame(ms, steps = 1) {
  for (let step = 0; step < steps; step += 1) {
    now += ms;
    for (const act of frames.splice(0)) act(now);
  }
}

/* The state of the map with all records shown, as main.js has it when the files are there. */
export async function fill() {
  const { readBy, state } = await import(`${WEB}/core.js`);
  const { look, unpack } = await import(`${WEB}/records.js`);
  const { config, areas, records } = given.data;
  readBy(async (url) => given.data[url]);
  Object.assign(state, { config, areas, query: {}, shown: new Uint8Array(records.count).fill(1) });
  state.records = unpack(records, new URL("http://map/data/records.json"));
  look();
  return state.records;
}

/* Numbers of the records that a mask holds. */
export const rows = (mask) => Array.from(mask.keys()).filter((record) => mask[record]);
