/* The pointer on the map: what is under it, what it says about it, what a click does.

   A click on a symbol opens its records, on a county's badge those known to the county only,
   and on an area makes it a filter: the county while all of the city is seen, the town once
   its county is chosen or near.

   With the focus on the map, Enter goes from symbol to symbol (back with Shift) and the space
   bar opens the one that is reached. */
import { areas } from "./areas.js";
import { canvas } from "./canvas.js";
import { cards, details } from "./cards.js";
import { el, isOnMap, label, number, send, state, t } from "./core.js";
import { lines } from "./lines.js";
import { countyCount, countyRecords } from "./records.js";
import { shading } from "./shading.js";
import { symbols } from "./symbols.js";
import { tools } from "./tools.js";

const TOWN_ZOOM = 10.5;
const JUST_NOW_MS = 60;
/** @type {HTMLElement} */
let container;
/** @type {HTMLElement} */
let tip;
/** @type {Hit | null} */
let hovered = null; // the symbol or badge under the pointer
let closedAt = 0; // when a card was closed
/** @type {HTMLElement} */
let ring; // around the symbol that was reached by key
let isByKey = false; // whether the open card was opened by key

/** @type {Pointer} */
export const pointer = {
  add(map) {
    container = map.getContainer();
    tip = el("div", { class: "pm-tip", role: "status", hidden: "" });
    ring = el("div", {
      class: "pm-reached",
      hidden: "",
      style: { position: "absolute", zIndex: "590", pointerEvents: "none", border: "2px solid var(--accent)" },
    });
    container.append(tip, ring);
    container.setAttribute("role", "application");
    container.addEventListener("focus", tellKeys);
    container.addEventListener("keydown", key);
    tellKeys();
    map.on("mousemove", (event) => point(event));
    map.on("mouseout movestart zoomstart", () => leave());
    map.on("popupclose", () => {
      closedAt = performance.now();
      if (isByKey) container.focus();
      isByKey = false;
    });
    map.on("click", (event) => click(event));
  },

  placeTitle,
  nameOf,
};

/* What the map is and which keys work, in the language of the moment. */
function tellKeys() {
  container.setAttribute("aria-label", t("map.keys"));
}

/** @param {On<KeyboardEvent>} event */
async function key(event) {
  if (event.key === "Escape" && event.target.closest(".leaflet-popup")) state.map.closePopup();
  if (event.target !== container || tools.isBusy() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") {
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  } else if (event.key === " " && hovered) {
    event.preventDefault();
    const hit = hovered;
    leave();
    await open(hit);
    const card = cards.element();
    isByKey = card !== null;
    /** @type {HTMLElement | null | undefined} */
    const first = card?.querySelector("button, a[href]");
    first?.focus();
  }
}

/* To the next symbol or badge in view, line by line; after the last one the first. */
/** @param {number} by */
function step(by) {
  const { x: width, y: height } = state.map.getSize();
  const hits = canvas.hits()
    .filter(({ at }) => at.x > 0 && at.y > 0 && at.x < width && at.y < height)
    .sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x);
  if (!hits.length) return;
  const now = hits.findIndex((hit) => isSame(hit, hovered));
  const next = hits[now < 0 ? (by > 0 ? 0 : hits.length - 1) : (now + by + hits.length) % hits.length];
  hovered = next;
  light(hovered);
  const { at } = next;
  describe(hovered).then(() => move(at));
  const [wide, high] = hovered.box
    ? [hovered.box[2] - hovered.box[0], hovered.box[3] - hovered.box[1]]
    : [2 * hovered.radius + 8, 2 * hovered.radius + 8];
  Object.assign(ring.style, {
    left: `${at.x - wide / 2 - 2}px`,
    top: `${at.y - high / 2 - 2}px`,
    width: `${wide}px`,
    height: `${high}px`,
    borderRadius: `${high}px`,
  });
  ring.hidden = false;
}

