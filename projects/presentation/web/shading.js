/* Areas shaded by what lies in them: number of records, named investment, diversity (the
   effective number of industries, exp of Shannon's entropy, of records that have one of their
   own and not the general one), leading industry.

   One hue in five classes with rounded limits, or the colour of the leading family. What is
   counted passes the filter and the layers; a record of several places counts in each, its
   investment in none. */
import { areas } from "./areas.js";
import { colour, label, number, state, t } from "./core.js";
import { redraw } from "./drawing.js";
import { isOffered, isVisible } from "./records.js";
import { admitsIn, yearRange } from "./years.js";

const MODES = [
  "points",
  "county_count", "county_investment", "county_diversity", "county_industry",
  "town_count", "town_investment", "town_diversity", "town_industry",
];
const CLASSES = 5;
const SKEWED = 3;
const NICE = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const YI = 10000;
let mode = "points";
/** @type {Map<string, Tally> | null} */
let tallies = null; // code -> {count, investment, diversity, families, industries}, when asked for
/** @type {ShadingLegend | null} */
let legend = null;
let playedKey = ""; // what the values of all years were counted for,
/** @type {Uint8Array | null} */
let playedShown = null; // and for which filter
/** @type {number[]} */
let playedValues = [];

/** @type {Shading} */
export const shading = {
  MODES,
  mode: () => mode,
  isOn: () => mode !== "points",
  level: () => (mode.startsWith("town") ? "town" : "county"),

  set(wanted) {
    mode = MODES.includes(wanted) ? wanted : "points";
    redraw();
  },

  /* Count anew; colour the areas. */
  render() {
    tallies = null;
    legend = null;
    /** @type {Map<string, string>} */
    const fills = new Map();
    if (this.isOn()) {
      const [level, measure] = mode.split("_");
      const features = areas.all().filter(({ properties }) =>
        properties.level === level || (level === "county" && properties.level === "zone"));
      legend = measure === "industry"
        ? byIndustry(features, fills)
        : byValue(features, fills, /** @type {Measured} */ (measure));
    }
    areas.fill(fills, mode.endsWith("industry") ? "0.65" : "0.85");
    state.map.getContainer().classList.toggle("pm-shaded", this.isOn());
  },

  /* {rows: [{colour, text, count}], notes: [text]} of the present shading. */
  legend: () => /** @type {ShadingLegend} */ (legend),
  tally: (code) => tallied().get(code),
  lead,
  breaks,

  /* The figure that stands in an area; empty where there is nothing. */
  figure(code) {
    const tally = tallied().get(code);
    if (!tally || mode.endsWith("industry")) return tally ? String(tally.count) : "";
    if (mode.endsWith("diversity")) return tally.diversity ? tally.diversity.toFixed(1) : "";
    return mode.endsWith("investment") ? (tally.investment ? amount(tally.investment) : "") : String(tally.count);
  },
};

function tallied() {
  tallies = tallies || count(isVisible);
  return tallies;
}

/** @param {(record: number) => boolean} isCounted */
function count(isCounted) {
  const { records, config } = state;
  /** @type {Map<string, Tally>} */
  const found = new Map();
  for (let record = 0; record < records.count; record += 1) {
    if (!isCounted(record)) continue;
    for (const codes of [records.county_sets[records.county[record]], records.town_sets[records.town[record]]]) {
      for (const code of codes) {
        const tally = found.get(code) || {
          count: 0,
          investment: 0,
          diversity: 0,
          families: new Uint32Array(config.families.length),
          industries: new Uint32Array(config.industries.length),
        };
        found.set(code, tally);
        tally.count += 1;
        tally.families[records.family[record]] += 1;
        tally.industries[records.industry[record]] += 1;
        if (codes.length === 1) tally.investment += records.investment[record];
      }
    }
  }
  for (const tally of found.values()) {
    tally.diversity = diversity(
      tally.industries.filter((/** @type {number} */ _, /** @type {number} */ at) =>
        config.industries[at].family < config.families.length - 1));
  }
  return found;
}

