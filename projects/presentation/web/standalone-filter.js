/* Filters of the stand-alone file: the rules of projects/store/query.py, in the browser.

   Every condition narrows, the values of one condition are alternatives. Which records an
   area selects was worked out when the file was made; what is drawn on the map is measured
   here, on a sphere: a distance may be off by 0.3 %. */
import { state } from "./core.js";

/** @type {ListKey[]} */
let lists = []; // keys of the conditions on values, and
/** @type {Map<PlaceKey, string[]>} */
let levels = new Map(); // of those on places, each with its levels: rows of data/filters.csv
const LATIN = /^[a-z0-9]*[a-z][a-z0-9]*$/;
/** @type {FilterData} */
let data; // per record: document and stage, start, end, text, pinyin; per area: its records
/** @type {string[]} */
let texts = [];
/** @type {Spelling[][]} */
let spelled = []; // per record: [{joined, initials, starts}]
/** @type {Map<PlaceKey, Map<string, Set<number>>>} */
let members = new Map(); // key -> code of an area -> its records
/** @type {number[][]} */
let chains = []; // per record: the chains that it belongs to

/** @param {string} text */
const plain = (text) => text.normalize("NFKC").toLowerCase();

/** @type {StandaloneFilter} */
export const filter = {
  lists: () => lists,
  places: () => Array.from(levels.keys()),

  /* Lists hold positions in the config's tables, conditions on places codes, `rings` drawn polygons. */
  empty() {
    const none = [...lists, ...levels.keys()].map((key) => [key, []]);
    return { ...Object.fromEntries(none), from: null, to: null, text: "", rings: [], near: null };
  },

  /* The same as the page's link says; what it does not know here is left out. */
  fromQuery(query) {
    /** @param {string} key */
    const get = (key) => query[key] || [];
    const found = { ...this.empty(), text: get("text").join(" "), rings: get("within").flatMap(rings) };
    for (const key of lists) found[key] = [...new Set(get(key).flatMap((code) => positions(key, code)))];
    for (const key of /** @type {const} */ (["from", "to"])) found[key] = Number(get(key)[0]) || null;
    for (const key of levels.keys()) found[key] = [...new Set(get(key).flatMap((value) => areaCodes(key, value)))];
    const near = (get("near")[0] || "").split(",").map(Number);
    if (near.length === 3 && near.every(Number.isFinite)) found.near = { lon: near[0], lat: near[1], km: near[2] };
    return found;
  },

  toQuery(filters) {
    /** @type {Query} */
    const query = {};
    /** @param {string} key @param {(string | number | null)[]} values */
    const put = (key, values) => {
      const given = values.filter(Boolean).map(String);
      if (given.length) query[key] = given;
    };
    for (const key of lists) put(key, filters[key].map((at) => codeOf(key, at)));
    for (const key of levels.keys()) put(key, filters[key]);
    put("from", [filters.from]);
    put("to", [filters.to]);
    put("text", [filters.text.trim()]);
    const closed = filters.rings.map((ring) =>
      `((${[...ring, ring[0]].map(([lon, lat]) => `${lon} ${lat}`).join(",")}))`);
    put("within", closed.length ? [`MULTIPOLYGON(${closed.join(",")})`] : []);
    put("near", filters.near ? [`${filters.near.lon},${filters.near.lat},${filters.near.km}`] : []);
    return query;
  },

  load(filters) {
    data = filters;
    texts = filters.text.map(plain);
    spelled = filters.pinyin.map((names) => names.map(spelling));
    lists = filters.conditions.filter(({ kind }) => kind === "list").map(({ key }) => /** @type {ListKey} */ (key));
    levels = new Map(filters.conditions.filter(({ kind }) => kind === "place")
      .map((each) => [/** @type {PlaceKey} */ (each.key), each.levels]));
    members = new Map(Array.from(levels.keys(), (key) =>
      [key, new Map(Object.entries(filters.areas[key]).map(([code, found]) => [code, new Set(found)]))]));
    chains = data.text.map(() => []);
    filters.chains.forEach((found, at) => found.forEach((record) => chains[record].push(at)));
  },

  /* Uint8Array, 1 where a record meets all conditions but those named in `lifted`. */
  mask(filters, ...lifted) {
    const tests = conditions(filters).filter(([key]) => !lifted.includes(key)).map(([, test]) => test);
    return Uint8Array.from(data.text, (text, record) => (tests.every((test) => test(record)) ? 1 : 0));
  },

  /* The name of a place of a condition. */
  placeName: (code) => data.places.find(([each]) => each === code)?.[1] || "",

  /* With a place as the only one chosen of its kind, or none if it already was; with `isAdded` it joins those
     chosen, or leaves them. Places of other kinds that would leave nothing are lifted: as mapactions.py has it. */
  withPlace(filters, code, isAdded) {
    const place = data.places.find(([each]) => each === code);
    const key = this.places().find((each) => place && levels.get(each)?.includes(place[2]));
    if (!place || !key) return filters;
    const chosen = filters[key];
    const rest = chosen.filter((each) => each !== code);
    const isOld = rest.length < chosen.length;
    const added = isOld ? rest : [...chosen, code];
    const only = isOld && !rest.length ? [] : [code];
    const keeps = key !== "county" && filters.county.includes(place[3]);
    const county = keeps ? filters.county : [];
    return { ...filters, county, town: [], park: [], [key]: isAdded ? added : only };
  },

  /* Keys of the conditions that are set. */
  active: (filters) => conditions(filters).map(([key]) => key),

  years() {
    const known = [...data.start, ...data.end].filter((year) => year !== null);
    return known.length ? [Math.min(...known), Math.max(...known)] : null;
  },

  /* The values of a list's condition for a record: several chains, or none, else one. */
  values(key, record) {
    if (key === "chain") return chains[record];
    if (key === "document" || key === "stage") return [data.values[key][record]];
    return [state.records[key][record]];
  },
};

