/* The ground under the records, on canvases of their own that only a move of the map draws anew:

   around  the counties and cities beside the map's, and the shadow that its land throws on them
   lines   roads, railways, waters and stations inside, and a band along the city's border
   names   all names without a figure, where labels.js has put them

   A line that runs only through the places that it is known to pass is broken, one that a plan merely names
   dotted. Over the tiles of a background nothing of this is drawn: they have their own. */
import { colour, state } from "./core.js";
import { labels } from "./labels.js";
import { shading } from "./shading.js";
import { Sheet } from "./sheet.js";
import { worldX, worldY } from "./world.js";

const PANES = { around: 250, lines: 335, names: 445 };
const UNIT = 1000; // of the outlines around, in a degree
const PIECES = 8; // straight ones that a rounded bend is made of
const COUNTIES_FROM = 8.2; // zoom
const ORDER = ["river", "canal", "street", "road", "motorway", "railway"];
/** @type {Record<string, number>} */
const FROM = { street: 11.5, planned: 9.6, stations: 9.8 };
/** @type {Record<string, SheetLayer>} */
const sheets = {};
/** @type {GroundData} */
let data = { around: [], cities: [], lines: [], stations: [] };
/** @type {XY[][]} */
let outline = [];
/** @type {[XY, XY] | null} */
let corners = null; // of the outline
let drawn = ""; // what the names were drawn for

/** @type {Ground} */
export const ground = {
  add(map) {
    /** @type {Record<string, (painting: Painting) => void>} */
    const paints = { around, lines, names };
    for (const [name, zIndex] of Object.entries(PANES)) {
      const pane = map.createPane("pm-ground-" + name);
      Object.assign(pane.style, { zIndex, pointerEvents: "none" });
      sheets[name] = new Sheet({ pane: "pm-ground-" + name, paint: paints[name] });
    }
  },

  /* Take the ground of a collection of areas. */
  load(collection) {
    const found = collection.ground || { around: [], cities: [], lines: [], stations: [] };
    /** @param {PackedGround["cities"][0]} each */
    const open = (each) => ({ ...each, rings: each.rings.map(unpack) });
    data = {
      around: found.around.map(open),
      cities: found.cities.map(open),
      stations: found.stations,
      lines: found.lines.map(course),
    };
    const { type, coordinates } = collection.outline.geometry;
    outline = (type === "Polygon" ? coordinates : coordinates.flat()).map(project);
    corners = null;
    ground.forget();
  },

  show() {
    [sheets.around, sheets.lines].forEach((sheet) => sheet.addTo(state.map));
  },

  /* The names come last. */
  showNames() {
    sheets.names.addTo(state.map);
  },

  all: () => data,
  rounded,
  isDrawn: (line, zoom) => zoom >= (line.planned ? FROM.planned : FROM[line.kind] || 0),

  /* Whether a line that records stand on is drawn here already. */
  has: (name) => data.lines.some((line) => line.name === name && !line.planned),

  /* What of it is drawn, for the legend. */
  kinds: () => ORDER.filter((kind) =>
    kind !== "street" && kind !== "canal" &&
    data.lines.some((line) => (line.kind === "canal" ? "river" : line.kind) === kind)),

  /* Everything anew, when colours or coordinates have changed. */
  forget() {
    drawn = "";
    for (const name of ["around", "lines"]) if (sheets[name] && sheets[name]._map) sheets[name].draw();
  },

  /* The names anew where something else is to be read. */
  refresh() {
    const key = JSON.stringify([
      state.layers, state.lang, state.chosen, shading.mode(),
      document.documentElement.dataset.theme, labels.version(),
    ]);
    if (key === drawn || !sheets.names || !sheets.names._map) return;
    drawn = key;
    sheets.names.draw();
  },

  /* Whether a box in world pixels reaches into the map's own land. */
  touches([left, top, right, bottom], zoom) {
    const factor = 2 ** zoom;
    const [[west, north], [east, south]] = extent();
    if (right / factor < west || left / factor > east || bottom / factor < north || top / factor > south) return false;
    return [top, (top + bottom) / 2, bottom].some((y) => {
      const inside = within(outline, y / factor);
      return [0, 0.25, 0.5, 0.75, 1].some((part) => inside((left + (right - left) * part) / factor));
    });
  },

  /* Of each city the points of a grid over the window that lie in it, the middle of them first. */
  seen(cities, [left, top, right, bottom], zoom, steps) {
    const factor = 2 ** zoom;
    return cities.map(({ name, rings }) => {
      /** @type {XY[]} */
      const points = [];
      for (let row = 0.5; row < steps; row += 1) {
        const y = top + ((bottom - top) * row) / steps;
        const inside = within(rings, y / factor);
        for (let column = 0.5; column < steps; column += 1) {
          const x = left + ((right - left) * column) / steps;
          if (inside(x / factor)) points.push([x, y]);
        }
      }
      const [x, y] = [0, 1].map((i) => points.reduce((sum, each) => sum + each[i], 0) / points.length);
      return { name, points: points.sort((a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y)) };
    });
  },
};

