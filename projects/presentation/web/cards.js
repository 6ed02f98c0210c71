/* What a click opens: the list of the records of a place, and the card of one record.

   Details come in chunks of records, fetched when first asked for. What is open is told to
   the page, so that its table follows. */
import { canvas } from "./canvas.js";
import { el, json, label, number, send, state, t } from "./core.js";
import { deeds } from "./deeds.js";
import { history } from "./history.js";
import { panel } from "./panel.js";
import { symbols } from "./symbols.js";
import { timeline } from "./timeline.js";

const LIST_MOST = 200;
const NEAR_ZOOM = 11;
const SETTLED_MS = 120; // a card also closes because the next one opens
/** @type {Map<number, Promise<unknown[][]>>} */
const chunks = new Map();
/** @type {L.Popup | null} */
let opened = null;
let telling = 0;
let isMoving = false;
let isQuiet = false; // while the page itself closes or opens a card

/** @type {(record: number) => Promise<Details>} */
export async function details(index) {
  const { chunk_size, chunk_base, fields } = state.records;
  const part = Math.floor(index / chunk_size);
  const chunk = chunks.get(part) || json(chunk_base + part + ".json");
  chunks.set(part, chunk);
  const row = (await chunk)[index - part * chunk_size];
  return /** @type {any} */ (Object.fromEntries(fields.map((field, at) => [field, row[at]])));
}

/** @type {Cards} */
export const cards = {
  add(map) {
    map.on("movestart", () => { isMoving = true; });
    map.on("moveend", () => { isMoving = false; });
    map.on("popupclose", () => { if (!isQuiet) tell([], -1); });
  },

  /* One record: its card. Several: a list that leads to cards and back. */
  async open(at, title, indexes) {
    if (indexes.length === 1) show(at, await card(indexes[0]), indexes, indexes[0]);
    else await list(at, title, indexes);
  },

  /* The card of a record that the page's table has selected: there the table leads. */
  async reveal(at, index) {
    const content = await card(index);
    if (state.selected === index) quietly(() => show(at, content, null, index));
  },

  /* The card of a record without a point of its own: at the side, pointing nowhere. */
  async dock(index, back) {
    cards.aside(`record ${index}`, await card(index, back));
  },

  /* Any content at the side, under a key by which it is known while it is there. */
  aside(key, content) {
    const box = panel.dockBox();
    const close = el("button", {
      type: "button",
      class: "pm-close",
      "aria-label": t("map.close"),
      onclick: () => {
        cards.undock();
        tell([], -1);
      },
    }, "×");
    box.replaceChildren(close, content);
    box.dataset.key = key;
    box.hidden = false;
  },

  isAside: (key) => !panel.dockBox().hidden && panel.dockBox().dataset.key === key,

  /* A list of records at the side, those that the filter hides among them. */
  async openAside(title, indexes, back) {
    const again = () => cards.openAside(title, indexes, back);
    cards.close();
    cards.aside(`list ${title}`, await listing(title, indexes, (index) => cards.visit(index, again), back));
  },

  /* Go to a record wherever it is: its card at its place or, without one, at the side. */
  async visit(index, back) {
    const { map, shown } = state;
    const isShown = shown[index] === 1;
    const point = symbols.pointOf(index);
    if (!point) {
      cards.close();
      await cards.dock(index, back);
      if (isShown) tell([index], index);
      return;
    }
    const [lat, lon] = point;
    const content = await card(index, back);
    cards.undock();
    const open = () => show([lat, lon], content, isShown ? [index] : null, index);
    const isHere = opened && opened.isOpen() && opened.getLatLng()?.equals([lat, lon]);
    const isNear = map.getZoom() >= NEAR_ZOOM && map.getBounds().pad(-0.1).contains([lat, lon]);
    if (!isMoving && (isHere || isNear)) {
      open();
      return;
    }
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // A flight ends the move before it, and that end is not its own; without one the map is there at once.
    if (isStill) map.once("moveend", open);
    map.flyTo([lat, lon], Math.max(map.getZoom(), NEAR_ZOOM), { animate: !isStill, duration: 0.8 });
    if (!isStill) map.once("moveend", open);
  },

  chip,

  /* The element of the open card; null when none is open. A closed one fades for a while. */
  element: () => (opened && opened.isOpen() ? opened.getElement() || null : null),

  undock() {
    panel.dockBox().hidden = true;
  },

  /* Close without a word to the page, which asked for it. */
  close() {
    quietly(() => state.map.closePopup());
  },
};

/** @param {() => void} act */
function quietly(act) {
  isQuiet = true;
  act();
  isQuiet = false;
  clearTimeout(telling);
}

/* `indexes` are the records that the page's table should list; null leaves it as it is. */
/**
 * @param {L.LatLngExpression} at
 * @param {HTMLElement} content
 * @param {number[] | null} indexes
 * @param {number} selected
 */
