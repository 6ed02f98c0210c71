/* Placing of names: candidates for each, and the first that lies on nothing.

   What the filter names comes first, then counties, zones, parks, towns, lines and stations. A county's name
   is tried at points inside it, nearest to its middle first; where all are taken it stands beside its county
   with a line to it. Every other name is left out where there is no room. */
import { areas } from "./areas.js";
import { state } from "./core.js";
import { ground } from "./ground.js";
import { labels } from "./labels.js";
import { isCounted } from "./records.js";
import { shading } from "./shading.js";
import { symbols } from "./symbols.js";
import { worldX, worldY } from "./world.js";

const WATERS = ["river", "canal"];
const NUMBER = /[GSX]\d{2,4}/; // of a road, which says more than its name
const STEEP = 1.05; // radians from which a name runs down the line and not along it
const FRACTIONS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88];
const BADGE_WIDTH = 64; // of a badge under the name
const GAP = 3;
// px from a county to a name beside it
const REACH = [24, 32, 40, 50, 60, 72, 86, 100, 116, 134, 154, 176, 200, 230, 260, 300];
const DIRECTIONS = 24;
const LEVELS = ["county", "zone", "park", "town"];

/* What no name may lie on: symbols as large as they ever are, wherever a filter leaves them. */
/** @type {Placing["obstacles"]} */
export function obstacles(zoom, taken) {
  if (shading.isOn()) {
    if (shading.level() !== "town") return;
    for (const { properties } of areas.all()) {
      if (properties.level === "town") {
        taken.add(box(
          worldX(properties.lon, zoom), worldY(properties.lat, zoom),
          30 * state.scale, 18 * state.scale));
      }
    }
    return;
  }
  for (const { x, y, radius, spots } of symbols.groups(zoom)) {
    taken.add(box(x, y, 2 * radius + 6, 2 * radius + 6));
    for (const spot of spots) taken.add(box(spot.x, spot.y, 2 * spot.radius + 4, 2 * spot.radius + 4));
  }
}

/** @type {Placing["place"]} */
export function place(zoom) {
  const { KINDS } = labels;
  const taken = new Grid();
  obstacles(zoom, taken);
  /** @type {Label[]} */
  const placed = [];
  /** @param {Label | null} label @param {boolean=} isAsked */
  const put = (label, isAsked) => {
    if (!label) return;
    label.isAsked = isAsked === true;
    taken.add(boxOf(label, 3));
    placed.push(label);
  };
  const features = areas.all();
  /** @param {string} level */
  const of = (level) => features.filter(({ properties }) => properties.level === level);
  /** @param {Area} given */
  const isChosen = ({ properties }) => state.chosen.includes(properties.code);
  for (const level of LEVELS) {
    of(level).filter(isChosen).forEach((feature) => put(fit(feature, level, zoom, taken), true));
  }
  for (const level of LEVELS) {
    if (zoom < KINDS[level].from) continue;
    of(level).filter((feature) => !isChosen(feature)).forEach((feature) => put(fit(feature, level, zoom, taken)));
  }
  const { lines, stations } = ground.all();
  if (zoom >= KINDS.line.from) {
    lines.filter((line) => ground.isDrawn(line, zoom)).forEach((line) => put(along(line, zoom, taken)));
  }
  if (zoom >= KINDS.station.from) {
    stations.forEach((each) => put(free(candidates(each.at, "station", zoom, each.name, 6), taken)));
  }
  return placed;
}

/* County-level units must be named, since their records hang on the name: the count
   stands under it or, where that does not fit, beside it. */
/** @type {Placing["fit"]} */
export function fit(feature, level, zoom, taken, extra = () => true) {
  const { code, name, short_name } = feature.properties;
  const text = short_name || name;
  const badge = level === "county" || level === "zone";
  if (!badge) {
    return free(
      candidates([feature.properties.lon, feature.properties.lat], level, zoom, text, null)
        .map((label) => ({ ...label, code })),
      taken);
  }
  /** @type {XY[]} */
  const points = feature.properties.label_points.map(([px, py]) => [worldX(px, zoom), worldY(py, zoom)]);
  const shapes = /** @type {LabelShape[]} */ (["stacked", "inline"]).map((shape) => {
    const [width, height] = extent(text, level, shape);
    return { code, level, shape, text, width, height, badge };
  });
  for (const shape of shapes) {
    const found = points
      .map(([x, y]) => ({ ...shape, x, y }))
      .find((label) => extra(label) && !taken.covered(boxOf(label, 1)));
    if (found) return found;
  }
  // A zone without records of its own is left out, and all of them where a city is as small as a phone.
  const isDispensable = level === "zone" && (labels.isSmall(zoom) || !isCounted(code));
  return isDispensable ? null : besideArea(shapes, points, taken, extra);
}

/* Beside what is too full, with a line that leads there. */
/** @type {(shapes: Omit<Label, "x" | "y">[], points: XY[], taken: Taken, extra: LabelTest) => Label | null} */
function besideArea(shapes, points, taken, extra) {
  const [x, y] = points[0];
  for (const reach of REACH) {
    for (const shape of shapes.slice().reverse()) {
      for (let turn = 0; turn < DIRECTIONS; turn += 1) {
        const angle = (2 * Math.PI * turn) / DIRECTIONS;
        /** @type {Label} */
        const label = {
          ...shape,
          x: x + Math.cos(angle) * reach * 1.2,
          y: y + Math.sin(angle) * reach,
          leader: [x, y],
        };
        if (extra(label) && !taken.covered(boxOf(label, 1))) return label;
      }
    }
  }
  return null;
}

