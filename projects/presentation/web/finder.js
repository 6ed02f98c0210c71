/* Finds names by characters, full pinyin and initials: places, companies, records.

   The index (projects/presentation/websearch.py) is fetched when the box is first used. All names of a
   kind stand in one long text each for characters, syllables and initials, so that a key
   costs three scans whatever the number of names. Of several words all must be found; Latin
   ones alone are one word (zheng jia). */
import { areas } from "./areas.js";
import { json, state } from "./core.js";

// The same tokens as in projects/presentation/websearch.py.
const TOKENS = /[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]|[a-z0-9]+/gu;
const LATIN = /^[a-z0-9]+$/;
// Better is higher: the whole name, its start, its middle; characters before sounds before initials.
const WHOLE = 3;
const START = 2;
const MIDDLE = 1;
const PLAIN = 6;
const SPELLED = 3;
/** @type {Promise<void> | null} */
let loading = null;
/** @type {SearchIndex} */
let index;
/** @type {Record<FoundKind, Corpus> | null} */
let corpora = null;

/** @type {Finder} */
export const finder = {
  /* Fetch the index once; later calls give the same answer. */
  load() {
    const { records } = state;
    loading = loading || json(new URL(records.search, records.chunk_base + "../").href).then(take);
    return loading;
  },

  isReady: () => corpora !== null,

  /* {places, companies, records}: {total, rows: [{at, name, ranges}]} with the best `most`
     of each; `at` is a code, the numbers of a company's records, a record. */
  find(query, most) {
    const wanted = words(query);
    const { shown } = state;
    const isShown = {
      places: () => true,
      /** @param {number} row */
      companies: (row) => index.companies[row][1].some((record) => shown[record]),
      /** @param {number} row */
      records: (row) => shown[row] === 1,
    };
    /** @param {FoundKind} kind */
    const bestOf = (kind) =>
      (corpora ? best(kind, corpora[kind], wanted, isShown[kind], most) : { total: 0, rows: [] });
    return { places: bestOf("places"), companies: bestOf("companies"), records: bestOf("records") };
  },
};

/** @param {string} text */
const plain = (text) => text.normalize("NFKC").toLowerCase();

