/* Filters of the stand-alone file: the rules of projects/store/query.py, in the browser.

   Every condition narrows, the values of one condition are alternatives. Which records an
   area selects was worked out when the file was made; what is drawn on the map is measured
   here, on a sphere: a distance may be off by 0.3 %. */
(function () {
  "use strict";

  const PM = window.PM;
  /** @type {ListKey[]} */
  const LISTS = ["industry", "chain", "document", "kind", "stage", "level"];
  /** @type {Record<string, string[]>} */
  const AREA_LEVELS = { county: ["county", "zone"], town: ["town"], park: ["park"] };
  const LATIN = /^[a-z0-9]*[a-z][a-z0-9]*$/;
  /** @type {FilterData} */
  let data; // per record: document and stage, start, end, text, pinyin; per area: its records
  /** @type {string[]} */
  let texts = [];
  /** @type {Spelling[][]} */
  let spelled = []; // per record: [{joined, initials, starts}]
  /** @type {Map<string, Set<number>>} */
  let members = new Map(); // area code -> Set of records
  /** @type {number[][]} */
  let chains = []; // per record: the chains that it belongs to

  /** @param {string} text */
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  PM.filter = {
    LISTS,

    /* Lists hold positions in the config's tables, `areas` codes, `rings` drawn polygons. */
    empty: () => ({
      industry: [],
      chain: [],
      document: [],
      kind: [],
      stage: [],
      level: [],
      from: null,
      to: null,
      text: "",
      areas: [],
      rings: [],
      near: null,
    }),

    /* The same as the page's link says; what it does not know here is left out. */
    fromQuery(query) {
      /** @param {string} key */
      const get = (key) => query[key] || [];
      const found = { ...this.empty(), text: get("text").join(" "), rings: get("within").flatMap(rings) };
      for (const key of LISTS) found[key] = [...new Set(get(key).flatMap((code) => positions(key, code)))];
      for (const key of /** @type {const} */ (["from", "to"])) found[key] = Number(get(key)[0]) || null;
      for (const key of Object.keys(AREA_LEVELS)) {
        found.areas.push(...get(key).flatMap((value) => areaCodes(AREA_LEVELS[key], value)));
      }
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
      for (const key of LISTS) put(key, filters[key].map((at) => codeOf(key, at)));
      for (const [key, levels] of Object.entries(AREA_LEVELS)) {
        put(key, ofLevels(filters.areas, levels));
      }
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
      members = new Map(Object.entries(filters.areas).map(([code, found]) => [code, new Set(found)]));
      chains = data.text.map(() => []);
      filters.chains.forEach((found, at) => found.forEach((record) => chains[record].push(at)));
    },

    /* Uint8Array, 1 where a record meets all conditions but those named in `lifted`. */
    mask(filters, ...lifted) {
      const tests = conditions(filters).filter(([key]) => !lifted.includes(key)).map(([, test]) => test);
      return Uint8Array.from(data.text, (text, record) => (tests.every((test) => test(record)) ? 1 : 0));
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
      return [PM.state.records[key][record]];
    },
  };

  /** @type {(key: ListKey) => { code?: string, document?: string }[]} */
  const table = (key) => (key === "industry" ? PM.state.config.industries : PM.state.config[`${key}s`]);
  /** @type {(key: ListKey, at: number) => string} */
  const codeOf = (key, at) => table(key)[at][key === "document" ? "document" : "code"] || "";

  /* Where a code stands in its table; a family stands for its industries. */
  /** @param {ListKey} key @param {string} code */
  function positions(key, code) {
    const { families, industries } = PM.state.config;
    const family = key === "industry" ? families.findIndex((each) => each.code === code) : -1;
    if (family >= 0) return industries.map((each, at) => (each.family === family ? at : -1)).filter((at) => at >= 0);
    const at = table(key).findIndex((each, number) => codeOf(key, number) === code);
    return at < 0 ? [] : [at];
  }

  /** @param {string[]} codes @param {string[]} levels */
  const ofLevels = (codes, levels) => codes.filter((code) =>
    levels.includes(PM.areas.feature(code)?.properties.level || ""));

  /** @param {string[]} levels @param {string} value */
  const areaCodes = (levels, value) => PM.areas.all().map(({ properties }) => properties)
    .filter(({ level, code, name }) => levels.includes(level) && (code === value || name === value))
    .map(({ code }) => code);

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
    for (const key of LISTS) {
      /** @param {number} record */
      const isAny = (record) => PM.filter.values(key, record).some((value) => filters[key].includes(value));
      if (filters[key].length) found.push([key, isAny]);
    }
    if (filters.from !== null || filters.to !== null) found.push(["years", (record) => overlaps(record, filters)]);
    for (const word of plain(filters.text).split(/\s+/).filter(Boolean)) {
      found.push(["text", (record) => hasWord(record, word)]);
    }
    for (const levels of Object.values(AREA_LEVELS)) {
      const codes = ofLevels(filters.areas, levels);
      /** @param {number} record */
      const isIn = (record) => codes.some((code) => members.get(code)?.has(record));
      if (codes.length) found.push(["area", isIn]);
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
})();
