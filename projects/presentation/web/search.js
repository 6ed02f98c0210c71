/* The search box at the top of the map: places, companies, projects, found as one types.

   / or Ctrl+K puts the cursor there, arrows choose, Enter opens, Escape closes. A place is
   flown to and lit, and can be made a filter; a company lists its records; a project opens
   its card, at its place if it has one. What the filter hides is found too, and marked.
   What is more than one name can be taken as a sentence, which Python reads as a filter. */
import { areas } from "./areas.js";
import { cards } from "./cards.js";
import { el, icon, label, listener, number, send, state, t } from "./core.js";
import { finder } from "./finder.js";
import { panel } from "./panel.js";
import { pointer } from "./pointer.js";
import { recordsIn } from "./records.js";
import { years } from "./years.js";

const MOST = { places: 5, companies: 4, records: 8 };
/** @type {FoundKind[]} */
const KINDS = ["places", "companies", "records"];
const SECONDS = 0.8;
const ROOMY = 170; // px
const SENTENCE = /[\u3400-\u9fff].*[\u3400-\u9fff]/u;
const FUNNEL = "M3 4.500h14l-5.500 6.500v5l-3-1.500v-3.500z";
const LENS = "M9 3.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M13 13l4 4";
/** @type {HTMLElement} */
let box;
/** @type {HTMLInputElement} */
let input;
/** @type {HTMLElement} */
let list;
/** @type {HTMLElement} */
let found;
/** @type {HTMLElement} */
let status;
/** @type {HTMLElement} */
let clear;
/** @type {{node: HTMLElement, act: () => unknown}[]} */
let options = []; // {node, act}, in the order of the list
let current = -1;
/** @type {string | null} */
let place = null; // code of the area that was found and is lit
/** @type {L.GeoJSON | null} */
let lit = null;
let litIn = ""; // the datum in which it is drawn
let took = 0;

/** @type {Search} */
export const search = {
  add(map) {
    input = el("input", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      enterkeyhint: "search",
      maxlength: "60",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": "pm-found",
      "aria-expanded": "false",
      onfocus: () => {
        finder.load().then(suggest);
      },
      oninput: suggest,
      onkeydown: key,
      onblur: () => setTimeout(hideUnlessInside, 0),
    });
    clear = el("button", { type: "button", class: "pm-search-clear", hidden: "", onclick: empty }, "×");
    found = el("div", { class: "pm-found-list", id: "pm-found", role: "listbox" });
    status = el("p", { class: "pm-found-note", role: "status" });
    list = el("div", { class: "pm-found", hidden: "", onmousedown: (event) => event.preventDefault() },
      found, status);
    box = el("div", { class: "pm-search", role: "search" }, el("label", {}, icon(LENS), input), clear, list);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    map.getContainer().append(box);
    document.addEventListener("keydown", shortcut);
    this.render();
  },

  /* The words in the language of the page. */
  render() {
    this.fit();
    input.title = t("map.search.keys");
    input.setAttribute("aria-label", t("map.search"));
    found.setAttribute("aria-label", t("map.search"));
    clear.setAttribute("aria-label", t("map.search.clear"));
    hide();
  },

  element: () => box,

  /* As many words in the empty box as it has room for. */
  fit() {
    input.placeholder = t(box.offsetWidth < ROOMY ? "map.search.short" : "map.search.hint");
  },

  /* After a change of filter or background: the card of the found place says what holds now. */
  follow() {
    if (!place) return;
    if (!cards.isAside(place)) forget();
    else {
      light(place);
      cards.aside(place, placeCard(place));
    }
  },

  /* Milliseconds from the last key to its list, for measurement. */
  took: () => took,
};

/** @param {On<KeyboardEvent>} event */
function shortcut(event) {
  const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey &&
    !event.target.closest("input, textarea, select, [contenteditable=true]");
  const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!isSlash && !isK) return;
  event.preventDefault();
  event.stopPropagation();
  window.focus();
  input.focus();
  input.select();
}

function empty() {
  input.value = "";
  input.focus();
  suggest();
  if (place) cards.undock();
  forget();
}

function suggest() {
  clear.hidden = !input.value;
  if (!finder.isReady()) return;
  const began = performance.now();
  const hits = input.value.trim() ? finder.find(input.value, Math.max(...Object.values(MOST))) : null;
  if (hits) show(hits);
  else hide();
  took = performance.now() - began;
}

