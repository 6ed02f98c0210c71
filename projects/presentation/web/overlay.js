/* What the filter has chosen, in the colour of selections: areas by name, a drawn outline,
   the surroundings of a point. */
import { areas } from "./areas.js";
import { state } from "./core.js";

/** @type {L.LayerGroup} */
let group;
/** @type {L.Renderer} */
let renderer;
let drawn = ""; // what is drawn, so that a rerun that changes nothing draws nothing

/** @type {{ add(map: L.Map): void; hasOutline(): boolean; render(): void }} */
export const overlay = {
  add(map) {
    Object.assign(map.createPane("pm-drawn").style, { zIndex: 440, pointerEvents: "none" });
    renderer = L.svg({ pane: "pm-drawn", padding: 0.5 });
    group = L.layerGroup().addTo(map);
  },

  hasOutline: () => (state.outlines || []).length > 0,

  render() {
    const { chosen, outlines, datum } = state;
    const wanted = JSON.stringify([chosen, outlines, datum]);
    if (wanted === drawn) return;
    drawn = wanted;
    group.clearLayers();
    const features = chosen.map(areas.feature).filter(Boolean);
    for (const feature of features) L.geoJSON(feature, options("pm-chosen")).addTo(group);
    for (const outline of outlines) L.geoJSON(outline[datum], options("pm-outline")).addTo(group);
  },
};

/** @param {string} className */
function options(className) {
  return {
    renderer,
    interactive: false,
    smoothFactor: 0.6,
    style: { className },
    pointToLayer: (/** @type {GeoJSON.Feature} */ feature, /** @type {L.LatLng} */ point) =>
      L.circle(point, { radius: feature.properties?.radius_m || 500, className, renderer, interactive: false }),
  };
}
