/* Names on the map: their type, and which of them this view shows.

   Where they stand is the matter of placing.js and depends on the zoom alone, except that a name which the
   window or a panel would cut is moved or left out, and that the cities and counties around are named where
   one sees them. */
import { areas } from "./areas.js";
import { colour, FONT, state } from "./core.js";
import { ground } from "./ground.js";
import { boxOf, candidates, extent, fit, free, Grid, isWithin, meets, obstacles, place } from "./placing.js";
import { shading } from "./shading.js";

/** @type {Record<string, LabelKind>} */
const KINDS = {
  county: { font: 15, weight: 600, from: 0, colour: "label-county", space: 3 },
  zone: { font: 12, weight: 600, from: 0, colour: "label-zone", space: 1 },
  park: { font: 11, weight: 500, from: 11.5, colour: "label-park", space: 0 },
  town: { font: 12, weight: 400, from: 10, colour: "label-town", space: 0 },
  line: { font: 11, weight: 400, from: 9, colour: "label-line", space: 1 },
  station: { font: 11, weight: 400, from: 10.5, colour: "label-line", space: 0 },
  city: { font: 14, weight: 500, from: 0, colour: "label-around", space: 6 },
  beside: { font: 11, weight: 400, from: 9.2, colour: "label-around", space: 2 },
};
const BADGE_HEIGHT = 18;
const INLINE_WIDTH = 34; // of one beside it, the figure only
const MARGIN = 4;
const SMALL_ZOOM = 8.75;
const STEPS = 14; // of the window, where the name of a city beside may stand
/** @type {Map<string, Label[]>} */
const cache = new Map(); // zoom and what else decides -> names
/** @type {{key: string, labels: Label[]}} */
let views = { key: "", labels: [] };
/** @type {Box[] | null} */
let panels = null; // [left, top, right, bottom] in the window, what lies over the map; names wait for them
/** @type {CanvasRenderingContext2D} */
let ruler;
let count = 0;

/** @type {Labels} */
export const labels = {
  KINDS,
  BADGE_HEIGHT,
  INLINE_WIDTH,
  badgeHeight: () => BADGE_HEIGHT * state.scale,
  inlineWidth: () => INLINE_WIDTH * state.scale,

  /* [{code, level, shape, text, x, y, width, height, badge}] at a zoom, in world pixels. */
  placed(zoom) {
    const key = JSON.stringify([zoom, shading.mode(), state.chosen]);
    const names = cache.get(key) || place(zoom);
    cache.set(key, names);
    return names;
  },

  inView,

  /* Changes when names stand elsewhere. */
  version: () => `${count} ${views.key}`,

  /* Forget where names stood: everything has moved. */
  forget() {
    cache.clear();
    views.key = "";
    count += 1;
  },

  /* Take note of the panels over the map; whether anything has changed. */
  lookAround() {
    const { map } = state;
    const frame = map.getContainer().getBoundingClientRect();
    /** @type {Box[]} */
    const found = Array.from(map.getContainer().querySelectorAll(
      ".pm-layers, .pm-legend, .pm-search, .pm-play, .pm-sheet, .pm-side, .pm-stagebox, .pm-bar, .leaflet-control"))
      .map((node) => node.getBoundingClientRect())
      .filter(({ width, height }) => width && height)
      .map(({ left, top, right, bottom }) =>
        [Math.round(left - frame.left), Math.round(top - frame.top),
          Math.round(right - frame.left), Math.round(bottom - frame.top)]);
    if (JSON.stringify(found) === JSON.stringify(panels)) return false;
    panels = found;
    return true;
  },

  isOn(label, zoom) {
    const { layers } = state;
    const layer = { zone: "county", city: "county", beside: "county" }[label.level] || label.level;
    return (label.isAsked || zoom >= KINDS[label.level].from) && layers[layer] !== false;
  },

  /* Boxes of all that is written, in the window: for tests. */
  boxes() {
    const { map } = state;
    const { min } = corners(map);
    return inView().map((label) => ({
      text: label.text,
      level: label.level,
      box: boxOf(label).map((value, at) => value - (at % 2 ? min.y : min.x)),
    }));
  },

  font: (level) => `${KINDS[level].weight} ${size(level)}px ${FONT}`,
  size,
  space,
  isSmall,

  measure(text, font, between = 0) {
    ruler = ruler || document.createElement("canvas").getContext("2d");
    ruler.font = font;
    ruler.letterSpacing = "0px";
    return ruler.measureText(text).width + between * Math.max(text.length - 1, 0);
  },

  write,
};

/* Of the window, in pixels of the world. */
/** @param {L.Map} map */
const corners = (map) => /** @type {{ min: L.Point, max: L.Point }} */ (map.getPixelBounds());

function isSmall(zoom = state.map.getZoom()) {
  return zoom < SMALL_ZOOM;
}