function show(at, content, indexes, selected) {
  const foot = timeline.height();
  const maxHeight = Math.max(160, Math.min(380, state.map.getSize().y - foot - 120));
  opened = L.popup({
    className: "pm-popup",
    minWidth: 268,
    maxWidth: 340,
    maxHeight,
    offset: [0, -8],
    autoPanPaddingTopLeft: [12, 12],
    autoPanPaddingBottomRight: [12, 12 + foot],
  });
  opened.setLatLng(at).setContent(content).openOn(state.map);
  panel.giveWay();
  if (indexes) tell(indexes, selected);
}

/** @param {number[]} indexes @param {number} selected */
function tell(indexes, selected) {
  if (state.selected !== selected) {
    state.selected = selected;
    canvas.draw();
  }
  clearTimeout(telling);
  const speak = () => {
    if (indexes.length || state.hasFocus) send({ do: "focus", records: indexes, selected });
    state.hasFocus = indexes.length > 0;
  };
  if (indexes.length) speak();
  else telling = setTimeout(speak, SETTLED_MS);
}

/** @param {L.LatLngExpression} at @param {string} title @param {number[]} indexes */
async function list(at, title, indexes) {
  /** @param {number} index */
  const choose = async (index) => show(at, await card(index, () => list(at, title, indexes)), indexes, index);
  show(at, await listing(title, indexes, choose), indexes, -1);
}

/**
 * @param {string} title
 * @param {number[]} indexes
 * @param {(index: number) => unknown} choose
 * @param {(() => unknown)=} back
 */
async function listing(title, indexes, choose, back) {
  const wanted = indexes.slice(0, LIST_MOST);
  const rows = await Promise.all(wanted.map(details));
  const items = rows.map((record, i) =>
    el("li", {},
      el("button",
        {
          type: "button",
          class: "pm-item" + (state.shown[wanted[i]] ? "" : " pm-item-off"),
          onclick: () => choose(wanted[i]),
        },
        chip(wanted[i]),
        el("span", { class: "pm-item-name" },
          record.name, state.shown[wanted[i]] ? "" : el("small", {}, t("map.search.hidden"))),
        el("span", { class: "pm-item-years" }, record.years)))
  );
  const rest = indexes.length - wanted.length;
  return el("div", { class: "pm-list" },
    back ? el("button", { type: "button", class: "pm-back", onclick: back }, "‹ " + t("map.search.back")) : "",
    el("h2", {}, title, el("span", {}, t("map.count", { count: number(indexes.length) }))),
    el("ol", {}, items),
    rest > 0 ? el("p", { class: "pm-note" }, t("map.more", { count: number(rest) })) : "");
}

/** @param {number} index @param {(() => unknown)=} back */
async function card(index, back) {
  const record = await details(index);
  const { config, lang } = state;
  /** @param {"place" | "stage" | "investment" | "target"} field */
  const inLanguage = (field) => record[`${field}_${lang}`];
  const evidence = record[`evidence_${lang}`];
  const industry = config.industries[record.industry];
  const document = config.documents[record.document];
  const facts = [
    ["map.place", inLanguage("place")],
    [record.is_own_period ? "map.years" : "map.plan_years", record.years],
    ["map.stage", inLanguage("stage")],
    ["map.entity", record.entity],
    ["map.scale", record.scale],
    ["map.investment", inLanguage("investment")],
    ["map.target", inLanguage("target")],
    ["map.responsible", record.responsible],
    ["map.source", [document.title, record.section, record.item].filter(Boolean).join(" · ")],
  ].filter(([, text]) => text);
  return el("article", { class: "pm-card" },
    back ? el("button", { type: "button", class: "pm-back", onclick: back }, "‹ " + t("map.back")) : "",
    state.shown[index]
      ? ""
      : el("p", { class: "pm-card-off" },
        t("map.search.hidden"), " ",
        el("button", { type: "button", class: "pm-link", onclick: () => send({ do: "query", query: {} }) },
          t("map.search.lift"))),
    el("p", { class: "pm-kind" }, chip(index), label(industry), " · ", label(config.kinds[record.kind])),
    el("h2", {}, record.name),
    el("dl", {}, facts.map(([key, text]) => [el("dt", {}, t(key)), el("dd", {}, text)])),
    await history.of(record, index),
    deeds.of(record),
    evidence.length
      ? el("details", {},
        el("summary", {}, t("map.evidence")),
        el("ul", {}, evidence.map((fact) => el("li", {}, fact))))
      : "");
}

/** @param {number} index */
function chip(index) {
  const { config, records } = state;
  return el("span", { class: "pm-chip", style: { background: config.families[records.family[index]].colour } },
    config.industries[records.industry[index]].glyph);
}