/** @type {Placing["free"]} */
export const free = (ways, taken, extra = () => true) =>
  ways.find((label) => !taken.covered(boxOf(label, 1)) && extra(label)) || null;

/** @type {Placing["extent"]} */
export function extent(text, level, shape) {
  const { scale } = state;
  const width = labels.measure(text, labels.font(level), labels.space(level));
  const height = labels.size(level) + 4;
  if (shape === "stacked") {
    return [Math.max(width, BADGE_WIDTH * scale), height + (GAP + labels.BADGE_HEIGHT) * scale];
  }
  if (shape === "inline") return [width + (GAP + labels.INLINE_WIDTH) * scale, labels.BADGE_HEIGHT * scale];
  if (shape === "down") return [labels.size(level) + 2, text.length * (labels.size(level) + 1) + 2];
  return [width, height];
}

/* At a point, then below, above, right and left of it, as far as a symbol of any size asks. */
/** @type {Placing["candidates"]} */
export function candidates([lon, lat], level, zoom, text, away) {
  const x = worldX(lon, zoom);
  const y = worldY(lat, zoom);
  const [width, height] = extent(text, level, "plain");
  const label = { level, shape: /** @type {const} */ ("plain"), text, width, height, zoom };
  const steps = away === null ? [10, 18, 24, 30].map((step) => step * state.scale) : [away];
  const sides = steps.flatMap((step) => {
    const [dx, dy] = [step + width / 2, step + height / 2];
    return [[x, y + dy], [x, y - dy], [x + dx, y], [x - dx, y]];
  });
  return [...(away ? [] : [[x, y]]), ...sides].map(([at, down]) => ({ ...label, x: at, y: down }));
}

/* Along a line, or down beside it where it is steep. */
/** @type {(line: GroundLine<XY>, zoom: number, taken: Taken) => Label | null} */
function along(line, zoom, taken) {
  const factor = 2 ** zoom;
  const path = line.paths
    .reduce((best, each) => (each.length > best.length ? each : best))
    .map(([x, y]) => [x * factor, y * factor]);
  const lengths = path.slice(1).map((to, at) => Math.hypot(to[0] - path[at][0], to[1] - path[at][1]));
  const whole = lengths.reduce((sum, each) => sum + each, 0);
  const number = line.name.match(NUMBER);
  const text = number ? number[0] : line.name;
  if (whole < 1.5 * extent(text, "line", "plain")[0]) return null;
  /** @type {Label[]} */
  const found = FRACTIONS.map((fraction) => {
    let [rest, at] = [whole * fraction, 0];
    while (rest > lengths[at] && at < lengths.length - 1) {
      rest -= lengths[at];
      at += 1;
    }
    const share = lengths[at] ? rest / lengths[at] : 0;
    const [a, b] = [path[at], path[at + 1]];
    let angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
    if (angle > Math.PI / 2) angle -= Math.PI;
    if (angle <= -Math.PI / 2) angle += Math.PI;
    const isDown = Math.abs(angle) > STEEP && !number;
    const [width, height] = extent(text, "line", isDown ? "down" : "plain");
    return {
      level: "line",
      kind: line.kind,
      shape: isDown ? "down" : "plain",
      angle: isDown || number ? 0 : angle,
      text,
      width,
      height,
      x: a[0] + (b[0] - a[0]) * share,
      y: a[1] + (b[1] - a[1]) * share,
      colour: WATERS.includes(line.kind) ? "label-water" : undefined,
      zoom,
    };
  });
  return free(found, taken);
}

/** @type {Placing["meets"]} */
export const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
/** @type {Placing["isWithin"]} */
export const isWithin = (a, b) => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
/** @type {Placing["box"]} */
export const box = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];

/* Upright around a name, also a slanting one. */
/** @type {Placing["boxOf"]} */
export function boxOf({ x, y, width, height, angle }, more = 0) {
  const [sine, cosine] = [Math.abs(Math.sin(angle || 0)), Math.abs(Math.cos(angle || 0))];
  return box(x, y, width * cosine + height * sine + 2 * more, width * sine + height * cosine + 2 * more);
}

/* Boxes in cells of 64 px, so that 10,000 symbols do not slow a zoom. */
export class Grid {
  constructor() {
    /** @type {Map<number, Box[]>} */
    this.cells = new Map();
  }

  /** @param {Box} entry */
  add(entry) {
    this.visit(entry, (cell) => {
      const found = this.cells.get(cell);
      if (found) found.push(entry);
      else this.cells.set(cell, [entry]);
      return false;
    });
  }

  /** @param {Box} entry */
  covered(entry) {
    return this.visit(entry, (cell) => (this.cells.get(cell) || []).some((other) => meets(entry, other)));
  }

  /* Until one of the cells says yes. */
  /** @param {Box} entry @param {(cell: number) => boolean} use */
  visit(entry, use) {
    for (let x = Math.floor(entry[0] / 64); x <= Math.floor(entry[2] / 64); x += 1) {
      for (let y = Math.floor(entry[1] / 64); y <= Math.floor(entry[3] / 64); y += 1) {
        if (use(x * 4294967296 + y)) return true;
      }
    }
    return false;
  }
}

