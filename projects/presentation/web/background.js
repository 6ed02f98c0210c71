/* The background and its datum.

   Our data are drawn in the datum of the background: over GCJ-02 tiles, from a second set of
   coordinates that the page has shifted. A background whose datum is not known is refused
   with the reason, and one that cannot be loaded leaves the map as it is without one. */
import { areas } from "./areas.js";
import { json, label, state, t } from "./core.js";
import { redraw } from "./drawing.js";
import { ground } from "./ground.js";
import { labels } from "./labels.js";
import { overlay } from "./overlay.js";
import { panel } from "./panel.js";
import { symbols } from "./symbols.js";

const FAILED_TILES = 3;
/** @type {Record<Datum, string>} */
let urls;
/** @type {L.TileLayer[]} */
let layers = [];
let code = "";

/** @type {Background} */
export const background = {
  /* The addresses of the areas by datum. */
  add(addresses) {
    urls = { wgs84: addresses.areas, gcj02: addresses.areas_gcj02 };
  },

  code: () => code,

  async set(wanted) {
    const chosen = state.config.basemaps.find((each) => each.code === wanted);
    panel.say(chosen && chosen.refused ? `${label(chosen)}：${chosen.refused[state.lang]}` : "");
    const usable = chosen && !chosen.refused ? chosen : null;
    code = usable ? wanted : "";
    layers.forEach((layer) => layer.remove());
    layers = [];
    state.map.getContainer().classList.remove("pm-over-tiles");
    await setDatum(usable ? usable.datum : "wgs84");
    if (usable && code === wanted) layers = usable.urls.map((url) => tiles(url, usable));
    panel.renderLayers();
  },
};

/** @type {(url: string, basemap: Basemap) => L.TileLayer} */
function tiles(url, { subdomains, max_zoom, attribution, ...chosen }) {
  const layer = L.tileLayer(url, { subdomains, maxZoom: 18, maxNativeZoom: max_zoom, attribution });
  let failed = 0;
  let loaded = 0;
  layer.on("tileload", () => {
    loaded += 1;
    // Only now: the ground stays where no tile ever comes.
    state.map.getContainer().classList.add("pm-over-tiles");
  });
  layer.on("tileerror", () => {
    failed += 1;
    if (!loaded && failed === FAILED_TILES) panel.say(t("map.basemap.failed", { name: label(chosen) }));
  });
  return layer.addTo(state.map);
}

/* Draw everything in another datum; what is in the middle stays there. */
/** @param {Datum} datum */
async function setDatum(datum) {
  if (datum === state.datum) return;
  const shifted = await json(urls[datum]);
  const before = state.areas.features[0].properties;
  const after = shifted.features[0].properties;
  const { lat, lng } = state.map.getCenter();
  Object.assign(state, { datum, areas: shifted });
  symbols.setDatum(datum);
  labels.forget();
  areas.load(shifted);
  ground.load(shifted);
  Object.entries(state.layers).forEach(([name, visible]) => areas.setVisible(name, visible));
  state.map.closePopup();
  state.map.setView(
    [lat + after.lat - before.lat, lng + after.lon - before.lon], state.map.getZoom(), { animate: false });
  overlay.render();
  redraw();
}
