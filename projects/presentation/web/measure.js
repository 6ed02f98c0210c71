/* Measuring on the map: click points; the length along them, and the area where the line is closed.

   Enter or a double click ends the line, a click on its first point closes it, Escape
   gives up. By key alone: the arrows move the map, the space bar takes the place in its middle. */
import { el, isOnMap, state, t } from "./core.js";
import * as geodesy from "./geodesy.js";
import { tools } from "./tools.js";

const NEAR_PX = 12;
const SAME_PX = 4;
const MU_M2 = 10000 / 15;
const KM_M = 1000;
const TRUE_DIGITS = 4; // a click is no truer
/** @type {HTMLElement} */
let box; // where the figures stand
/** @type {HTMLElement} */
let cross; // the middle of the map, where one works by key
/** @type {L.LatLng[]} */
let points = [];
let isOn = false;
let isClosed = false;
let isDone = false;
/** @type {L.Layer | null} */
let drawing = null;

/** @type {Measure} */
export const measure = {
  add(map) {
    box = el("div", { class: "pm-hint pm-measure", role: "status", hidden: "" });
    cross = el("div", { class: "pm-cross", hidden: "", "aria-hidden": "true" });
    L.DomEvent.disableClickPropagation(box);
    map.getContainer().append(box, cross);
    map.on("click", click);
    map.on("dblclick", end);
    map.on("mousemove", ({ latlng }) => { if (isOn && !isDone && points.length) show(latlng); });
    map.on("movestart", () => { if (isOn && !isDone) show(); });
    document.addEventListener("keydown", key);
  },

  isOn: () => isOn,
  start,
  stop,
  figures,

  /* In the language and on the background of the moment. */
  render() {
    if (isOn) show();
  },
};

function start() {
  tools.stop();
  isOn = true;
  isClosed = isDone = false;
  points = [];
  const { map } = state;
  map.closePopup();
  map.doubleClickZoom.disable();
  map.getContainer().classList.add("pm-drawing-now");
  box.hidden = false;
  show();
  tools.render();
}

function stop() {
  if (!isOn) return;
  isOn = false;
  points = [];
  clear();
  const { map } = state;
  map.doubleClickZoom.enable();
  map.getContainer().classList.remove("pm-drawing-now");
  box.hidden = true;
  cross.hidden = true;
  tools.render();
}

function clear() {
  if (drawing) drawing.remove();
  drawing = null;
}

/** @param {L.LatLng} a @param {L.LatLng} b */
const pixels = (a, b) => state.map.latLngToContainerPoint(a).distanceTo(state.map.latLngToContainerPoint(b));

/** @param {L.LeafletMouseEvent} event */
function click(event) {
  if (!isOn || isDone || !isOnMap(event)) return;
  take(event.latlng);
}

/** @param {L.LatLng} place */
function take(place) {
  if (points.length > 2 && pixels(points[0], place) < NEAR_PX) {
    isClosed = true;
    end();
    return;
  }
  const last = points[points.length - 1];
  if (last && pixels(last, place) < SAME_PX) return; // the second half of a double click
  points.push(place);
  show();
}

function end() {
  if (!isOn || isDone || points.length < 2) return;
  isDone = true;
  state.map.getContainer().classList.remove("pm-drawing-now");
  cross.hidden = true;
  show();
}

/* Metres along the line, square metres inside it once there are three points; in WGS 84. */
/** @param {L.LatLng=} more */
function figures(more) {
  const places = [...points, ...(more ? [more] : [])]
    .map(({ lng, lat }) => geodesy.wgs84([lng, lat], state.datum));
  return {
    length_m: geodesy.length(isClosed ? [...places, places[0]] : places),
    area_m2: places.length > 2 ? geodesy.area(places) : null,
    isClosed,
  };
}

/** @param {L.LatLng=} more */
function show(more) {
  clear();
  const here = more && !isDone ? [more] : [];
  const style = { className: "pm-measuring", interactive: false, fill: isClosed, renderer: tools.renderer() };
  const dots = points.map((place) =>
    L.circleMarker(place, { ...style, fill: true, radius: 4, className: "pm-measured" }));
  const corners = [...points, ...here];
  const line = isClosed ? L.polygon(corners, style) : L.polyline(corners, style);
  drawing = L.layerGroup([line, ...dots]).addTo(state.map);
  const told = figures(here[0]);
  const hint = points.length < 2 || !isDone
    ? [el("span", { class: "pm-how" }, t(points.length ? "map.measure.on" : "map.measure.first"))]
    : [];
  /** @param {string} name @param {() => void} act */
  const button = (name, act) =>
    el("button", { type: "button", onclick: act, "data-measure": name }, t("map.measure." + name));
  const closing = points.length > 2 && !isClosed
    ? [button("close", () => {
      isClosed = true;
      isDone = false;
      end();
    })]
    : [];
  box.replaceChildren(
    ...(points.length + here.length > 1 ? [el("b", {}, distance(told.length_m))] : []),
    ...(isClosed ? [el("b", {}, surface(told.area_m2 || 0))] : []),
    ...hint,
    ...closing,
    ...(isDone
      ? [
        el("small", {}, t(state.datum === "gcj02" ? "map.measure.gcj02" : "map.measure.note")),
        button("again", start),
      ]
      : []),
    button("stop", stop));
}

/** @param {number} value */
const figure = (value) =>
  Number(value.toPrecision(TRUE_DIGITS)).toLocaleString("en-US", { maximumFractionDigits: 3 });

/** @param {number} metres */
function distance(metres) {
  return metres < KM_M
    ? t("map.measure.m", { value: figure(metres) })
    : t("map.measure.km", { value: figure(metres / KM_M) });
}

/** @param {number} m2 */
const surface = (m2) => t("map.measure.area", { km2: figure(m2 / KM_M / KM_M), mu: figure(m2 / MU_M2) });

/** @param {On<KeyboardEvent>} event */
function key(event) {
  if (!isOn || event.target.tagName === "INPUT" || event.target.tagName === "SELECT") return;
  if (event.key === "Escape") stop();
  else if (event.target.tagName === "BUTTON" && event.key !== "Backspace") return;
  else if (event.key === "Enter") end();
  else if (event.key === " " && !isDone) {
    event.preventDefault();
    cross.hidden = false;
    take(state.map.getCenter());
  } else if (event.key === "Backspace" && points.length && !isDone) {
    points.pop();
    show();
  } else if (event.key.startsWith("Arrow") && !isDone) cross.hidden = false;
}
