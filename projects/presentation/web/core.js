/* Shared by the map's scripts: what all of them know, decoding, DOM building, texts, messages.

   Everything that came from a document reaches the page through el(), which sets
   textContent; no script here builds HTML from strings. */
const STYLE_MS = 10;

export const FONT = '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif';

/* One mutable state, so that every script draws from the same facts. */
/** @type {MapState} */
export const state = /** @type {any} */ ({
  map: null,
  config: null,
  areas: null,
  records: null,
  shown: null, // Uint8Array, 1 = passes the filter
  layers: { county: true, town: true, park: true, base: true, project: true },
  lang: "zh",
  selected: -1,
  hasFocus: false, // whether the page knows of a selection
  chosen: [], // codes of the areas that the filter names
  outlines: [], // drawn outlines of the filter, each GeoJSON by datum
  datum: "wgs84", // of all that is drawn: that of the background
  revision: 0,
  drawnAt: 0,
  scale: 1, // of the type
  played: null, // Uint8Array, 1 = stands in the year that is played; null while none is
  playMode: "force",
});

/* Base64 of little-endian numbers -> typed array. */
/** @type {<T>(text: string, Type: new (buffer: ArrayBuffer) => T) => T} */
export function array(text, Type) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return new Type(bytes.buffer);
}

/* Base64 of packed bits, lowest bit first -> Uint8Array of 0 and 1, `count` long. */
/** @type {(text: string, count: number) => Uint8Array} */
export function bits(text, count) {
  const bytes = array(text, Uint8Array);
  const found = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) found[i] = (bytes[i >> 3] >> (i & 7)) & 1;
  return found;
}

/* How many of a mask's records are in it. */
/** @type {(mask: Uint8Array) => number} */
export function sum(mask) {
  let total = 0;
  for (let i = 0; i < mask.length; i += 1) total += mask[i];
  return total;
}

/** @type {(url: string | URL) => Promise<any>} */
let read = async (url) => {
  const early = await taken(String(url));
  if (early) return early;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(url + ": " + answer.status);
  return answer.json();
};
/* What early.js has asked for, once. */
/** @param {string} url */
function taken(url) {
  const found = window.projectMapEarly?.get(url);
  window.projectMapEarly?.delete(url);
  return found;
}
/** @type {(url: string | URL) => Promise<any>} */
export const json = (url) => read(url);
/* Where data come from that no server has. */
/** @param {typeof read} other */
export const readBy = (other) => { read = other; };

/* Text of the interface in the current language; {name} is filled from `values`. */
/** @type {(key: string, values?: Record<string, string | number>) => string} */
export function t(key, values) {
  const text = state.config.texts[state.lang][key] || key;
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    values && name in values ? String(values[name]) : whole
  );
}

/** @type {(item: Named) => string} */
export const label = (item) => item[state.lang === "en" ? "label_en" : "label_zh"];

/* Element with classes, attributes and children; strings become text nodes. */
/** @type {MakeElement} */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "style") Object.assign(node.style, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else node.setAttribute(name, String(value));
  }
  for (const child of /** @type {any[]} */ (children).flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "") node.append(child);
  }
  return node;
}

/* Drawing of 20 x 20 in lines of the text's colour. */
/** @type {(path: string) => SVGSVGElement} */
export function icon(path) {
  const name = "http" + "://www.w3.org/2000/svg"; // the name of a format; nothing is fetched
  const svg = /** @type {SVGSVGElement} */ (document.createElementNS(name, "svg"));
  const line = document.createElementNS(name, "path");
  const looks = {
    viewBox: "0 0 20 20",
    width: "20",
    height: "20",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "1.5",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  };
  Object.entries(looks).forEach(([key, value]) => svg.setAttribute(key, value));
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/* A colour of the style sheet by its name there, for what is drawn on a canvas. */
/** @type {Map<string, string>} */
const colours = new Map();
/** @type {(name: string) => string} */
export function colour(name) {
  const known = colours.get(name) ?? ruled(name);
  colours.set(name, known);
  return known;
}
/** @param {string} name */
const ruled = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

/* Resolves when the style sheet is there: it may come later than the scripts. */
/** @type {() => Promise<void>} */
export async function styled() {
  while (!ruled("ink")) await new Promise((resolve) => setTimeout(resolve, STYLE_MS));
}

/** @type {(name: string) => void} */
export function setTheme(name) {
  document.documentElement.dataset.theme = name;
  colours.clear();
}

/* What hears of actions on a page that is no Streamlit page; null on one that is. */
/** @type {((action: Action) => void) | null} */
export let listener = null;
/** @param {(action: Action) => void} act */
export const tellTo = (act) => { listener = act; };

/* Tell the page what was done on the map; gives the number that projectMap.show() answers with. */
let sent = 0;
/** @type {(action: Action) => string} */
export function send(action) {
  if (listener) {
    listener(action);
    return "";
  }
  sent += 1;
  const value = { ...action, number: `${started}-${sent}` };
  window.parent.postMessage(
    { isStreamlitMessage: true, type: "streamlit:setComponentValue", value, dataType: "json" }, "*");
  return value.number;
}
export const started = Date.now();

/* Whether a click was meant for the map. Leaflet lets those on its controls through when
   the control has replaced what was clicked. */
/** @type {(event: L.LeafletMouseEvent) => boolean} */
export const isOnMap = (event) => /** @type {Node} */ (event.originalEvent.target).isConnected;

/* Leaflet's zoom buttons in the language of the moment. */
/** @type {(map: L.Map) => void} */
export function nameZoom(map) {
  for (const [name, key] of [["in", "map.zoom.in"], ["out", "map.zoom.out"]]) {
    const button = map.getContainer().querySelector(`.leaflet-control-zoom-${name}`);
    if (!button) continue;
    button.setAttribute("title", t(key));
    button.setAttribute("aria-label", t(key));
  }
}

/** @type {(value: number) => string} */
export const number = (value) => value.toLocaleString("en-US");

/** @param {Uint8Array} mask */
export const counted = (mask) => number(sum(mask));

/* Streamlit's component library adds a style sheet with the theme on every rerun. */
export function dropOldThemes() {
  const sheets = Array.from(document.head.querySelectorAll("style"))
    .filter((each) => each.textContent.includes("--primary-color"));
  sheets.slice(0, -1).forEach((each) => each.remove());
}
