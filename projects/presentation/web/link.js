/* The link to what is on the screen: the page's own link, which has filters and pane, and of the map
   middle and zoom, shading, background, and the layers that are switched off. */
import { background } from "./background.js";
import { el, icon, listener, state, t } from "./core.js";
import { keepView } from "./fitting.js";
import { panel, setLayer } from "./panel.js";
import { present } from "./present.js";
import { shading } from "./shading.js";

const DECIMALS = 5; // of degrees: a metre
const STILL = { animate: false, reset: true }; // exactly there: Leaflet pans by whole pixels
const NOTICE_MS = 4000;
const CHAIN = "M8 12l4-4M9 6l2-2a3.500 3.500 0 0 1 5 5l-2 2M11 14l-2 2a3.500 3.500 0 0 1-5-5l2-2";
/** @type {HTMLElement} */
let box;
let done = ""; // the look that was followed last
/** @type {Look | null} */
let placing = null; // holds it while the map gets its size

/** @type {{ add(map: L.Map): void; follow(look?: Look | null): Promise<void> }} */
export const link = {
  add(map) {
    if (listener) return; // a page in one file has no address to share
    const bar = new L.Control({ position: "topleft" });
    bar.onAdd = () => {
      box = el("div", { class: "leaflet-bar pm-tools" });
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    bar.addTo(map);
    map.on("resize", () => { if (placing) place(placing); });
    map.on("dragstart", () => { placing = null; });
    map.getContainer().addEventListener("wheel", () => { placing = null; }, { passive: true });
  },

  /* Show the map as a link says, once. */
  async follow(look) {
    if (!box) return;
    box.replaceChildren(el("button", {
      type: "button",
      title: t("map.link"),
      "aria-label": t("map.link"),
      "data-tool": "link",
      onclick: copy,
    }, icon(CHAIN)));
    const asked = JSON.stringify(look);
    if (!look || asked === done) return;
    done = asked;
    const { layers, config } = state;
    Object.keys(layers).forEach((name) => {
      if (layers[name] !== look.layers[name]) setLayer(name, look.layers[name]);
    });
    shading.set(look.shading);
    if (config.basemaps.some((each) => each.code === look.background)) await background.set(look.background);
    panel.renderLayers();
    placing = look;
    place(look);
  },
};

/** @param {Look} given */
function place({ lon, lat, zoom }) {
  const { map } = state;
  keepView();
  map.setView([lat, lon], zoom, STILL);
  const seen = present.capture(); // in WGS 84: off by the shift of the datum that is drawn
  if (seen.lon !== lon || seen.lat !== lat) map.setView([2 * lat - seen.lat, 2 * lon - seen.lon], zoom, STILL);
}

function address() {
  const { lon, lat, zoom, layers, shading: mode, background: ground } = present.capture();
  const url = new URL(window.parent.location.href);
  const parts = {
    at: [lon.toFixed(DECIMALS), lat.toFixed(DECIMALS), zoom].join(","),
    shading: mode === "points" ? "" : mode,
    background: ground,
    hide: Object.keys(layers).filter((name) => !layers[name]).join(","),
  };
  Object.entries(parts).forEach(([name, value]) => {
    url.searchParams.delete(name);
    if (value) url.searchParams.set(name, value);
  });
  return url.href;
}

async function copy() {
  const url = address();
  if (!(await written(url)) && !typed(url)) {
    panel.say(url); // to be copied by hand
    return;
  }
  const told = t("map.link.copied");
  panel.say(told);
  setTimeout(() => panel.unsay(told), NOTICE_MS);
}

/* The clipboard is there only on pages that the browser trusts … */
/** @param {string} text */
async function written(text) {
  if (!navigator.clipboard) return false;
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
  return true;
}

/* … the older way, on any: an office serves the page without a certificate. */
/** @param {string} text */
function typed(text) {
  const field = el("textarea", { "aria-hidden": "true", class: "pm-off-screen" });
  field.value = text;
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  return isDone;
}
