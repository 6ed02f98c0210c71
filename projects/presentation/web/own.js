/* Own layers: what the user brought in, beside what plans say. A square on its corner with the character
   of its kind, ink on paper: never a colour of an industry, never a ring. A dashed rim means that the
   place is known by its name only. Without a layer nothing here runs. */
import { bits, el, json, label, number, state, t } from "./core.js";
import { panel } from "./panel.js";
import { view } from "./view.js";

const SIZE_PX = 22;
const BESIDE = L.point(-6, 28); // right above a point that is an area's: there the area has its own ring
const POPUP_PX = 300;
/** @type {L.LayerGroup} */
let group;
let url = "";
/** @type {OwnFile | null} */
let held = null; // {layers, kinds} of the file at url
/** @type {Uint8Array | null} */
let shown = null; // one bit for each row, in order of layers and rows
let drawn = ""; // what is drawn, so that a rerun that changes nothing draws nothing
const hidden = new Set(); // names of layers that are switched off here

/** @type {Own} */
export const own = {
  add(map) {
    map.createPane("pm-own").style.zIndex = "460";
  },

  /* What the page says of own layers: null for none. */
  async follow(wanted) {
    if (!wanted) {
      if (group) group.clearLayers();
      [url, held, shown, drawn] = ["", null, null, ""];
      return;
    }
    if (!group) group = L.layerGroup().addTo(state.map);
    if (wanted.url !== url) {
      url = wanted.url;
      const loaded = await json(wanted.url);
      if (wanted.url !== url) return; // another came meanwhile
      held = loaded;
      drawn = "";
    }
    if (!held) return; // the first call is still loading: it draws
    shown = bits(wanted.mask, held.layers.reduce((sum, layer) => sum + layer.rows.length, 0));
    render();
    panel.renderLegend();
  },

  /* The section of the legend; empty without layers. */
  legend() {
    if (!held || !shown) return "";
    return el("div", { class: "pm-own-key" },
      el("p", { class: "pm-own-title" }, t("map.own")),
      el("ul", {}, counted().map(({ layer, rows, off }) => el("li", {},
        el("button",
          {
            type: "button",
            "aria-pressed": String(!hidden.has(layer.name)),
            title: t("map.own.hide"),
            onclick: () => toggle(layer.name),
          },
          mark("", "pm-own-small"),
          el("span", {},
            layer.name, off ? el("small", {}, " · " + t("map.own.off", { count: number(off) })) : ""),
          el("b", {}, number(rows.length - off)))))),
      el("p", {}, t("map.own.note")));
  },

  /* The layers that are switched off, as a print asks for them. */
  hidden: () => Array.from(hidden, (name) => `own:${name}`),

  stats: () => (held && shown
    ? counted().map(({ layer, rows, off }) => ({ name: layer.name, drawn: rows.length - off, off }))
    : []),
};

/** @param {OwnRow} row */
function kindOf(row) {
  const kinds = held ? held.kinds : {};
  return kinds[row.kind] || Object.values(kinds).slice(-1)[0];
}
/** @param {string} text @param {...string} classes */
const mark = (text, ...classes) => el("i", { class: ["pm-own-mark", ...classes].join(" ") }, el("span", {}, text));

/* Each layer with the rows that are selected, and how many of them have no place. */
function counted() {
  let start = 0;
  return (held ? held.layers : []).map((layer) => {
    const rows = layer.rows.filter((_, at) => shown && shown[start + at]);
    start += layer.rows.length;
    return { layer, rows, off: rows.filter((row) => !row.wgs84).length };
  });
}

/** @param {string} name */
function toggle(name) {
  if (!hidden.delete(name)) hidden.add(name);
  render();
  view.tell();
  panel.renderLegend();
}

function render() {
  const { datum, lang } = state;
  const wanted = JSON.stringify([url, datum, lang, [...hidden], Array.from(shown || []).join("")]);
  if (wanted === drawn) return;
  drawn = wanted;
  group.clearLayers();
  /** @type {Map<string, OwnPlace[]>} */
  const places = new Map(); // point -> [{layer, row}]
  for (const { layer, rows } of counted()) {
    if (hidden.has(layer.name)) continue;
    for (const row of rows) {
      const key = row[datum]?.join();
      if (key) places.set(key, [...(places.get(key) || []), { layer, row }]);
    }
  }
  places.forEach((found) => marker(found).addTo(group));
}

/* All that stands at one point, as one mark. */
/** @param {OwnPlace[]} found */
function marker(found) {
  const [lon, lat] = /** @type {LonLat} */ (found[0].row[state.datum]);
  const isNamed = found.every(({ row }) => row.precision === "area");
  const title = found.length > 1 ? t("map.own.here", { count: found.length }) : found[0].row.name;
  const text = found.length > 1 ? String(found.length) : kindOf(found[0].row).glyph;
  const icon = L.divIcon({
    className: "pm-own-icon",
    html: mark(text, isNamed ? "pm-own-near" : "pm-own-exact"),
    iconSize: [SIZE_PX, SIZE_PX],
    iconAnchor: isNamed ? BESIDE : [SIZE_PX / 2, SIZE_PX / 2],
  });
  const made = L.marker(
    [lat, lon], { icon, pane: "pm-own", title, alt: title, keyboard: true, bubblingMouseEvents: false });
  return made.bindPopup(
    () => el("div", { class: "pm-own-card" }, found.map(card)),
    { className: "pm-popup", maxWidth: POPUP_PX, maxHeight: POPUP_PX });
}

/** @param {OwnPlace} given */
function card({ layer, row }) {
  const industry = state.config.industries.find((each) => each.code === row.industry);
  const near = row.precision === "area" ? t("map.own.approximate") : "";
  const lines = [[label(kindOf(row)), industry ? label(industry) : ""], [row.place, near]];
  return el("section", {},
    el("h3", {}, row.name),
    ...lines.map((parts) => el("p", {}, parts.filter(Boolean).join(" · "))),
    el("dl", {}, Object.entries(row.more).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("p", { class: "pm-own-source" },
      `${layer.name} · ${t("map.own.note")}`, el("br"),
      t("map.own.source", { source: layer.source, added: layer.added })));
}
