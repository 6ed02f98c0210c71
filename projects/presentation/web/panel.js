/* What lies over the map: layer switches, choice of background and shading,
   legend, notices, the card of what has no point. */
import { areas } from "./areas.js";
import { background } from "./background.js";
import { settle } from "./canvas.js";
import { cards } from "./cards.js";
import { el, label, state, t } from "./core.js";
import { redraw } from "./drawing.js";
import { furniture } from "./furniture.js";
import { legend } from "./legend.js";
import { present } from "./present.js";
import { search } from "./search.js";
import { shading } from "./shading.js";
import { timeline } from "./timeline.js";

/** @type {Corner[]} */
const CORNERS = ["bottomright", "bottomleft", "topleft"];
const SEARCH_LEAST = 112; // px; in less it shows its sign only
const SEARCH_MOST = 280;
/** @type {HTMLElement} */
let container;
/** @type {HTMLElement} */
let layersBox;
/** @type {HTMLElement} */
let legendBox;
/** @type {HTMLElement} */
let keyBox;
/** @type {HTMLElement} */
let dockedCard;
/** @type {HTMLElement} */
let notice;

/** @type {Panel} */
export const panel = {
  add(map) {
    container = map.getContainer();
    layersBox = over("pm-layers");
    legendBox = over("pm-legend");
    keyBox = over("pm-legend");
    dockedCard = over("pm-dock");
    dockedCard.hidden = true;
    notice = over("pm-notice");
    notice.hidden = true;
    notice.setAttribute("role", "alert");
    new ResizeObserver(() => container.style.setProperty("--legend", `${legendBox.offsetHeight}px`))
      .observe(legendBox);
    map.on("popupclose moveend", () => setTimeout(this.giveWay, 0));
    this.renderLayers();
  },

  /* Put legend and key each into the corner where it hides least of the city, and the
     scale where neither is. */
  dock() {
    const { map } = state;
    const outline = areas.outlinePoints().map((point) => map.latLngToContainerPoint(point));
    const { x: width, y: height } = map.getSize();
    let free = CORNERS;
    for (const box of [legendBox, keyBox]) {
      const { offsetWidth: wide, offsetHeight: high } = box;
      /** @param {Corner} corner */
      const hidden = (corner) => {
        const [left, top] = position(corner, box, width, height);
        return outline.filter((at) => at.x > left && at.x < left + wide && at.y > top && at.y < top + high).length;
      };
      const best = free.reduce((a, b) => (hidden(b) < hidden(a) ? b : a));
      free = free.filter((corner) => corner !== best);
      box.dataset.corner = best;
    }
    container.classList.remove("pm-crowded");
    const room = width - layersBox.offsetWidth - 12 - 56 - 8;
    container.classList.toggle("pm-crowded", room < SEARCH_LEAST);
    container.style.setProperty("--search", `${Math.min(room, SEARCH_MOST)}px`);
    search.fit();
    const side = present.isOn() || free.includes("bottomleft") ? "bottomleft" : "bottomright";
    container.classList.toggle("pm-lifted", !free.includes(side));
    furniture.setPosition(side);
    settle();
  },

  dockBox: () => dockedCard,

  /* Panels lie over the map and its cards: hide those that would cover the open card. */
  giveWay() {
    const card = cards.element();
    const own = card ? card.getBoundingClientRect() : null;
    for (const box of [legendBox, keyBox, layersBox, search.element()]) {
      const other = box.getBoundingClientRect();
      const covers = own &&
        own.left < other.right && own.right > other.left &&
        own.top < other.bottom && own.bottom > other.top;
      box.classList.toggle("pm-behind", Boolean(covers));
    }
  },

  renderLayers() {
    const switches = Object.keys(state.layers).map((name) =>
      el("button", {
        type: "button",
        class: "pm-switch",
        "data-layer": name,
        "aria-pressed": String(state.layers[name]),
        onclick: () => setLayer(name, !state.layers[name]),
      }, t("map.layer." + name)));
    const { basemaps } = state.config;
    const shadings = shading.MODES.map((mode) => [mode, t("map.shading." + mode)]);
    const backgrounds = [["", t("map.basemap.none")], ...basemaps.map((each) => [each.code, label(each)])];
    layersBox.replaceChildren(
      el("span", { class: "pm-caption" }, t("map.layers")), ...switches,
      choice("shading", t("map.shading"), shadings, shading.mode(), (mode) => shading.set(mode)),
      choice("background", t("map.basemap"), backgrounds, background.code(), (code) => background.set(code)));
  },

  renderLegend() {
    legend.render(legendBox, keyBox);
  },

  /* A line of plain text over the map; empty takes it away. */
  /* Take back what is said, if it is still this. */
  unsay(text) {
    if (notice.firstChild && notice.firstChild.textContent === text) this.say("");
  },

  say(text) {
    notice.hidden = !text;
    notice.replaceChildren(
      el("span", {}, text),
      el("button", { type: "button", "aria-label": t("map.close"), onclick: () => panel.say("") }, "×"));
  },
};

/** @type {(name: string, isOn: boolean) => void} */
export function setLayer(name, isOn) {
  state.layers[name] = isOn;
  areas.setVisible(name, isOn);
  panel.renderLayers();
  redraw();
}

/**
 * @param {string} name
 * @param {string} caption
 * @param {string[][]} options
 * @param {string} value
 * @param {(value: string) => void} act
 */
function choice(name, caption, options, value, act) {
  return el("select", { "aria-label": caption, "data-choice": name, onchange: (event) => act(event.target.value) },
    options.map(([code, text]) => el("option", { value: code, ...(code === value ? { selected: "" } : {}) }, text)));
}

/* Left and top of a box in a corner of the map; the zoom buttons keep theirs. */
/** @param {Corner} corner @param {HTMLElement} box @param {number} width @param {number} height */
function position(corner, box, width, height) {
  const foot = 12 + timeline.height();
  return {
    topleft: [56, 56],
    bottomleft: [12, height - box.offsetHeight - foot],
    bottomright: [width - box.offsetWidth - 12, height - box.offsetHeight - foot],
  }[corner];
}

/** @param {string} name */
function over(name) {
  const node = el("div", { class: name });
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  container.append(node);
  return node;
}