/** @param {Uint32Array} counts */
function diversity(counts) {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (!total) return 0;
  const entropy = counts.reduce((sum, each) => sum - (each ? (each / total) * Math.log(each / total) : 0), 0);
  return Math.round(10 * Math.exp(entropy)) / 10;
}

/** @param {Area} feature */
const codeOf = (feature) => feature.properties.code;
/** @param {number} wan */
const amount = (wan) => (wan / YI).toLocaleString("en-US", { maximumSignificantDigits: 3 });

/* A zone without any lies in a county that has some: it must not show the county's colour. */
/** @param {Area} feature @param {Map<string, string>} fills */
function cover(feature, fills) {
  if (feature.properties.level === "zone") fills.set(codeOf(feature), colour("county-fill"));
}

/** @param {Area[]} features @param {Map<string, string>} fills @param {Measured} measure */
function byValue(features, fills, measure) {
  /** @param {Area} feature */
  const value = (feature) => (tallied().get(codeOf(feature)) || { [measure]: 0 })[measure];
  const values = state.played ? inAllYears(features, measure) : features.map(value);
  const limits = breaks(values.filter((each) => each > 0));
  const colours = limits.map((_, i) =>
    colour(`class-${limits.length < CLASSES ? Math.round((i + 0.5) * CLASSES / limits.length + 0.5) : i + 1}`));
  const sizes = limits.map(() => 0);
  let empty = 0;
  for (const feature of features) {
    const at = limits.findIndex((limit) => value(feature) <= limit);
    if (value(feature) <= 0) {
      empty += 1;
      cover(feature, fills);
    } else {
      sizes[at] += 1;
      fills.set(codeOf(feature), colours[at]);
    }
  }
  /** @param {number} from @param {number} to */
  const money = (from, to) => `${amount(from)}–${amount(to)} ${t("map.shading.unit")}`;
  const text = {
    count: whole,
    investment: money,
    /** @param {number} from @param {number} to */
    diversity: (from, to) => `${from.toFixed(1)}–${to.toFixed(1)}`,
  }[measure];
  const rows = limits.map((limit, i) => ({
    colour: colours[i],
    text: text(i ? limits[i - 1] : 0, limit),
    count: sizes[i],
  }));
  return {
    rows: [
      ...rows.reverse(),
      { colour: colour("county-fill"), text: t("map.shading.zero"), count: empty },
    ],
    notes: notes(measure),
  };
}

/* The values of every year, so that a colour means the same while the years play. */
/** @param {Area[]} features @param {Measured} measure */
function inAllYears(features, measure) {
  const [first, last] = yearRange() || [0, -1];
  const key = JSON.stringify([mode, state.playMode, state.layers]);
  if (key === playedKey && state.shown === playedShown) return playedValues;
  [playedKey, playedShown] = [key, state.shown];
  playedValues = [];
  for (let year = first; year <= last; year += 1) {
    const found = count((record) => isOffered(record) && admitsIn(record, year));
    playedValues.push(...features.map((feature) => (found.get(codeOf(feature)) || { [measure]: 0 })[measure]));
  }
  return playedValues;
}

/** @param {Area[]} features @param {Map<string, string>} fills */
function byIndustry(features, fills) {
  const { families } = state.config;
  /** @type {Map<number | "zero", number>} */
  const sizes = new Map();
  for (const feature of features) {
    const found = lead(codeOf(feature));
    const key = found === null ? "zero" : found;
    sizes.set(key, (sizes.get(key) || 0) + 1);
    if (found !== null) fills.set(codeOf(feature), found < 0 ? colour("tie") : families[found].colour);
    else cover(feature, fills);
  }
  const rows = families
    .map((family, i) => ({ colour: family.colour, text: label(family), count: sizes.get(i) || 0 }))
    .filter((row) => row.count);
  const [ties, zeros] = [sizes.get(-1), sizes.get("zero")];
  if (ties) rows.push({ colour: colour("tie"), text: t("map.shading.tie"), count: ties });
  if (zeros) rows.push({ colour: colour("county-fill"), text: t("map.shading.zero"), count: zeros });
  return { rows, notes: notes("count") };
}

