/* Places as symbols: what stands where, what is shown of it, which symbols merge.

   A place is one point with the records that name it (compressed rows: the records of
   place p are `list[start[p]] .. list[start[p + 1]]`). Places closer on the screen than a
   symbol is wide share one symbol. Which ones merge depends on the zoom alone, never on
   the filter, so that symbols do not move when a filter changes. */
import { state } from "./core.js";
import { lines } from "./lines.js";
import { isVisible, visibleMask } from "./records.js";
import { worldX, worldY } from "./world.js";

/** @param {number} zoom */
const MERGE_PX = (zoom) => (zoom < 8.75 ? 22 : zoom < 10 ? 28 : 24);
/** @param {number} zoom */
const SMALL = (zoom) => (zoom < 8.75 ? 0.66 : 1); // all of a city on a phone
const SITE = 0;

/** @type {Required<Places>} */
let places;
let families = 0;
/** @type {Uint32Array} */
let totals; // shown records per place
let filled = 0; // places with any
/** @type {boolean[]} */
let isGeneral = []; // per place: whether no record of it has an industry of its own
/** @type {Mark[]} */
const MARKS = ["off", "line", "county", "area", "several", "site"];
/** @type {Uint8Array} */
let marks; // how each record is shown, as a number of MARKS
/** @type {Map<string, SymbolGroup[]>} */
const groupings = new Map(); // zoom -> groups

/** @type {Symbols} */
export const symbols = {
  add(records, familyCount) {
    places = /** @type {Required<Places>} */ (records.places);
    this.setDatum("wgs84");
    families = familyCount;
    totals = new Uint32Array(places.count);
    marks = marksOf(records);
    isGeneral = Array.from({ length: places.count }, (_, place) => {
      for (let at = places.start[place]; at < places.start[place + 1]; at += 1) {
        if (records.family[places.list[at]] !== families - 1) return false;
      }
      return true;
    });
  },

  /* How the map shows a record: site, area, several (at each of several places), line, county
     (counted on it) or off (not at all). The prints go by the same rule. */
  mark: (record) => MARKS[marks[record]],

  isDrawn: (record) => isDrawn(marks[record]),

  /* How many of the records that are visible bear each mark, and how many are drawn of each family. */
  tally() {
    const { family, count } = state.records;
    const visible = visibleMask();
    const found = new Uint32Array(MARKS.length * families);
    for (let record = 0; record < count; record += 1) {
      found[marks[record] * families + family[record]] += visible[record];
    }
    const [perMark, perFamily] = [new Uint32Array(MARKS.length), new Uint32Array(families)];
    found.forEach((number, at) => {
      const mark = Math.floor(at / families);
      perMark[mark] += number;
      if (isDrawn(mark)) perFamily[at % families] += number;
    });
    const named = Object.fromEntries(MARKS.map((mark, at) => [mark, perMark[at]]));
    return { perMark: /** @type {Record<Mark, number>} */ (named), perFamily };
  },

  /* The five figures of every surface (projects/store/counting.py) of the records in `rows`. */
  counts(rows) {
    const found = { projects: 0, records: rows.length, drawn: 0, county: 0, unplaced: 0 };
    const named = new Set();
    for (const record of rows) {
      const mark = MARKS[marks[record]];
      found[mark === "county" ? "county" : mark === "off" ? "unplaced" : "drawn"] += 1;
      if (state.records.project[record]) named.add(state.records.project[record]);
    }
    return { ...found, projects: named.size };
  },

  /* Take the coordinates of that datum. */
  setDatum(datum) {
    [places.lon, places.lat] = places.degrees[datum];
    lines.setDatum(datum);
    groupings.clear();
  },

  /* Count what the filter and the layers let through. */
  count() {
    lines.count();
    const { start, list, count } = places;
    const visible = visibleMask();
    filled = 0;
    for (let place = 0; place < count; place += 1) {
      let total = 0;
      for (let at = start[place]; at < start[place + 1]; at += 1) total += visible[list[at]];
      totals[place] = total;
      filled += total ? 1 : 0;
    }
  },

  /* Groups of places at a zoom: [{x, y, members, size, radius, spots}], x and y in world pixels;
     size and radius are those without any filter; `spots` are the members' own
     places, where a filter may leave one of them alone. */
  groups(zoom) {
    const key = `${zoom} ${state.scale}`;
    const known = groupings.get(key) || merge(zoom);
    groupings.set(key, known);
    return known;
  },

  /* What to draw for a group now: null when nothing of it is shown. */
  symbol(group, zoom) {
    const members = group.members.filter((place) => totals[place] > 0);
    if (!members.length) return null;
    const { family, level, multiLevel } = state.records;
    const { start, list } = places;
    const visible = visibleMask();
    const shares = new Array(families).fill(0);
    let count = 0;
    let several = 0; // of these, the ones that name several places
    for (const place of members) {
      count += totals[place];
      for (let at = start[place]; at < start[place + 1]; at += 1) {
        const record = list[at];
        if (!visible[record]) continue;
        shares[family[record]] += 1;
        if (level[record] === multiLevel) several += 1;
      }
    }
    const first = members[0];
    const alone = members.length === 1;
    return {
      members,
      count,
      shares,
      isMerged: !alone,
      isSite: alone && places.level[first] === SITE,
      isThin: several === count,
      x: alone ? worldX(places.lon[first], zoom) : group.x,
      y: alone ? worldY(places.lat[first], zoom) : group.y,
      isQuiet: shares[families - 1] === count,
      radius: radius(count, zoom, shares[families - 1] === count),
    };
  },

  recordsOf(members) {
    const found = new Set();
    for (const place of members) {
      for (let at = places.start[place]; at < places.start[place + 1]; at += 1) {
        if (isVisible(places.list[at])) found.add(places.list[at]);
      }
    }
    return Array.from(found);
  },

  placesOf(record) {
    const found = [];
    for (let place = 0; place < places.count; place += 1) {
      for (let at = places.start[place]; at < places.start[place + 1]; at += 1) {
        if (places.list[at] === record) found.push(place);
      }
    }
    return found;
  },

  /* [lat, lon] where the card of a record opens: its first place, the middle of its line; null for none. */
  pointOf(record) {
    const [first] = this.placesOf(record);
    if (first !== undefined) return [places.lat[first], places.lon[first]];
    return lines.has(record) ? lines.middle(lines.of(record)) : null;
  },

  place: (index) => ({
    lon: places.lon[index],
    lat: places.lat[index],
    level: places.level[index],
    radius_m: places.radius[index],
    code: places.codes[index],
  }),
  shownAt: (index) => totals[index],
  placeCount: () => filled,
};

