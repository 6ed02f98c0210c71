/* The map of a country: areas coloured by their number of records. The page calls

   countryMap.start(map, {config, province, city, county})   once; all are URLs
   countryMap.show({level, counts, years, classes, wide, total, path, lang, theme})
                                                             on every rerun; redraws in place
   countryMap.stats()                                        what is drawn, for tests and measurement

   A click on an area goes back through send (core.js) as {do: "unit", code}. */
import {
  colour, dropOldThemes, el, isOnMap, json, nameZoom, number, send, setTheme, state, styled, t,
} from "./core.js";
import { countryPlay } from "./countryplay.js";

const GRID_DEG = 0.001; // as geo.national.outlines
const CITY = "city";
const LABEL_PX = 12;
const LABEL_GAP_PX = 4;
const LABEL_HEIGHT_PX = 32;
const PADDING_PX = 24;
const LARGE_PX = 1500; // least side of a map on a screen of 4K
const LARGE = 1.7; // times as large its names are (country.css)
const NAMED = new Set(["province", CITY, "county"]);

const levels = new Map(); // level -> {layer, units: Map(code -> {unit, shape})}
/** @type {Record<string, string>} */
let urls;
/** @type {CountryRequest | null} */
let wanted = null;
/** @type {CountryRequest} */
let shown; // the request that is drawn
let frame = ""; // the area that the view was last fitted to
/** @type {L.LayerGroup} */
let labels;
/** @type {L.LayerGroup} */
let lines;
/** @type {HTMLElement} */
let legend;
/** @type {L.Tooltip} */
let tip;
let revision = 0;
let drawnAt = 0;

/** @type {CountryCalls} */
const countryMap = {
  async start(map, given) {
    if (state.map) {
      location.reload();
      return;
    }
    state.map = map;
    urls = given;
    map.attributionControl.setPrefix(false);
    const [config] = await Promise.all([json(urls.config), load("province"), styled()]);
    state.config = config;
    Object.assign(map.createPane("pc-lines").style, { zIndex: 450, pointerEvents: "none" });
    lines = L.layerGroup().addTo(map);
    labels = L.layerGroup().addTo(map);
    legend = el("div", { class: "pm-legend", "data-corner": "bottomleft" });
    map.getContainer().append(legend);
    tip = L.tooltip({ sticky: true, className: "pc-tip", opacity: 1 });
    map.on("moveend", drawLabels);
    map.on("click", (event) => {
      if (isOnMap(event) && shown && shown.path.length) {
        send({ do: "unit", code: shown.path.slice(-2, -1)[0] || "" });
      }
    });
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      if (shown) fit(true);
    }).observe(map.getContainer());
    if (wanted) await draw(wanted);
  },

  show(request) {
    wanted = request;
    dropOldThemes();
    if (legend) draw(request);
  },

  stats() {
    if (!shown) return { ready: false };
    return {
      ready: true,
      revision,
      drawn_at: performance.timeOrigin + drawnAt,
      level: shown.level,
      total: shown.total,
      counts: counted(),
      areas: [...levels.get(shown.level).units.keys()].filter(isInside).length,
      labels: labels.getLayers().length,
      path: shown.path,
      year: countryPlay.year(),
      zoom: state.map.getZoom(),
    };
  },
};
window.countryMap = countryMap;
window.PM = { state }; // for tests and the console

/* What stands on the map: the filter's counts, or those of the year that is played. */
function counted() {
  const year = countryPlay.year();
  if (year === null) return shown.counts;
  const at = year - shown.years.start;
  return Object.fromEntries(
    Object.entries(shown.years.table).map(([code, row]) => [code, row[at]]).filter(([, count]) => count));
}

/** @param {string} level */
async function load(level) {
  if (!levels.has(level)) {
    levels.set(level, json(urls[level])
      .then((data) => build(level, data))
      .then((made) => levels.set(level, made) && made));
  }
  return levels.get(level);
}