/** @param {Hit | null} hit @param {Hit | null} other */
const isSame = (hit, other) => Boolean(
  hit && other && hit.kind === other.kind && hit.line === other.line && hit.x === other.x && hit.y === other.y);

/** @param {Area | null} feature @param {string} level */
const isOf = (feature, level) => feature && feature.properties.level === level;

/* The area that a click here would choose. */
function target() {
  const here = areas.under();
  if (!here || isOf(here, "park")) return here;
  const county = isOf(here, "town") ? areas.feature(here.properties.parent) : here;
  const isChosen = county && state.chosen.includes(county.properties.code);
  const siblings = state.chosen.map(areas.feature).some((each) =>
    each && isOf(each, "town") && each.properties.parent === here.properties.parent);
  if (isOf(here, "town") && (state.map.getZoom() >= TOWN_ZOOM || isChosen || siblings)) return here;
  return county;
}

/** @param {L.LeafletMouseEvent} event */
function point(event) {
  if (tools.isBusy()) return;
  const hit = canvas.hit(event.containerPoint);
  container.classList.toggle("pm-pointing", hit !== null || areas.under() !== null);
  ring.hidden = true;
  if (!isSame(hit, hovered)) {
    hovered = hit;
    light(hit);
    describe(hit);
  } else if (!hit) describe(null);
  move(event.containerPoint);
}

/** @param {Hit | null} hit */
function light(hit) {
  const wanted = target();
  const area = areas.under();
  const codes = hit ? codesOf(hit) : area ? [area.properties.code] : [];
  areas.light(
    codes,
    hit || !wanted ? "" : wanted.properties.code,
    hit && hit.kind === "line" ? lines.paths(hit.line) : []);
}

function leave() {
  hovered = null;
  ring.hidden = true;
  areas.light([], "");
  tip.hidden = true;
}

/* The areas a symbol stands for; with a record of several places, all of these. */
/** @param {Hit} hit */
function codesOf(hit) {
  if (hit.kind === "county") return [hit.code];
  if (hit.kind === "line") return [];
  const codes = new Set(hit.members.map((place) => symbols.place(place).code));
  for (const record of hit.isThin ? symbols.recordsOf(hit.members) : []) {
    symbols.placesOf(record).forEach((place) => codes.add(symbols.place(place).code));
  }
  return Array.from(codes);
}

/** @param {Hit | null} hit */
async function describe(hit) {
  if (!hit) {
    const area = areas.under();
    tip.hidden = !area;
    if (area) fill(area.properties.name, areaNotes(area));
    return;
  }
  if (hit.kind === "county") {
    fill(nameOf(hit.code), [t("map.tip.county", { count: countyCount(hit.code) })]);
    return;
  }
  if (hit.kind === "line") {
    const notes = [
      t("map.count", { count: number(hit.count) }),
      lines.isDashed(hit.line) ? t("map.line.approximate") : "",
    ];
    fill(lines.name(hit.line), notes);
    return;
  }
  const indexes = symbols.recordsOf(hit.members);
  if (indexes.length > 1) {
    fill(placeTitle(hit), [t("map.count", { count: number(indexes.length) }), families(hit)]);
    return;
  }
  const record = await details(indexes[0]);
  if (hovered !== hit) return;
  const industry = state.config.industries[record.industry];
  fill(record.name, [
    [label(industry), record.years].filter(Boolean).join(" · "),
    state.lang === "en" ? record.place_en : record.place_zh,
  ]);
}

/** @param {PlaceHit} hit */
const families = (hit) =>
  hit.shares
    .map((share, i) => ({ share, family: state.config.families[i] }))
    .filter(({ share }) => share)
    .sort((a, b) => b.share - a.share)
    .slice(0, 3)
    .map(({ share, family }) => `${label(family)} ${share}`)
    .join(" · ");