/** @param {string} query */
function words(query) {
  const parts = plain(query).split(/[\s']+/).filter(Boolean);
  return parts.every((part) => LATIN.test(part)) ? [parts.join("")].filter(Boolean) : parts;
}

/** @param {SearchIndex} found */
function take(found) {
  index = { ...found, places: distinct(found.places) };
  corpora = {
    places: new Corpus(index.places.map(([, name]) => name)),
    companies: new Corpus(index.companies.map(([name]) => name)),
    records: new Corpus(index.records),
  };
}

/* Places of which the map has no outline cannot be shown. */
/** @param {SearchIndex["places"]} places */
const distinct = (places) => places.filter(([code]) => areas.feature(code));

/** @type {(name: string) => [token: string, at: number][]} */
const tokens = (name) => Array.from(plain(name).matchAll(TOKENS), (match) => [match[0], match.index]);

/** @param {string} name */
function syllables(name) {
  const read = index.spelled[name];
  return read ? read.split(" ") : tokens(name).map(([token]) => index.readings[token] || token);
}

/**
 * @param {FoundKind} kind
 * @param {Corpus} corpus
 * @param {string[]} wanted
 * @param {(row: number) => boolean} isShown
 * @param {number} most
 */
function best(kind, corpus, wanted, isShown, most) {
  if (!wanted.length) return { total: 0, rows: [] };
  const ranks = wanted.map((word) => corpus.ranks(word));
  /** @type {Kept[]} */
  const kept = []; // rows, best first
  /** @type {Map<string, Kept>} */
  const taken = new Map(); // code of a place -> its entry: it may have several names
  let total = 0;
  for (let row = 0; row < corpus.names.length; row += 1) {
    let rank = 255;
    for (const each of ranks) rank = Math.min(rank, each[row]);
    if (!rank) continue;
    let entry = { row, score: rank * 2 + (isShown(row) ? 1 : 0), length: corpus.names[row].length };
    if (kind === "places") {
      const [code] = index.places[row];
      const before = taken.get(code);
      if (before && before.score >= entry.score) continue;
      // Its official name, which comes first, is shown even where another fits better.
      if (before) {
        kept.splice(kept.indexOf(before), 1);
        entry = { ...entry, row: before.row };
        total -= 1;
      }
      taken.set(code, entry);
    }
    total += 1;
    keep(kept, entry, kind === "places" ? Infinity : most);
  }
  return {
    total,
    rows: kept.slice(0, most).map(({ row }) => ({
      at: at(kind, row),
      name: corpus.names[row],
      ranges: ranges(corpus.names[row], wanted),
    })),
  };
}

/** @param {FoundKind} kind @param {number} row */
const at = (kind, row) =>
  (kind === "places" ? index.places[row][0] : kind === "companies" ? index.companies[row][1] : row);

/* Insert in order, and drop what is one too many. */
/** @param {Kept[]} kept @param {Kept} entry @param {number} most */
function keep(kept, entry, most) {
  let place = kept.length;
  while (place && isBetter(entry, kept[place - 1])) place -= 1;
  if (place >= most) return;
  kept.splice(place, 0, entry);
  if (kept.length > most) kept.pop();
}

/** @param {Kept} a @param {Kept} b */
const isBetter = (a, b) => a.score > b.score || (a.score === b.score && a.length < b.length);

/* Names as long texts: one line a name. */
class Corpus {
  /** @param {string[]} names */
  constructor(names) {
    this.names = names;
    this.characters = new Lines(names.map((name) => [plain(name)]), false);
    const spelled = names.map(syllables);
    this.syllables = new Lines(spelled, true);
    this.initials = new Lines(spelled.map((each) => [each.map((one) => one[0]).join("")]), false);
  }

  /* Per row how well the word is found; 0 for not at all. */
  /** @param {string} word */
  ranks(word) {
    const ranks = new Uint8Array(this.names.length);
    /** @type {(base: number) => (row: number, found: number) => void} */
    const note = (base) => (row, found) => { ranks[row] = Math.max(ranks[row], base + found); };
    this.characters.scan(word, note(PLAIN));
    if (LATIN.test(word)) this.syllables.scan(word, note(SPELLED));
    if (LATIN.test(word) && word.length > 1) this.initials.scan(word, note(0));
    return ranks;
  }
}

class Lines {
  /* Each line is a list of parts; with `atParts` a word is found at the start of one only. */
  /** @param {string[][]} lines @param {boolean} atParts */
  constructor(lines, atParts) {
    this.text = lines.map((parts) => parts.join("")).join("\n") + "\n";
    this.ends = new Uint32Array(lines.length);
    this.starts = atParts ? new Uint8Array(this.text.length) : null;
    let offset = 0;
    lines.forEach((parts, row) => {
      for (const part of parts) {
        if (this.starts) this.starts[offset] = 1;
        offset += part.length;
      }
      this.ends[row] = offset;
      offset += 1;
    });
  }

  /** @param {string} word @param {(row: number, found: number) => void} visit */
  scan(word, visit) {
    const { text, ends, starts } = this;
    let row = 0;
    let from = 0;
    while (from >= 0) {
      const found = text.indexOf(word, from);
      if (found < 0) return;
      while (ends[row] < found) row += 1;
      if (starts && !starts[found]) {
        from = found + 1;
        continue;
      }
      const begin = row ? ends[row - 1] + 1 : 0;
      visit(row, found > begin ? MIDDLE : found + word.length === ends[row] ? WHOLE : START);
      from = ends[row] + 1;
    }
  }
}

/* Where in a name the words were found: [from, to) in characters, in order, not overlapping. */
/** @param {string} name @param {string[]} wanted */
function ranges(name, wanted) {
  const text = plain(name);
  if (text.length !== name.length) return [];
  const found = wanted.map((word) => range(name, text, word)).filter((each) => each !== null)
    .sort((a, b) => a[0] - b[0]);
  return found.filter(([from], i) => !i || from >= found[i - 1][1]);
}

/** @type {(name: string, text: string, word: string) => [from: number, to: number] | null} */
function range(name, text, word) {
  const direct = text.indexOf(word);
  if (direct >= 0) return [direct, direct + word.length];
  const parts = tokens(name);
  const read = syllables(name);
  if (read.length !== parts.length) return null;
  /** @param {number} last */
  const end = (last) => parts[last][1] + parts[last][0].length;
  for (let first = 0; first < read.length; first += 1) {
    let joined = "";
    for (let last = first; last < read.length && joined.length < word.length; last += 1) {
      joined += read[last];
      if (joined.startsWith(word)) return [parts[first][1], end(last)];
    }
  }
  const first = read.map((each) => each[0]).join("").indexOf(word);
  return first < 0 ? null : [parts[first][1], end(first + word.length - 1)];
}