/** @param {string} level @param {{ units: CountryUnit[] }} data */
function build(level, data) {
  const renderer = L.canvas({ padding: 0.3 });
  const layer = L.layerGroup();
  const units = new Map();
  for (const [code, name, short, above, point, rings] of data.units) {
    const shape = L.polygon(rings.map(corners), { renderer, smoothFactor: 0.6 });
    shape.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      send({ do: "unit", code });
    });
    shape.on("mousemove", (event) => showTip(code, event.latlng));
    shape.on("mouseout", () => state.map.closeTooltip(tip));
    shape.addTo(layer);
    units.set(code, { name, short, above, point, shape });
  }
  return { layer, units };
}

/* Steps on the grid -> [lat, lon] in degrees. */
/** @param {number[]} steps */
function corners(steps) {
  let x = 0;
  let y = 0;
  /** @type {LatLon[]} */
  const found = [];
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    found.push([y * GRID_DEG, x * GRID_DEG]);
  }
  return found;
}

/** @param {CountryRequest} request */
async function draw(request) {
  await load("province");
  await load(request.level);
  if (request !== wanted) return;
  const other = !shown || request.level !== shown.level;
  shown = request;
  state.lang = request.lang;
  setTheme(request.theme);
  nameZoom(state.map);
  if (other) {
    for (const [, made] of levels) if (made.layer) made.layer.remove();
    levels.get(request.level).layer.addTo(state.map);
  }
  countryPlay.load(request.years, paint);
  paint();
  drawLines();
  fit(false);
  revision += 1;
}

/** @param {string} code */
const isInside = (code) => {
  const chosen = shown.path[shown.path.length - 1];
  if (!chosen || code === chosen) return true;
  const unit = levels.get(shown.level).units.get(code);
  if (unit.above.includes(chosen)) return true;
  // A county shows its neighbours in the city.
  return shown.level === "county" && shown.path.length === 3 && unit.above.includes(shown.path[1]);
};

function paint() {
  const counts = counted();
  const chosen = shown.path[shown.path.length - 1];
  const line = colour("county-line");
  for (const [code, { shape }] of levels.get(shown.level).units) {
    const inside = isInside(code);
    const isChosen = code === chosen && shown.path.length === 3;
    shape.setStyle({
      fillColor: inside ? fill(counts[code] || 0) : colour("county-fill"),
      fillOpacity: inside ? 1 : 0.45,
      color: isChosen ? colour("accent") : line,
      weight: isChosen ? 2 : inside ? 0.8 : 0.3,
    });
    if (isChosen) shape.bringToFront();
  }
  drawLegend();
  drawLabels();
  drawnAt = performance.now();
}

/** @param {number} count */
const fill = (count) => {
  if (!count) return colour("county-fill");
  const at = shown.classes.findIndex((bound) => count <= bound);
  return colour(`class-${(at < 0 ? shown.classes.length - 1 : at) + 1}`);
};

/* Provinces' edges over cities and counties, and the dashes of the south. */
function drawLines() {
  lines.clearLayers();
  const renderer = L.canvas({ padding: 0.3, pane: "pc-lines" });
  const style = { renderer, fill: false, interactive: false, pane: "pc-lines" };
  for (const [, { shape }] of levels.get("province").units) {
    L.polygon(shape.getLatLngs(), {
      ...style,
      color: colour("city-line"),
      weight: shown.level === "province" ? 1 : 1.4,
      smoothFactor: 0.6,
    }).addTo(lines);
  }
  for (const steps of state.config.lines.flat()) {
    L.polyline(corners(steps), { ...style, color: colour("city-line"), weight: 1.4 }).addTo(lines);
  }
}