/* Where all of a city is on a phone, the names of counties are smaller. */
/** @param {string} level */
function size(level) {
  return Math.round((level === "county" && isSmall() ? KINDS.zone.font + 1 : KINDS[level].font) * state.scale);
}

/* px between its letters. */
/** @param {string} level */
function space(level) {
  return level === "county" && isSmall() ? 0 : KINDS[level].space;
}

/* The text of a name with its halo. */
/** @type {Labels["write"]} */
function write(context, label, x = label.x, y = label.y) {
  const kind = KINDS[label.level];
  const isChosen = state.chosen.includes(String(label.code));
  context.save();
  context.font = labels.font(label.level);
  const between = space(label.level);
  context.letterSpacing = `${between}px`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = label.level === "county" ? 5 : 4;
  context.strokeStyle = colour(label.level === "city" || label.level === "beside" ? "halo-around" : "halo");
  context.fillStyle = colour(isChosen ? "accent" : label.colour || kind.colour);
  context.translate(x, y);
  context.rotate(label.angle || 0);
  for (const [text, dx, dy] of glyphs(label, between)) {
    context.strokeText(text, dx, dy);
    context.fillText(text, dx, dy);
  }
  context.restore();
}

/* Letters with where they stand; the spacing behind the last one is no part of the word. */
/** @type {(label: Label, between: number) => [text: string, x: number, y: number][]} */
function glyphs(label, between) {
  if (label.shape !== "down") return [[label.text, between / 2, 0.5]];
  const step = size(label.level) + 1;
  return Array.from(label.text).map((letter, at, all) => [letter, between / 2, (at - (all.length - 1) / 2) * step]);
}

/* The names of this view: what would be cut by the window or a panel is moved or left out, and the cities
   and counties around are named where one sees them. */
function inView() {
  if (!panels) return [];
  const { map } = state;
  const zoom = map.getZoom();
  const { min, max } = corners(map);
  const key = JSON.stringify([zoom, min, max, panels, shading.mode(), state.chosen, state.layers, count]);
  if (views.key === key) return views.labels;
  /** @type {Box} */
  const frame = [min.x, min.y, max.x, max.y];
  /** @type {Box[]} */
  const covers = panels.map(([left, top, right, bottom]) =>
    [left + min.x - MARGIN, top + min.y - MARGIN, right + min.x + MARGIN, bottom + min.y + MARGIN]);
  /** @param {Label} label */
  const isSeen = (label) =>
    isWithin(boxOf(label, 2), frame) && !covers.some((cover) => meets(boxOf(label, 2), cover));
  // What is all outside stays: one may drag the map there.
  /** @param {Label} label */
  const isCut = (label) => meets(boxOf(label, 2), frame) && !isSeen(label);
  const wanted = labels.placed(zoom).filter((label) => labels.isOn(label, zoom));
  const lost = wanted.filter((label) => label.badge && isCut(label));
  let names = wanted.filter((label) => !isCut(label));
  const taken = new Grid();
  obstacles(zoom, taken);
  names.filter((label) => label.badge).forEach((label) => taken.add(boxOf(label, 3)));
  const found = lost
    .map(({ code, level }) => {
      const feature = areas.feature(String(code));
      return feature ? put(fit(feature, level, zoom, taken, isSeen), taken) : null;
    })
    .filter((label) => label !== null);
  names = names.filter((label) => label.badge || !found.some((other) => meets(boxOf(label, 2), boxOf(other, 2))));
  names.filter((label) => !label.badge).forEach((label) => taken.add(boxOf(label, 3)));
  views = { key, labels: [...names, ...found, ...around(zoom, frame, taken, isSeen)] };
  return views.labels;
}

/** @param {Label | null} label @param {Taken} taken */
function put(label, taken) {
  if (label) taken.add(boxOf(label, 3));
  return label;
}

/* Names beyond the border: each city once, in the middle of what one sees of it, and its counties. */
/** @param {number} zoom @param {Box} frame @param {Taken} taken @param {LabelTest} isSeen */
function around(zoom, frame, taken, isSeen) {
  if (state.layers.county === false) return [];
  const { cities, around: counties } = ground.all();
  /** @param {Label} label */
  const isFree = (label) => isSeen(label) && !ground.touches(boxOf(label, 6), zoom);
  /** @type {(Label | null)[]} */
  const found = [];
  for (const { name, points } of ground.seen(cities, frame, zoom, STEPS)) {
    const [width, height] = extent(name, "city", "plain");
    found.push(put(free(
      points.map(([x, y]) => ({ level: "city", shape: "plain", text: name, x, y, width, height })),
      taken, isFree), taken));
  }
  if (zoom < KINDS.beside.from) return found.filter((label) => label !== null);
  for (const { name, at } of counties) {
    found.push(put(free(
      candidates(at, "beside", zoom, name, 0).slice(0, 1),
      taken, isFree), taken));
  }
  return found.filter((label) => label !== null);
}
