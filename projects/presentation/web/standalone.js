/* The stand-alone file: the page's map with filters, search and list, all from this file. */
import { el, label, readBy, send, state, t, tellTo } from "./core.js";
import { projectMap } from "./main.js";
import { present } from "./present.js";
import { data, detailsOf, read } from "./standalone-data.js";
import { filter } from "./standalone-filter.js";
import { panels } from "./standalone-panels.js";

const { view } = data;
const dark = window.matchMedia("(prefers-color-scheme: dark)");
/** @type {(name: string) => HTMLElement} */
const box = (name) => /** @type {HTMLElement} */ (document.querySelector(".sa-" + name));
filter.load(data.filters);
Object.assign(window.PM, { detailsOf, filter, send });
let filters = filter.empty();
let selected = -1;
/** @type {number[] | null} */
let focus = null; // records chosen on the map; null when the list follows the filters
let tab = "list";
let language = view.lang;

readBy(read);
panels.load(data.filters.labels);
const map = L.map("map_div", {
  zoomSnap: 0.25,
  zoomDelta: 0.5,
  wheelPxPerZoomLevel: 90,
  maxZoom: 17,
  bounceAtZoomLimits: false,
  doubleClickZoom: false,
});
const [west, south, east, north] = data.areas.bbox;
map.fitBounds([[south, west], [north, east]]);
tellTo(onAction);
document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
dark.addEventListener("change", render);
document.addEventListener("keydown", key);
projectMap.start(map, {
  config: "config",
  areas: "areas",
  areas_gcj02: "areas",
  records: "records",
}).then(() => {
  render();
  const [tour] = data.saved[0].tours;
  if (view.is_tour && tour) present.play(tour.scenes, 0, tour.title);
});

function render() {
  const shown = filter.mask(filters);
  const rows = focus || data.filters.order.filter((record) => shown[record]);
  if (selected >= 0 && !shown[selected]) selected = -1;
  const conditions = inLanguage(language, chips);
  // First the map: it sets the language in which all else is written.
  projectMap.show({
    mask: packed(shown),
    lang: language,
    theme: dark.matches ? "dark" : "light",
    selected,
    focus: focus !== null,
    chosen: filter.places().flatMap((place) => filters[place]),
    outlines: outlines(),
    query: filter.toQuery(filters),
    title: view.title[language],
    conditions: [...view.conditions, ...conditions.map(({ text }) => text)],
    saved: `saved-${data.saved.length - 1}`,
  });
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  document.title = view.title[language];
  head();
  panels.filters(box("filters"), filters, set);
  panels.results(box("results"), {
    rows,
    total: data.records.count,
    tab,
    selected,
    focus,
    chips: conditions.length > 1
      ? [...conditions, { text: t("app.clear"), lift: () => set(filter.empty()) }]
      : conditions,
  }, onList);
  foot();
}

/* The map redraws its words when it is told of another language, so it must not change before. */
/** @type {<Made>(lang: Lang, make: () => Made) => Made} */
function inLanguage(lang, make) {
  const before = state.lang;
  state.lang = lang;
  const made = make();
  state.lang = before;
  return made;
}

/** @param {FileFilters} changed */
function set(changed) {
  filters = changed;
  focus = null;
  render();
}

/** @param {ListChange} change */
function onList(change) {
  if (change.tab !== undefined) tab = change.tab;
  if (change.focus !== undefined) focus = change.focus;
  if (change.selected !== undefined) selected = change.selected === selected ? -1 : change.selected;
  render();
}

/* What was done on the map. */
/** @param {Action} action */
function onAction(action) {
  if (action.do === "focus") {
    focus = action.records.length ? action.records : null;
    selected = action.selected;
    render();
  } else if (action.do === "area") set(filter.withPlace(filters, action.code, action.add));
  else if (action.do === "within") set({ ...filters, rings: [action.ring], near: null });
  else if (action.do === "near") {
    set({ ...filters, near: { lon: action.lon, lat: action.lat, km: action.km }, rings: [] });
  } else if (action.do === "query") set(filter.fromQuery(action.query));
  else if (action.do in SAVES) save(saving(/** @type {SaveAction} */ (action)));
  else if (action.do === "clear") set({ ...filters, rings: [], near: null });
}