/** @param {Found} hits */
function show(hits) {
  options = [];
  const text = input.value.trim();
  const sentence = isSentence(text, hits) ? [asSentence(text)] : [];
  const groups = KINDS.filter((kind) => hits[kind].total).map((kind) => group(kind, hits[kind]));
  found.replaceChildren(...sentence, ...groups);
  status.textContent = groups.length
    ? KINDS.filter((kind) => hits[kind].total)
      .map((kind) => `${t("map.search." + kind)} ${number(hits[kind].total)}`)
      .join(" · ")
    : t("map.search.nothing", { text });
  list.hidden = false;
  found.hidden = !options.length;
  input.setAttribute("aria-expanded", String(options.length > 0));
  // Enter opens what bears the name; where nothing does, it takes the sentence.
  mark(options.length > sentence.length ? sentence.length : options.length - 1);
}

/* A file has no Python to read a sentence, and a whole name is none. */
/** @param {string} text @param {Found} hits */
function isSentence(text, hits) {
  const isName = KINDS.some((kind) => hits[kind].rows.some(({ name }) => name === text));
  return SENTENCE.test(text) && !isName && !listener;
}

/** @param {string} text */
function asSentence(text) {
  const name = t("map.search.sentence", { text });
  const node = option(
    el("span", { class: "pm-found-sign" }, icon(FUNNEL)),
    t("map.search.sentence_note"),
    false,
    () => send({ do: "sentence", text }),
    { name, ranges: [] });
  node.dataset.act = "sentence";
  return node;
}

/** @param {FoundKind} kind @param {Found[FoundKind]} given2 */
function group(kind, { total, rows }) {
  const shown = rows.slice(0, MOST[kind]);
  const head = `pm-found-${kind}`;
  return el("div", { role: "group", "aria-labelledby": head },
    el("div", { class: "pm-found-head", id: head },
      t("map.search." + kind),
      el("span", {}, total > shown.length
        ? t("map.search.some", { shown: shown.length, total: number(total) })
        : number(total))),
    shown.map((row) => {
      const [sign, note, isHidden, act] = CHOICES[kind](row);
      return option(sign, note, isHidden, act, row);
    }));
}

/* Per kind: what stands before the name, what after it, whether the filter hides it, what choosing does. */
/** @type {Record<FoundKind, (row: FoundRow) => [sign: Node, note: string, isHidden: boolean, act: () => unknown]>} */
const CHOICES = {
  /** @param {FoundRow} given */
  places: ({ at, name }) => [
    el("span", { class: "pm-found-sign" },
      icon("M10 18s5.5-5.6 5.5-9.8a5.5 5.5 0 1 0-11 0C4.500 12.400 10 18 10 18zM10 6.500v3")),
    placeNote(at, name), false, () => goTo(at)],
  /** @param {FoundRow} given */
  companies: ({ at, name }) => [
    el("span", { class: "pm-found-sign" },
      icon("M4 17V4h8v13M12 8h4v9M2.500 17h15M6.500 7.500h3M6.500 10.500h3M6.500 13.500h3")),
    t("map.count", { count: number(at.length) }), !at.some(isShown), () => cards.openAside(name, at)],
  /** @param {FoundRow} given */
  records: ({ at }) => [cards.chip(at), recordNote(at), !isShown(at), () => cards.visit(at)],
};

/** @param {number} record */
const isShown = (record) => state.shown[record] === 1;

/**
 * @param {Node} sign
 * @param {string} note
 * @param {boolean} isHidden
 * @param {() => unknown} act
 * @param {Pick<FoundRow, "name" | "ranges">} given5
 */
function option(sign, note, isHidden, act, { name, ranges }) {
  const row = options.length;
  const node = el("div",
    {
      role: "option",
      id: `pm-option-${row}`,
      "aria-selected": "false",
      class: "pm-option" + (isHidden ? " pm-option-off" : ""),
      onmousemove: () => mark(row),
      onclick: () => choose(row),
    },
    sign,
    el("span", { class: "pm-option-name" }, marked(name, ranges)),
    el("span", { class: "pm-option-note" },
      [note, isHidden ? t("map.search.hidden") : ""].filter(Boolean).join(" · ")));
  options.push({ node, act });
  return node;
}

/** @param {string} name @param {FoundRow["ranges"]} ranges */
function marked(name, ranges) {
  const parts = [];
  let from = 0;
  for (const [start, end] of ranges) {
    parts.push(name.slice(from, start), el("mark", {}, name.slice(start, end)));
    from = end;
  }
  return [...parts, name.slice(from)];
}

/** @param {string} code */
const areaOf = (code) => /** @type {Area} */ (areas.feature(code)); // others are not found (finder.js)