/** @param {Area} feature */
function areaNotes(feature) {
  const { level, dashed, radius, parent } = feature.properties;
  const kind = [nameOf(parent), t("map.layer." + (level === "zone" ? "county" : level))].filter(Boolean).join(" ");
  const wanted = target();
  const isChosen = wanted && state.chosen.includes(wanted.properties.code);
  const tally = shading.tally(feature.properties.code);
  const lead = shading.lead(feature.properties.code);
  const family = lead === null ? null : state.config.families[lead];
  const inside = tally && level !== "park"
    ? [
      t("map.tip.count", { count: number(tally.count) }),
      family ? t("map.tip.lead", { name: label(family) }) : "",
    ].filter(Boolean).join(" · ")
    : "";
  return [
    inside,
    level === "county" && areas.all().some(({ properties }) => properties.level === "zone")
      ? t("map.tip.zones")
      : "",
    dashed ? `${kind} · ${t("map.approximate")}` : kind,
    level === "town" || level === "park" ? t("map.radius", { radius: radius[state.lang] }) : "",
    wanted ? t(isChosen ? "map.tip.release" : "map.tip.choose", { name: wanted.properties.name }) : "",
  ];
}

/** @param {string} code */
function nameOf(code) {
  const feature = areas.feature(code);
  return feature ? feature.properties.name : "";
}

/** @param {PlaceHit} hit */
function placeTitle(hit) {
  const names = hit.members.map((place) => nameOf(symbols.place(place).code)).filter(Boolean);
  if (!names.length) return t("map.key.site");
  if (names.length === 1) return names[0];
  return t("map.places", { first: names.slice(0, 2).join("、"), count: names.length });
}

/** @param {string} title @param {string[]} rows */
function fill(title, rows) {
  tip.replaceChildren(el("strong", {}, title), ...rows.filter(Boolean).map((line) => el("span", {}, line)));
  tip.hidden = false;
}

/** @param {L.Point} at */
function move(at) {
  if (tip.hidden) return;
  const room = container.clientWidth - tip.offsetWidth - 8;
  const below = at.y + 18 + tip.offsetHeight < container.clientHeight;
  tip.style.left = Math.max(8, Math.min(at.x + 14, room)) + "px";
  tip.style.top = (below ? at.y + 16 : at.y - tip.offsetHeight - 12) + "px";
}

/** @param {L.LeafletMouseEvent} event */
function click(event) {
  if (tools.isBusy() || !isOnMap(event)) return;
  const hit = canvas.hit(event.containerPoint);
  leave();
  if (hit) {
    open(hit.kind === "line" ? { ...hit, at: event.containerPoint } : hit);
    return;
  }
  // A click beside an open card closes it and means nothing else.
  if (performance.now() - closedAt < JUST_NOW_MS) return;
  const wanted = target();
  const { ctrlKey, metaKey, shiftKey, detail } = event.originalEvent;
  if (wanted && detail < 2) {
    send({ do: "area", code: wanted.properties.code, add: ctrlKey || metaKey || shiftKey });
  }
}

/** @param {Hit} hit */
async function open(hit) {
  if (hit.kind === "line") {
    await cards.open(
      hit.at ? state.map.containerPointToLatLng(hit.at) : canvas.latLng(hit),
      lines.name(hit.line),
      lines.recordsOf(hit.line));
    return;
  }
  if (hit.kind === "county") {
    await cards.open(canvas.latLng(hit), nameOf(hit.code), countyRecords(hit.code));
    return;
  }
  const { map } = state;
  const bounds = L.latLngBounds(
    hit.members.map((place) => [symbols.place(place).lat, symbols.place(place).lon]));
  const apart = !bounds.getSouthWest().equals(bounds.getNorthEast(), 1e-5);
  if (hit.isMerged && apart && map.getZoom() < map.getMaxZoom()) {
    map.flyToBounds(bounds.pad(0.4), { duration: 0.5, maxZoom: Math.max(map.getZoom() + 2, 12) });
    return;
  }
  await cards.open(canvas.latLng(hit), placeTitle(hit), symbols.recordsOf(hit.members));
}
