/* Shared by the map's scripts: the namespace PM, decoding, DOM building, texts, messages.

   Everything that came from a document reaches the page through PM.el, which sets
   textContent; no script here builds HTML from strings. */
(function () {
  "use strict";

  /**
   * @type {Script<
   *   "FONT" | "state" | "array" | "bits" | "sum" | "json" | "t" | "label" | "el" | "icon" | "colour" | "styled" |
   *   "setTheme" | "send" | "started" | "isOnMap" | "nameZoom" | "number",
   *   never
   * >}
   */
  const PM = (window.PM = /** @type {ProjectMap} */ ({}));
  const STYLE_MS = 10;

  PM.FONT = '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif';

  /* One mutable state, so that every script draws from the same facts. */
  PM.state = /** @type {any} */ ({
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
  });

  /* Base64 of little-endian numbers -> typed array. */
  PM.array = function (text, Type) {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
    return new Type(bytes.buffer);
  };

  /* Base64 of packed bits, lowest bit first -> Uint8Array of 0 and 1, `count` long. */
  PM.bits = function (text, count) {
    const bytes = PM.array(text, Uint8Array);
    const bits = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) bits[i] = (bytes[i >> 3] >> (i & 7)) & 1;
    return bits;
  };

  /* How many of a mask's records are in it. */
  PM.sum = function (mask) {
    let sum = 0;
    for (let i = 0; i < mask.length; i += 1) sum += mask[i];
    return sum;
  };

  PM.json = async function (url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(url + ": " + answer.status);
    return answer.json();
  };

  /* Text of the interface in the current language; {name} is filled from `values`. */
  PM.t = function (key, values) {
    const text = PM.state.config.texts[PM.state.lang][key] || key;
    return text.replace(/\{(\w+)\}/g, (whole, name) =>
      values && name in values ? String(values[name]) : whole
    );
  };

  PM.label = (item) => item[PM.state.lang === "en" ? "label_en" : "label_zh"];

  /* Element with classes, attributes and children; strings become text nodes. */
  PM.el = function (tag, attributes, ...children) {
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
  };

  /* Drawing of 20 x 20 in lines of the text's colour. */
  PM.icon = function (path) {
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
  };

  /* A colour of the style sheet by its name there, for what is drawn on a canvas. */
  /** @type {Map<string, string>} */
  const colours = new Map();
  PM.colour = function (name) {
    const known = colours.get(name) ?? ruled(name);
    colours.set(name, known);
    return known;
  };
  /** @param {string} name */
  const ruled = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  /* Resolves when the style sheet is there: it may come later than the scripts. */
  PM.styled = async function () {
    while (!ruled("ink")) await new Promise((resolve) => setTimeout(resolve, STYLE_MS));
  };

  PM.setTheme = function (name) {
    document.documentElement.dataset.theme = name;
    colours.clear();
  };

  /* Tell the page what was done on the map; gives the number that projectMap.show() answers
     with. A page that is no Streamlit page sets projectMap.onAction instead. */
  let sent = 0;
  PM.send = function (action) {
    if (window.projectMap && window.projectMap.onAction) {
      window.projectMap.onAction(action);
      return "";
    }
    sent += 1;
    const value = { ...action, number: `${PM.started}-${sent}` };
    window.parent.postMessage(
      { isStreamlitMessage: true, type: "streamlit:setComponentValue", value, dataType: "json" }, "*");
    return value.number;
  };
  PM.started = Date.now();

  /* Whether a click was meant for the map. Leaflet lets those on its controls through when
     the control has replaced what was clicked. */
  PM.isOnMap = (event) => /** @type {Node} */ (event.originalEvent.target).isConnected;

  /* Leaflet's zoom buttons in the language of the moment. */
  PM.nameZoom = function (map) {
    for (const [name, key] of [["in", "map.zoom.in"], ["out", "map.zoom.out"]]) {
      const button = map.getContainer().querySelector(`.leaflet-control-zoom-${name}`);
      if (!button) continue;
      button.setAttribute("title", PM.t(key));
      button.setAttribute("aria-label", PM.t(key));
    }
  };

  PM.number = (value) => value.toLocaleString("en-US");
})();