/* A place by the name that was found: what it is officially called, where and what it is. */
/** @param {string} code @param {string} name */
function placeNote(code, name) {
  const { properties } = areaOf(code);
  const parent = areas.feature(properties.parent);
  return [
    name === properties.name ? "" : properties.name,
    parent ? parent.properties.short_name || parent.properties.name : "",
    t("map.layer." + (properties.level === "zone" ? "county" : properties.level)),
  ].filter(Boolean).join(" · ");
}

/** @param {number} record */
function recordNote(record) {
  const { records, config } = state;
  const [code] = [...records.town_sets[records.town[record]], ...records.county_sets[records.county[record]]];
  const where = code ? pointer.nameOf(code) : label(config.levels[records.level[record]]);
  const period = [...new Set(years(record))].join("–");
  const { code: kind, ...labels } = config.kinds[records.kind[record]];
  return [kind === "project" ? "" : label(labels), where, period].filter(Boolean).join(" · ");
}

/** @param {KeyboardEvent} event */
function key(event) {
  if (event.key === "Escape") {
    if (list.hidden) input.blur();
    else hide();
  } else if (event.key === "Enter" && current >= 0 && !list.hidden) choose(current);
  else if (["ArrowDown", "ArrowUp"].includes(event.key) && options.length) {
    if (list.hidden) suggest();
    else mark((current + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {number} row */
function mark(row) {
  if (current >= 0 && options[current]) options[current].node.setAttribute("aria-selected", "false");
  current = row;
  if (row < 0) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  const { node } = options[row];
  node.setAttribute("aria-selected", "true");
  node.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", node.id);
}

function hide() {
  list.hidden = true;
  options = [];
  current = -1;
  found.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function hideUnlessInside() {
  if (!box.contains(document.activeElement)) hide();
}

/** @param {number} row */
function choose(row) {
  const { act } = options[row];
  hide();
  input.blur();
  state.map.closePopup();
  forget();
  act();
}

/* Fly to an area, light it, and offer what can be done with it. */
/** @param {string} code */
function goTo(code) {
  const { map } = state;
  place = code;
  const shape = light(code);
  cards.aside(code, placeCard(code));
  const room = panel.dockBox().getBoundingClientRect();
  const size = map.getSize();
  const isBeside = room.width < size.x / 2;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map.flyToBounds(shape.getBounds().pad(0.15), {
    paddingTopLeft: [56, isBeside ? 64 : Math.min(room.height + 72, size.y / 2)],
    paddingBottomRight: [isBeside ? room.width + 24 : 24, 48],
    maxZoom: 12.5,
    duration: SECONDS,
    animate: !isStill,
  });
}

/** @param {string} code */
function light(code) {
  if (lit && litIn === state.datum) return lit;
  if (lit) lit.remove();
  litIn = state.datum;
  const looks = {
    pane: "pm-lit",
    renderer: L.svg({ pane: "pm-lit", padding: 0.5 }),
    interactive: false,
    smoothFactor: 0.6,
    className: `pm-area pm-area-found${areaOf(code).properties.dashed ? " pm-dashed" : ""}`,
  };
  lit = L.geoJSON(areas.feature(code), {
    ...looks,
    style: { className: looks.className },
    pointToLayer: (feature, at) => L.circle(at, { ...looks, radius: feature.properties.radius_m || 500 }),
  }).addTo(state.map);
  return lit;
}

function forget() {
  place = null;
  if (lit) lit.remove();
  lit = null;
}

/** @param {string} code */
function placeCard(code) {
  const { properties } = areaOf(code);
  const all = recordsIn(code);
  const shown = all.filter(isShown);
  const isChosen = state.chosen.includes(code);
  /** @param {string} text @param {() => unknown} act @param {Attributes} attributes */
  const button = (text, act, attributes) =>
    el("button", { type: "button", class: "pm-button", onclick: act, ...attributes }, text);
  return el("article", { class: "pm-card pm-place" },
    el("p", { class: "pm-kind" }, [
      placeNote(code, properties.name),
      properties.dashed ? t("map.approximate") : "",
    ].filter(Boolean).join(" · ")),
    el("h2", {}, properties.name),
    el("p", {}, all.length
      ? t(shown.length < all.length ? "map.search.part" : "map.search.all",
        { shown: number(shown.length), total: number(all.length) })
      : t("map.search.no_records")),
    el("div", { class: "pm-buttons" },
      isChosen || !all.length
        ? ""
        : button(t("map.search.filter"), () => send({ do: "area", code, add: false }), { "data-act": "filter" }),
      all.length
        ? button(t("map.search.list"), () => cards.openAside(properties.name, all, () => goTo(code)),
          { "data-act": "list" })
        : "",
      isChosen ? el("span", { class: "pm-note" }, t("map.search.filtered")) : ""));
}
