/* The records: unpacked as the map asks for them, which of them are visible, which belong to an area. */
import { array, state } from "./core.js";

/** @type {Map<string, number[]>} */
let counties = new Map(); // code -> records that are known to the county only
let visible = new Uint8Array(0); // per record, see look()
let total = 0; // of these

/* Whether a record passes the filter and its layer is switched on. */
/** @type {(record: number) => boolean} */
export const isOffered = (record) =>
  state.shown[record] === 1 && state.layers[state.config.kinds[state.records.kind[record]].code];
/* … and stands in the year that is played, if one is. */
/** @type {(record: number) => boolean} */
export const isVisible = (record) => visible[record] === 1;
/* The same of all records, 0 or 1, for loops over many; not to be written. */
export const visibleMask = () => visible;

/* Work out anew what is visible: whatever draws and counts asks for it many times. */
export function look() {
  const { shown, records, config, layers, played } = state;
  const isOn = config.kinds.map((kind) => (layers[kind.code] ? 1 : 0));
  if (visible.length !== records.count) visible = new Uint8Array(records.count);
  total = 0;
  for (let record = 0; record < records.count; record += 1) {
    const bit = shown[record] & isOn[records.kind[record]] & (played ? played[record] : 1);
    visible[record] = bit;
    total += bit;
  }
}

export const visibleCount = () => total;

/** @type {(code: string) => boolean} */
export const isCounted = (code) => counties.has(code);
/** @type {(code: string) => number[]} */
export const countyRecords = (code) => (counties.get(code) || []).filter(isVisible);

/* Records in an area, as the page's filter by it has them, whatever is shown. */
/** @type {(code: string) => number[]} */
export function recordsIn(code) {
  const { records } = state;
  const found = new Set(counties.get(code));
  for (const name of /** @type {const} */ (["county", "town"])) {
    records[name].forEach((number, record) => {
      if (records[`${name}_sets`][number].includes(code)) found.add(record);
    });
  }
  for (let place = 0; place < records.places.count; place += 1) {
    if (records.places.codes[place] === code) {
      records.places.list.slice(records.places.start[place], records.places.start[place + 1])
        .forEach((record) => found.add(record));
    }
  }
  return Array.from(found).sort((a, b) => a - b);
}

/** @type {(code: string) => number} */
export const countyCount = (code) => countyRecords(code).length;

/** @type {(packed: PackedRecords, url: URL) => Records} */
export function unpack(packed, url) {
  const { places } = packed;
  counties = new Map(Object.entries(packed.counties));
  const level = array(packed.level, Uint8Array);
  const industry = array(packed.industry, Uint8Array);
  return {
    ...packed,
    chunk_base: new URL(packed.chunk_folder + "/", url).href,
    history_base: new URL(packed.history_folder + "/", url).href,
    year_start: array(packed.year_start, Uint8Array),
    year_end: array(packed.year_end, Uint8Array),
    level,
    industry,
    town: array(packed.town, Uint16Array),
    county: array(packed.county, Uint16Array),
    investment: array(packed.investment, Float32Array),
    project: array(packed.project, Uint32Array),
    kind: array(packed.kind, Uint8Array),
    family: industry.map((each) => state.config.industries[each].family),
    multiLevel: state.config.levels.findIndex((each) => each.code === "multi"),
    places: {
      count: places.count,
      codes: places.codes,
      degrees: {
        wgs84: [array(places.lon, Float64Array), array(places.lat, Float64Array)],
        gcj02: [array(places.lon_gcj02, Float64Array), array(places.lat_gcj02, Float64Array)],
      },
      level: array(places.level, Uint8Array),
      radius: array(places.radius, Float32Array),
      start: array(places.start, Uint32Array),
      list: array(places.list, Uint32Array),
    },
  };
}