/** @param {Records} records */
function marksOf(records) {
  const found = new Uint8Array(records.count);
  const [line, county, area, several, site] = MARKS.slice(1).map((_, at) => at + 1);
  for (const { list } of records.lines) for (const record of list) found[record] = line;
  for (const list of Object.values(records.counties)) for (const record of list) found[record] = county;
  for (let place = 0; place < places.count; place += 1) {
    for (let at = places.start[place]; at < places.start[place + 1]; at += 1) {
      const record = places.list[at];
      const own = records.level[record] === records.multiLevel ? several : area;
      found[record] = places.level[place] === SITE ? site : own;
    }
  }
  return found;
}

/** @param {number} mark */
const isDrawn = (mark) => MARKS[mark] !== "off" && MARKS[mark] !== "county";

/* Records of no industry of their own are there, and do not compete. */
/** @param {number} count @param {number} zoom @param {boolean} isQuiet */
function radius(count, zoom, isQuiet) {
  const own = isQuiet ? Math.min(7 + 1.4 * Math.log2(count), 14) : Math.min(8 + 2.6 * Math.log2(count), 25);
  const single = isQuiet ? (zoom < 11 ? 4.5 : 8) : (zoom < 10 ? 6.5 : 11);
  return state.scale *
    (isQuiet && count > 1 ? Math.max(SMALL(zoom), 0.9) : SMALL(zoom)) *
    (count === 1 ? single : own);
}

/* Merge, and again over a wider distance where the symbols came out so large that most
   would lie over each other. */
/** @param {number} zoom */
function merge(zoom) {
  let width = MERGE_PX(zoom) * state.scale;
  for (;;) {
    const groups = mergeWithin(width, zoom);
    const radii = groups.map((group) => group.radius).sort((a, b) => a - b);
    const needed = 2 * (radii[Math.floor(radii.length * 0.8)] || 0);
    if (needed <= width * 1.1) return groups;
    width = needed;
  }
}

/* Greedy: the fullest place first takes in what lies within `width` px of it. */
/** @type {(width: number, zoom: number) => SymbolGroup[]} */
function mergeWithin(width, zoom) {
  const order = Array.from({ length: places.count }, (_, place) => place);
  /** @param {number} place */
  const size = (place) => places.start[place + 1] - places.start[place];
  order.sort((a, b) => size(b) - size(a) || a - b);
  const cells = new Cells(width);
  /** @type {SymbolGroup[]} */
  const groups = [];
  for (const place of order) {
    const x = worldX(places.lon[place], zoom);
    const y = worldY(places.lat[place], zoom);
    const near = cells.nearest(x, y);
    if (near) {
      near.members.push(place);
      near.size += size(place);
      near.isQuiet = near.isQuiet && isGeneral[place];
      near.spots.push({ x, y, radius: radius(size(place), zoom, isGeneral[place]) });
    } else {
      groups.push({
        x,
        y,
        members: [place],
        size: size(place),
        spots: [{ x, y, radius: radius(size(place), zoom, isGeneral[place]) }],
        isQuiet: isGeneral[place],
        radius: 0, // once all its members are known
      });
      cells.add(groups[groups.length - 1]);
    }
  }
  groups.forEach((group) => { group.radius = radius(group.size, zoom, group.isQuiet); });
  return groups;
}

/* Groups in square cells as wide as the distance within which they merge. */
class Cells {
  /** @param {number} width */
  constructor(width) {
    this.width = width;
    /** @type {Map<number, SymbolGroup[]>} */
    this.cells = new Map();
  }

  /** @param {SymbolGroup} group */
  add(group) {
    const cell = this.key(group.x, group.y, 0, 0);
    const found = this.cells.get(cell);
    if (found) found.push(group);
    else this.cells.set(cell, [group]);
  }

  /** @type {(x: number, y: number) => SymbolGroup | null} */
  nearest(x, y) {
    /** @type {SymbolGroup | null} */
    let best = null;
    let least = this.width ** 2;
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        for (const group of this.cells.get(this.key(x, y, dx, dy)) || []) {
          const distance = (group.x - x) ** 2 + (group.y - y) ** 2;
          if (distance < least) [best, least] = [group, distance];
        }
      }
    }
    return best;
  }

  /** @param {number} x @param {number} y @param {number} dx @param {number} dy */
  key(x, y, dx, dy) {
    return (Math.floor(x / this.width) + dx) * 4294967296 + Math.floor(y / this.width) + dy;
  }
}
