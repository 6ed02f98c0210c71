/* Roads, railways and rivers: courses with the records that stand on them, never a pin.

   A course is {name, dashed, paths: [[[lat, lon], …], …], paths_gcj02, list}. It is drawn while one of its
   records is shown, in the colour of most of them, dashed where it is approximate. */
import { colour, state } from "./core.js";
import { ground } from "./ground.js";
import { isVisible } from "./records.js";
import { worldX, worldY } from "./world.js";

const REACH_PX = 6;
const FEW = 12;
/** @type {Line[]} */
let courses = [];
/** @type {number[]} */
let totals = []; // shown records of each line
/** @type {number[]} */
let colours = []; // family that most of these have
let datum = "wgs84";
/** @type {Map<number, number>} */
const byRecord = new Map(); // record -> number of its line

/** @type {Lines} */
export const lines = {
  add(records) {
    courses = records.lines.map((line) => ({
      ...line,
      paths: bent(line, line.paths),
      paths_gcj02: bent(line, line.paths_gcj02),
    }));
    totals = courses.map(() => 0);
    colours = courses.map(() => 0);
    byRecord.clear();
    courses.forEach(({ list }, number) => list.forEach((record) => byRecord.set(record, number)));
  },

  setDatum(wanted) {
    datum = wanted;
  },

  count() {
    courses.forEach(({ list }, number) => {
      const shown = list.filter(isVisible);
      /** @type {Map<number, number>} */
      const families = new Map();
      shown.forEach((record) => {
        const family = state.records.family[record];
        families.set(family, (families.get(family) || 0) + 1);
      });
      totals[number] = shown.length;
      colours[number] = Array.from(families).reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0];
    });
  },

  has: (record) => byRecord.has(record),
  of: (record) => /** @type {number} */ (byRecord.get(record)),
  name: (number) => courses[number].name,
  isDashed: (number) => courses[number].dashed,
  total: (number) => totals[number],
  recordsOf: (number) => courses[number].list.filter(isVisible),
  paths: (number) => (datum === "gcj02" ? courses[number].paths_gcj02 : courses[number].paths),

  /* [lat, lon] half way along the longest path. */
  middle(number) {
    const path = lines.paths(number).reduce((best, each) => (each.length > best.length ? each : best));
    const [a, b] = [path[Math.floor((path.length - 1) / 2)], path[Math.ceil((path.length - 1) / 2)]];
    return path.length === 2
      ? [(path[0][0] + path[1][0]) / 2, (path[0][1] + path[1][1]) / 2]
      : [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  },

  /* Draw all that have a shown record; the hits they leave, topmost last. */
  draw(context, origin, zoom, selected) {
    /** @type {LineHit[]} */
    const hits = [];
    const chosen = byRecord.get(selected);
    // Of many at once each is a hint; of a few, what the reader has asked for.
    const isQuiet = totals.filter(Boolean).length > FEW;
    courses.forEach((line, number) => {
      if (!totals[number]) return;
      /** @type {XY[][]} */
      const paths = lines.paths(number).map((path) => path.map(([lat, lon]) =>
        [worldX(lon, zoom) - origin.x, worldY(lat, zoom) - origin.y]));
      context.lineJoin = context.lineCap = "round";
      draw(context, paths, line, number, number === chosen, isQuiet);
      const [lat, lon] = lines.middle(number);
      hits.push({
        kind: "line",
        line: number,
        paths,
        count: totals[number],
        x: worldX(lon, zoom) - origin.x,
        y: worldY(lat, zoom) - origin.y,
        radius: 8,
      });
    });
    context.setLineDash([]);
    return hits;
  },

  /* Whether a canvas point lies on the line of a hit. */
  isAt: (hit, { x, y }) => hit.paths.some((path) =>
    path.some((to, at) => at > 0 && distance(x, y, path[at - 1], to) <= REACH_PX)),
};

/* In the accent when it is the selected record's; else in the colour of its industry. On a line of the
   ground many are not repeated. */
/**
 * @param {CanvasRenderingContext2D} context
 * @param {XY[][]} paths
 * @param {Line} line
 * @param {number} number
 * @param {boolean} isChosen
 * @param {boolean} isQuiet
 */
function draw(context, paths, line, number, isChosen, isQuiet) {
  const { scale } = state;
  const dash = line.dashed ? [6 * scale, 5 * scale] : [];
  if (isChosen) trace(context, paths, colour("accent"), 6 * scale, []);
  if (isQuiet && !isChosen && ground.has(line.name)) return;
  context.globalAlpha = isChosen || !isQuiet ? 1 : 0.22;
  if (!isQuiet && !isChosen) trace(context, paths, colour("halo"), 4.5 * scale, []);
  trace(context, paths, state.config.families[colours[number]].colour, (isQuiet ? 1.2 : 2.2) * scale, dash);
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {XY[][]} paths
 * @param {string} tint
 * @param {number} width
 * @param {number[]} dash
 */
function trace(context, paths, tint, width, dash) {
  context.strokeStyle = tint;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  for (const path of paths) path.forEach(([x, y], at) => (at ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}

/* As the ground draws a course of which only places are known. */
/** @param {Line} given1 @param {LatLon[][]} paths */
const bent = ({ dashed }, paths) => (dashed ? paths.map(ground.rounded) : paths);

/** @param {number} x @param {number} y @param {XY} given3 @param {XY} given4 */
function distance(x, y, [ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}