/* What is saved here lasts as long as the file is open; a tour can be kept as a file. */
/** @param {{ title: Words }} each */
const title = (each) => present.words(each.title);
/** @type {{ [name in SaveAction["do"]]: (saved: Saved, action: Extract<SaveAction, { do: name }>) => Saved }} */
const SAVES = {
  save_view: (saved, { scene }) => ({
    ...saved,
    views: [...saved.views.filter((each) => title(each) !== title(scene)), scene],
  }),
  delete_view: (saved, { name }) => ({ ...saved, views: saved.views.filter((each) => title(each) !== name) }),
  save_tour: (saved, { tour }) => ({
    ...saved,
    tours: [
      ...saved.tours.filter((each) => title(each) !== title(tour)),
      { ...JSON.parse(JSON.stringify(tour)), name: title(tour), is_own: true },
    ],
  }),
  delete_tour: (saved, { name }) => ({ ...saved, tours: saved.tours.filter((each) => each.name !== name) }),
};

/** @param {SaveAction} action */
function saving(action) {
  const make = /** @type {(saved: Saved, action: SaveAction) => Saved} */ (SAVES[action.do]);
  return make(data.saved[data.saved.length - 1], action);
}

/** @param {Saved} saved */
function save(saved) {
  data.saved.push(saved);
  render();
}

function outlines() {
  const { rings, near } = filters;
  /** @type {GeoJSON.Feature[]} */
  const found = rings.map((ring) => ({
    type: "Feature",
    properties: {},
    geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] },
  }));
  if (near) {
    found.push({
      type: "Feature",
      properties: { radius_m: near.km * 1000 },
      geometry: { type: "Point", coordinates: [near.lon, near.lat] },
    });
  }
  return found.map((feature) => ({ wgs84: feature, gcj02: feature })); // there is no background in another datum
}

function chips() {
  const { config } = state;
  const found = filter.lists().flatMap((list) => {
    const options = list === "industry" ? config.industries : config[`${list}s`];
    return filters[list].map((value) => ({
      text: label(options[value]),
      lift: () => set({ ...filters, [list]: filters[list].filter((other) => other !== value) }),
    }));
  });
  const { from, to } = filters;
  if (from !== null || to !== null) {
    found.push({ text: `${from || ""}–${to || ""}`, lift: () => set({ ...filters, from: null, to: null }) });
  }
  if (filters.text.trim()) found.push({ text: filters.text.trim(), lift: () => set({ ...filters, text: "" }) });
  for (const place of filter.places()) {
    found.push(...filters[place].map((code) => ({
      text: filter.placeName(code),
      lift: () => set({ ...filters, [place]: filters[place].filter((other) => other !== code) }),
    })));
  }
  if (filters.rings.length) found.push({ text: t("standalone.outline"), lift: () => set({ ...filters, rings: [] }) });
  if (filters.near) found.push({ text: `${filters.near.km} km`, lift: () => set({ ...filters, near: null }) });
  return found;
}

function head() {
  const { lang } = state;
  const [name, note] = box("title").children;
  name.textContent = view.title[lang];
  note.textContent = view.conditions.length
    ? view.conditions.join(" · ")
    : t("app.subtitle", { count: view.sources.length });
  /** @param {string} text @param {() => void} act @param {Attributes=} attributes */
  const button = (text, act, attributes) => el("button", { type: "button", onclick: act, ...attributes }, text);
  box("buttons").replaceChildren(
    button(t("standalone.filters"), () => panel("sa-show-filters"),
      { class: "sa-narrow", "aria-controls": "sa-filters" }),
    button(t("app.list"), () => panel("sa-show-results"), { class: "sa-narrow", "aria-controls": "sa-results" }),
    button(t("map.present"), () => present.toggle(), { class: "sa-wide", title: "P" }),
    button(t("app.lang"), () => { language = lang === "en" ? "zh" : "en"; render(); }));
}

/* On a narrow screen one panel at a time lies over the map. */
/** @param {string} name */
function panel(name) {
  const isOpen = document.body.classList.contains(name);
  document.body.classList.remove("sa-show-filters", "sa-show-results");
  if (!isOpen) document.body.classList.add(name);
}

/** @param {KeyboardEvent} event */
function key(event) {
  if (event.key === "Escape") document.body.classList.remove("sa-show-filters", "sa-show-results");
}

function foot() {
  box("foot").replaceChildren(
    el("details", {},
      el("summary", {}, t("app.sources", { count: view.sources.length })),
      el("ul", {}, view.sources.map((source) => el("li", {}, source)))),
    el("span", {},
      [t("app.indicative"), t("app.coordinates"), t("print.made_on", { date: view.made_on })].join(" · ")));
}

/** @param {Uint8Array} bits */
function packed(bits) {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, at) => { bytes[at >> 3] |= bit << (at & 7); });
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