/* North-west and south-east corner of the map's own land. */
function extent() {
  if (!corners) {
    const all = outline.flat();
    const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
    /** @param {number[]} values */
    const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
    /** @param {number[]} values */
    const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
    corners = [[least(xs), least(ys)], [most(xs), most(ys)]];
  }
  return corners;
}

/* Whether a place on the line at `y` lies in the rings: an odd number of their edges cross that line east of it. */
/** @type {(rings: XY[][], y: number) => (x: number) => boolean} */
function within(rings, y) {
  /** @type {number[]} */
  const crossings = [];
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const [ax, ay] = ring[at];
      const [bx, by] = ring[before];
      if (ay > y !== by > y) crossings.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
    }
  }
  return (x) => crossings.filter((each) => x < each).length % 2 === 1;
}

/** @param {number[]} ring */
function unpack(ring) {
  const points = [];
  let [x, y] = [0, 0];
  for (let at = 0; at < ring.length; at += 2) {
    x += ring[at];
    y += ring[at + 1];
    points.push([x / UNIT, y / UNIT]);
  }
  return project(points);
}

/* Degrees -> the world at zoom 0, where a zoom is one multiplication. */
/** @type {(points: GeoJSON.Position[]) => XY[]} */
const project = (points) => points.map(([lon, lat]) => [worldX(lon, 0), worldY(lat, 0)]);

/** @type {(line: GroundLine<LonLat>) => GroundLine<XY>} */
const course = (line) => ({
  ...line,
  paths: line.paths.map((path) => (line.dashed ? rounded(project(path)) : project(path))),
});

/* Through the same points, with bends in the place of corners: no road or river has such corners, and
   between the points neither is known. */
/** @type {(points: XY[]) => XY[]} */
function rounded(points) {
  if (points.length < 3) return points;
  const found = [points[0]];
  for (let at = 0; at < points.length - 1; at += 1) {
    const [a, b, c, d] =
      [points[Math.max(at - 1, 0)], points[at], points[at + 1], points[Math.min(at + 2, points.length - 1)]];
    const length = Math.hypot(c[0] - b[0], c[1] - b[1]);
    const [from, to] = [tangent(a, c, length), tangent(b, d, length)];
    for (let piece = 1; piece <= PIECES; piece += 1) {
      const t = piece / PIECES;
      const [p, q, r, s] =
        [2 * t ** 3 - 3 * t ** 2 + 1, t ** 3 - 2 * t ** 2 + t, -2 * t ** 3 + 3 * t ** 2, t ** 3 - t ** 2];
      found.push([
        p * b[0] + q * from[0] + r * c[0] + s * to[0], p * b[1] + q * from[1] + r * c[1] + s * to[1]]);
    }
  }
  return found;
}