/* Number of the family with most records in an area, -1 when several have as many, null without any. */
/** @param {string} code */
function lead(code) {
  const tally = tallied().get(code);
  if (!tally) return null;
  const most = Math.max(...tally.families);
  const at = tally.families.indexOf(most);
  return tally.families.lastIndexOf(most) === at ? at : -1;
}

/** @param {string} measure */
function notes(measure) {
  const { records, shown } = state;
  const level = shading.level();
  let off = 0;
  let named = 0;
  for (let record = 0; record < records.count; record += 1) {
    if (!shown[record] || !isVisible(record)) continue;
    if (!records[`${level}_sets`][records[level][record]].length) off += 1;
    if (records.investment[record] > 0) named += 1;
  }
  return [
    level === "county" ? t("map.shading.county_note") : "",
    measure === "investment"
      ? (named ? t("map.shading.named", { count: number(named) }) : t("map.shading.nothing"))
      : "",
    off ? t("map.shading.off", { count: number(off) }) : "",
  ];
}

/** @param {number} from @param {number} to */
const whole = (from, to) => (from + 1 === to ? String(to) : `${number(from + 1)}–${number(to)}`);

/* Upper limits of at most five classes: rounded, about as many areas in each; where a class would
   hold an area with many times what another of it has, in equal steps of the logarithm or at the
   widest jumps between neighbours, so that the two are no class. */
/** @param {number[]} values */
function breaks(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const distinct = [...new Set(sorted)];
  if (distinct.length <= CLASSES) return distinct;
  const [low, top] = [distinct[0], distinct[distinct.length - 1]];
  const steps = Array.from({ length: CLASSES }, (_, i) => i + 1);
  const ways = [
    limitsAt(steps.map((i) => sorted[Math.ceil((i * sorted.length) / CLASSES) - 1]), top),
    limitsAt(steps.map((i) => low * (top / low) ** (i / CLASSES)), top),
    atJumps(distinct),
  ];
  if (widest(ways[0], distinct) <= SKEWED) return ways[0];
  return ways.reduce((best, way) => (widest(way, distinct) < widest(best, distinct) ? way : best));
}

/** @param {number[]} values @param {number} top */
function limitsAt(values, top) {
  /** @type {number[]} */
  const limits = [];
  values.forEach((value, i) => {
    const isLast = i === values.length - 1;
    const limit = rounded(isLast ? top : value, isLast);
    if (!limits.length || limit > limits[limits.length - 1]) limits.push(limit);
  });
  return limits;
}

/* The values below the widest jumps, and the highest: unrounded, since rounding may join what they part. */
/** @param {number[]} distinct */
function atJumps(distinct) {
  const jumps = distinct.slice(1).map((value, i) => [value / distinct[i], distinct[i]]);
  const chosen = jumps.sort((a, b) => b[0] - a[0]).slice(0, CLASSES - 1).map(([, below]) => below);
  return [...chosen, distinct[distinct.length - 1]].sort((a, b) => a - b);
}

/* How many times its smallest value the largest of a class is, of the class where that is most. */
/** @param {number[]} limits @param {number[]} distinct */
function widest(limits, distinct) {
  const inside = limits.map((limit, i) =>
    distinct.filter((value) => value <= limit && (!i || value > limits[i - 1])));
  return Math.max(...inside.filter((each) => each.length).map((each) => each[each.length - 1] / each[0]));
}

/* The nearest round number, for the last limit one that nothing exceeds. */
/** @param {number} value @param {boolean} up */
function rounded(value, up) {
  const unit = 10 ** Math.floor(Math.log10(value));
  const steps = unit === 1 ? NICE.filter(Number.isInteger) : NICE;
  const fitting = up ? steps.filter((step) => step * unit >= value) : steps;
  return unit * fitting.reduce((a, b) => (Math.abs(b * unit - value) < Math.abs(a * unit - value) ? b : a));
}