/** @type {(key: ListKey) => { code?: string, document?: string }[]} */
const table = (key) => (key === "industry" ? state.config.industries : state.config[`${key}s`]);
/** @type {(key: ListKey, at: number) => string} */
const codeOf = (key, at) => table(key)[at][key === "document" ? "document" : "code"] || "";

/* Where a code stands in its table; a family stands for its industries. */
/** @param {ListKey} key @param {string} code */
function positions(key, code) {
  const { families, industries } = state.config;
  const family = key === "industry" ? families.findIndex((each) => each.code === code) : -1;
  if (family >= 0) return industries.map((each, at) => (each.family === family ? at : -1)).filter((at) => at >= 0);
  const at = table(key).findIndex((each, number) => codeOf(key, number) === code);
  return at < 0 ? [] : [at];
}

/** @param {PlaceKey} key @param {string} value */
const areaCodes = (key, value) => data.places
  .filter(([code, name, level]) => levels.get(key)?.includes(level) && (code === value || name === value))
  .map(([code]) => code);

/* The outer rings of a polygon or multipolygon in WKT. */
/** @type {(wkt: string) => LonLat[][]} */
function rings(wkt) {
  const found = wkt.match(/\(\([^()]*\)/g) || [];
  return found.map((ring) => ring.slice(2, -1).split(",")
    .map((corner) => /** @type {LonLat} */ (corner.trim().split(/\s+/).map(Number)))
    .slice(0, -1));
}

/** @type {(filters: FileFilters) => [key: string, test: (record: number) => boolean][]} */
function conditions(filters) {
  /** @type {[key: string, test: (record: number) => boolean][]} */
  const found = [];
  for (const key of lists) {
    /** @param {number} record */
    const isAny = (record) => filter.values(key, record).some((value) => filters[key].includes(value));
    if (filters[key].length) found.push([key, isAny]);
  }
  if (filters.from !== null || filters.to !== null) found.push(["years", (record) => overlaps(record, filters)]);
  for (const word of plain(filters.text).split(/\s+/).filter(Boolean)) {
    found.push(["text", (record) => hasWord(record, word)]);
  }
  for (const [key, areas] of members) {
    /** @param {number} record */
    const isIn = (record) => filters[key].some((code) => areas.get(code)?.has(record));
    if (filters[key].length) found.push([key, isIn]);
  }
  if (filters.rings.length) {
    found.push(["within", (record) =>
      points(record).some(([lon, lat]) => filters.rings.some((ring) => isInside(lon, lat, ring)))]);
  }
  const { near } = filters;
  if (near) found.push(["near", (record) => points(record).some(([lon, lat]) => isNear(lon, lat, near))]);
  return found;
}

/* A period of which one end is unknown counts as that one year; none meets no condition. */
/** @param {number} record @param {FileFilters} given2 */
function overlaps(record, { from, to }) {
  const start = data.start[record] === null ? data.end[record] : data.start[record];
  const end = data.end[record] === null ? data.start[record] : data.end[record];
  return start !== null && end !== null && (from === null || end >= from) && (to === null || start <= to);
}

/** @param {number} record @param {string} word */
function hasWord(record, word) {
  return texts[record].includes(word) || (LATIN.test(word) && spelled[record].some((name) => isSpelled(name, word)));
}

/** @type {(text: string) => Spelling} */
function spelling(text) {
  const parts = text.split(" ").filter(Boolean);
  const starts = new Set();
  let length = 0;
  for (const part of parts) {
    starts.add(length);
    length += part.length;
  }
  return { joined: parts.join(""), initials: parts.map((part) => part[0]).join(""), starts };
}

/* A run of initials, or of syllables from the start of one. */
/** @param {Spelling} given1 @param {string} word */
function isSpelled({ joined, initials, starts }, word) {
  if (word.length > 1 && initials.includes(word)) return true;
  for (let at = joined.indexOf(word); at >= 0; at = joined.indexOf(word, at + 1)) if (starts.has(at)) return true;
  return false;
}

/** @param {number} record */
const points = (record) => data.points[record];

/** @param {number} lon @param {number} lat @param {LonLat[]} ring */
function isInside(lon, lat, ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1, y1] = ring[i];
    const [x2, y2] = ring[j];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** @param {number} lon @param {number} lat @param {{ lon: number, lat: number, km: number }} near */
const isNear = (lon, lat, near) => L.latLng(lat, lon).distanceTo([near.lat, near.lon]) <= near.km * 1000;