/** @param {boolean} again */
function fit(again) {
  const key = shown.path.join("/");
  if (!again && key === frame) return;
  frame = key;
  const [west, south, east, north] = state.config.bounds;
  let bounds = L.latLngBounds([[south, west], [north, east]]);
  if (shown.path.length) {
    const code = shown.path[shown.path.length - 1];
    const own = levels.get(shown.level).units;
    const shapes = own.has(code) && shown.path.length === 3
      ? [own.get(code).shape]
      : [...own].filter(([one]) => isInside(one)).map(([, unit]) => unit.shape);
    if (shapes.length) bounds = shapes.reduce((sum, shape) => sum.extend(shape.getBounds()), L.latLngBounds([]));
  }
  state.map.fitBounds(bounds, { padding: [PADDING_PX, PADDING_PX], animate: false });
  drawLabels();
}

/* Name and number of an area where both have room, the largest numbers first. */
function drawLabels() {
  if (!shown || !labels) return;
  labels.clearLayers();
  const counts = counted();
  /** @type {number[][]} */
  const taken = [];
  const { map } = state;
  const isLarge = Math.min(...Object.values(map.getSize())) > LARGE_PX;
  document.documentElement.classList.toggle("pm-large", isLarge);
  const scale = isLarge ? LARGE : 1;
  const height = LABEL_HEIGHT_PX * scale;
  const view = map.getBounds();
  const units = [...levels.get(shown.level).units]
    .filter(([code, unit]) => isInside(code) && view.contains([unit.point[1], unit.point[0]]));
  units.sort(([a], [b]) => (counts[b] || 0) - (counts[a] || 0));
  for (const [code, unit] of units) {
    const box = unit.shape.getBounds();
    const room = map.latLngToLayerPoint(box.getSouthEast()).subtract(map.latLngToLayerPoint(box.getNorthWest()));
    const text = counts[code] ? number(counts[code]) : "";
    const width = Math.max(unit.short.length * LABEL_PX, text.length * 7) * scale + LABEL_GAP_PX;
    if (room.x < width * 0.8 || room.y < height * 0.7) continue;
    const at = map.latLngToLayerPoint([unit.point[1], unit.point[0]]);
    const frameOf = [at.x - width / 2, at.y - height / 2, at.x + width / 2, at.y + height / 2];
    if (taken.some((other) => overlap(other, frameOf))) continue;
    taken.push(frameOf);
    const dark = counts[code] && shown.classes.findIndex((bound) => counts[code] <= bound) >= 3;
    const html = el("div", { class: dark ? "pc-label pc-on-dark" : "pc-label" },
      el("span", {}, unit.short), el("b", {}, text));
    L.marker([unit.point[1], unit.point[0]], {
      interactive: false,
      icon: L.divIcon({ className: "", html, iconSize: [width, height] }),
    }).addTo(labels);
  }
}

/** @param {number[]} a @param {number[]} b */
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function drawLegend() {
  /** @type {HTMLElement[]} */
  const rows = [];
  let low = 1;
  shown.classes.forEach((bound, at) => {
    const range = low === bound ? number(bound) : `${number(low)}–${number(bound)}`;
    rows.push(el("div", { class: "pc-class" },
      el("i", { style: { background: colour(`class-${at + 1}`) } }), range));
    low = bound + 1;
  });
  const wide = shown.wide
    ? el("div", { class: "pc-wide" }, t("country.map.wide", { count: number(shown.wide) }))
    : null;
  legend.replaceChildren(
    el("div", { class: "pc-title" }, t(`country.map.${NAMED.has(shown.level) ? shown.level : CITY}`)),
    ...rows,
    ...(wide ? [wide] : []));
}

/** @param {string} code @param {L.LatLng} at */
function showTip(code, at) {
  const unit = levels.get(shown.level).units.get(code);
  const count = counted()[code] || 0;
  const node = el("div", {},
    el("b", {}, unit.name),
    el("div", {}, t("country.map.records", { count: number(count) })));
  tip.setLatLng(at).setContent(node);
  if (!state.map.hasLayer(tip)) tip.addTo(state.map);
}