/* As long as the piece, so that a short piece beside a long one does not swing out. */
/** @param {XY} a @param {XY} b @param {number} length */
function tangent(a, b, length) {
  const whole = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  return [((b[0] - a[0]) / whole) * length * 0.8, ((b[1] - a[1]) / whole) * length * 0.8];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {XY[][]} rings
 * @param {number} factor
 * @param {L.Point} origin
 * @param {boolean} close
 */
function trace(context, rings, factor, origin, close) {
  context.beginPath();
  for (const ring of rings) {
    ring.forEach(([x, y], at) => (at
      ? context.lineTo(x * factor - origin.x, y * factor - origin.y)
      : context.moveTo(x * factor - origin.x, y * factor - origin.y)));
    if (close) context.closePath();
  }
}

/** @param {Painting} given */
function around({ context, zoom, origin }) {
  const factor = 2 ** zoom;
  context.lineJoin = "round";
  if (zoom >= COUNTIES_FROM) {
    for (const { rings } of data.around) {
      trace(context, rings, factor, origin, true);
      stroke(context, "around-line", 0.8);
    }
  }
  for (const { rings } of data.cities) {
    trace(context, rings, factor, origin, true);
    stroke(context, "around-city", 1.4);
  }
  // The land of the map lies on the rest: its shadow, wide and faint, then its own colour.
  trace(context, outline, factor, origin, true);
  context.save();
  context.shadowColor = colour("shadow");
  context.shadowBlur = 18 * (window.devicePixelRatio || 1);
  context.shadowOffsetY = 3 * (window.devicePixelRatio || 1);
  context.fillStyle = colour("county-fill");
  context.fill();
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {string} tint @param {number} width */
function stroke(context, tint, width, dash = /** @type {number[]} */ ([])) {
  context.strokeStyle = colour(tint);
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/** @param {Painting} given */
function lines({ context, zoom, origin }) {
  const factor = 2 ** zoom;
  band(context, factor, origin);
  context.lineJoin = "round";
  const shown = data.lines.filter((line) => ground.isDrawn(line, zoom));
  for (const kind of ORDER) {
    for (const line of shown.filter((each) => each.kind === kind)) {
      trace(context, line.paths, factor, origin, false);
      STYLES[kind](context, Math.max(zoom - 8, 0), line);
    }
  }
  if (zoom < FROM.stations) return;
  for (const { at } of data.stations) {
    station(context, worldX(at[0], zoom) - origin.x, worldY(at[1], zoom) - origin.y);
  }
}

/* Inside the border, as an atlas has it: wide and pale, then narrower. */
/** @param {CanvasRenderingContext2D} context @param {number} factor @param {L.Point} origin */
function band(context, factor, origin) {
  context.save();
  trace(context, outline, factor, origin, true);
  context.clip("evenodd");
  for (const width of [18, 9]) stroke(context, "band", width);
  context.restore();
}

/* A broken line where only places along it are known; dotted where a plan names it. */
/** @param {GroundLine<XY>} line @param {number[]} known @param {number[]} dash */
function broken(line, known, dash) {
  if (line.planned) return [1, 5];
  return line.dashed ? dash : known;
}

/** @param {CanvasRenderingContext2D} context @param {number} size @param {GroundLine<XY>} line */
const water = (context, size, line) => {
  context.lineCap = line.dashed ? "butt" : "round";
  stroke(context, "water", (line.kind === "river" ? 2.4 : 1.8) + 0.5 * size, broken(line, [], [14, 3]));
};
/** @param {CanvasRenderingContext2D} context @param {string} tint */
const planned = (context, tint) => {
  context.lineCap = "round";
  stroke(context, tint, 1.6, [0.1, 4.5]);
  context.lineCap = "butt";
};
/** @type {Record<string, (context: CanvasRenderingContext2D, size: number, line: GroundLine<XY>) => void>} */
const STYLES = {
  river: water,
  canal: water,
  street: (context, size, line) => stroke(context, "road-line", 1.2, broken(line, [], [8, 3])),
  road: (context, size, line) => (line.planned
    ? planned(context, "road-line")
    : stroke(context, "road-line", 1.1 + 0.35 * size, broken(line, [], [10, 3]))),
  motorway(context, size, line) {
    if (line.planned) return planned(context, "motorway-line");
    const dash = broken(line, [], [18, 4]);
    stroke(context, "motorway-line", 2.8 + 0.6 * size, dash);
    return stroke(context, "motorway-fill", 1.1 + 0.35 * size, dash);
  },
  railway(context, size, line) {
    if (line.planned) return planned(context, "rail-line");
    // Light pieces on a dark line; where it is broken the gap falls between two of them.
    stroke(context, "rail-line", 2.2 + 0.3 * size, broken(line, [], [22, 4]));
    return stroke(context, "rail-fill", 0.9 + 0.25 * size, line.dashed ? [0, 3, 7, 4, 7, 5] : [6, 6]);
  },
};

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y */
function station(context, x, y) {
  context.beginPath();
  context.rect(x - 3, y - 3, 6, 6);
  context.fillStyle = colour("rail-fill");
  context.fill();
  stroke(context, "rail-line", 1.6);
}

/** @param {Painting} given */
function names({ context, origin, size }) {
  if (!state.shown) return; // they are drawn with what they give way to (refresh)
  /** @param {Label} label */
  const inside = (label) => label.x > -80 && label.y > -80 && label.x < size.x + 80 && label.y < size.y + 80;
  labels.inView()
    .filter((label) => !label.badge)
    .map((label) => ({ ...label, x: label.x - origin.x, y: label.y - origin.y }))
    .filter(inside)
    .forEach((label) => labels.write(context, label));
}
