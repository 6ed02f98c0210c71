/* Tools at the left edge: choose an area by drawing it.

   rectangle   drag from corner to corner
   polygon     click each corner; the first corner, a double click or Enter closes it
   circle      drag from the middle; a click alone takes the radius of the hint's field

   What was drawn goes to the page as {do: "within", ring} or {do: "near", lon, lat, km}, in
   the datum of the background. The page filters, and sends the outline back to be shown. */
import { el, icon, isOnMap, send, state, t } from "./core.js";
import { measure } from "./measure.js";
import { overlay } from "./overlay.js";

const ICONS = {
  rectangle: "M3 5h14v10H3z",
  polygon: "M10 2.5 17 8l-2.6 9H5.6L3 8z",
  circle: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 9.5v1",
};
const RULER = "M2.5 13 13 2.5l4.5 4.5L7 17.5zM6 9.5l2 2M8.5 7l1.5 1.5M11 4.5l2 2";
const LEAST_PX = 6;
/** @type {L.PathOptions & { renderer?: L.Renderer }} */
const STYLE = { className: "pm-drawing", interactive: false };
/** @type {HTMLElement} */
let box;
/** @type {HTMLElement} */
let hint;
let mode = "";
/** @type {L.LatLng[]} */
let corners = [];
/** @type {L.Layer | null} */
let drawing = null;
let km = 5;

/** @type {Tools} */
export const tools = {
  add(map) {
    STYLE.renderer = L.svg({ pane: "pm-drawn" });
    const control = new L.Control({ position: "topleft" });
    control.onAdd = () => {
      box = el("div", { class: "leaflet-bar pm-tools", role: "toolbar" });
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    control.addTo(map);
    hint = el("div", { class: "pm-hint", role: "status", hidden: "" });
    L.DomEvent.disableClickPropagation(hint);
    const container = map.getContainer();
    container.append(hint);
    container.addEventListener("pointerdown", press);
    container.addEventListener("pointermove", drag);
    container.addEventListener("pointerup", release);
    map.on("click", corner);
    map.on("dblclick", close);
    document.addEventListener("keydown", key);
    this.render();
  },

  /* Whether a tool is at work, so that a click on the map is its own. */
  isBusy: () => mode !== "" || measure.isOn(),

  renderer: () => /** @type {L.Renderer} */ (STYLE.renderer),

  stop() {
    stop();
    measure.stop();
  },

  render() {
    const buttons = Object.entries(ICONS).map(([name, path]) =>
      button(t("map.draw." + name), icon(path), () => (mode === name ? stop() : start(name)),
        { "data-tool": name, "aria-pressed": String(mode === name) }));
    const rest = overlay.hasOutline()
      ? [button(t("map.draw.clear"), icon("M5 5l10 10M15 5L5 15"), () => send({ do: "clear" }),
        { "data-tool": "clear" })]
      : [];
    box.setAttribute("aria-label", t("map.draw"));
    const ruler = button(t("map.measure"), icon(RULER),
      () => (measure.isOn() ? measure.stop() : measure.start()),
      { "data-tool": "measure", "aria-pressed": String(measure.isOn()) });
    box.replaceChildren(...buttons, ruler, ...rest);
  },
};

/** @param {string} title @param {Node} sign @param {() => void} onclick @param {Attributes} attributes */
function button(title, sign, onclick, attributes) {
  return el("button", { type: "button", title, "aria-label": title, onclick, ...attributes }, sign);
}

/** @param {string} name */
function start(name) {
  tools.stop();
  const { map } = state;
  mode = name;
  map.closePopup();
  map.getContainer().classList.add("pm-drawing-now");
  if (name !== "polygon") map.dragging.disable();
  const radius = el("input", {
    type: "number",
    min: "0.1",
    max: "500",
    step: "any",
    value: String(km),
    "aria-label": t("map.draw.km"),
    oninput: (event) => {
      km = Number(event.target.value) || km;
    },
  });
  hint.replaceChildren(
    el("span", {}, t("map.hint." + name)),
    ...(name === "circle" ? [radius, el("span", {}, "km")] : []),
    el("button", { type: "button", onclick: stop }, t("map.draw.cancel")));
  hint.hidden = false;
  tools.render();
}

function stop() {
  if (!mode) return;
  const { map } = state;
  mode = "";
  corners = [];
  clear();
  hint.hidden = true;
  map.getContainer().classList.remove("pm-drawing-now");
  map.dragging.enable();
  tools.render();
}

function clear() {
  if (drawing) drawing.remove();
  drawing = null;
}

/** @param {L.Layer} layer */
function show(layer) {
  clear();
  drawing = layer.addTo(state.map);
}

/** @param {MouseEvent} event */
const at = (event) => state.map.mouseEventToLatLng(event);
/** @param {L.LatLng} a @param {L.LatLng} b */
const pixels = (a, b) => state.map.latLngToContainerPoint(a).distanceTo(state.map.latLngToContainerPoint(b));

/** @param {On<PointerEvent>} event */
function press(event) {
  if ((mode !== "rectangle" && mode !== "circle") || event.target.closest(".leaflet-control, .pm-hint")) return;
  corners = [at(event)];
}

/** @param {PointerEvent} event */
function drag(event) {
  if (!mode || !corners.length) return;
  const here = at(event);
  if (mode === "rectangle") show(L.rectangle(L.latLngBounds(corners[0], here), STYLE));
  else if (mode === "circle") show(L.circle(corners[0], { ...STYLE, radius: corners[0].distanceTo(here) }));
  else show(L.polygon([...corners, here], STYLE));
}

/** @param {PointerEvent} event */
function release(event) {
  if (!corners.length || mode === "polygon") return;
  const [first] = corners;
  const last = at(event);
  const isDrag = pixels(first, last) >= LEAST_PX;
  if (mode === "circle") {
    const radius = isDrag ? first.distanceTo(last) / 1000 : km;
    done({ do: "near", lon: first.lng, lat: first.lat, km: Math.round(radius * 100) / 100 });
  } else if (isDrag) {
    done({
      do: "within",
      ring: [[first.lng, first.lat], [last.lng, first.lat], [last.lng, last.lat], [first.lng, last.lat]],
    });
  } else {
    corners = [];
    clear();
  }
}

/** @param {L.LeafletMouseEvent} event */
function corner(event) {
  if (mode !== "polygon" || !isOnMap(event)) return;
  const [first] = corners;
  if (corners.length > 2 && pixels(first, event.latlng) < 2 * LEAST_PX) {
    close();
    return;
  }
  const last = corners[corners.length - 1];
  if (last && pixels(last, event.latlng) < LEAST_PX) return; // the second half of a double click
  corners.push(event.latlng);
  show(L.polygon(corners, STYLE));
}

function close() {
  if (mode !== "polygon" || corners.length < 3) return;
  done({ do: "within", ring: corners.map(({ lng, lat }) => [lng, lat]) });
}

/** @param {Drawn} action */
function done(action) {
  // The click of the same press comes after this and is not meant for the map.
  setTimeout(stop, 0);
  corners = [];
  send({ ...action, datum: state.datum });
}

/** @param {On<KeyboardEvent>} event */
function key(event) {
  if (!mode || event.target.tagName === "INPUT") return;
  if (event.key === "Escape") stop();
  else if (event.key === "Enter") close();
  else if (event.key === "Backspace" && mode === "polygon" && corners.length) {
    corners.pop();
    if (corners.length) show(L.polygon(corners, STYLE));
    else clear();
  }
}
