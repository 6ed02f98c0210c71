/* County, zone, town and park areas as SVG, one pane per layer, and what is lit on hover.

   Their colours stand in map.css, by class. Official boundaries are solid, approximate ones
   dashed. */
import { colour, state } from "./core.js";

const PANES = { ground: 300, town: 310, park: 320, county: 330, outline: 340, lit: 350 };
/** @type {Record<string, L.LayerGroup>} */
const shapes = {}; // layer name -> L.LayerGroup
/** @type {Record<string, L.SVG>} */
const renderers = {}; // layer name -> L.SVG
/** @type {Map<string, Area>} */
const byCode = new Map(); // code -> GeoJSON feature
/** @type {Map<string, any[]>} */
const fills = new Map(); // code -> layers that can be filled
/** @type {Map<string, string>} */
let filled = new Map(); // code -> colour
/** @type {Area | null} */
let under = null; // the area under the pointer

/** @type {Areas} */
export const areas = {
  add(map) {
    for (const [name, zIndex] of Object.entries(PANES)) {
      map.createPane("pm-" + name).style.zIndex = String(zIndex);
      shapes[name] = L.layerGroup().addTo(map);
      renderers[name] = L.svg({ pane: "pm-" + name, padding: 0.5 });
    }
  },

  /* Draw a collection in place of the one before. */
  load(collection) {
    Object.values(shapes).forEach((group) => group.clearLayers());
    byCode.clear();
    fills.clear();
    collection.features.forEach((feature) => byCode.set(feature.properties.code, feature));
    for (const feature of collection.features) {
      const { level } = feature.properties;
      if (level === "county") draw("ground", "ground", feature, true);
      draw(level === "zone" ? "county" : level, level, feature, level === "town" || level === "park");
    }
    draw("outline", "outline", collection.outline, false);
  },

  filled: () => filled,
  under: () => under,
  feature: (code) => byCode.get(code),
  all: () => Array.from(byCode.values()),

  /* [lat, lon] along the city's outline and of every town: what a panel should not hide. */
  outlinePoints() {
    const { type, coordinates } = state.areas.outline.geometry;
    const rings = type === "Polygon" ? coordinates : coordinates.flat();
    /** @type {LatLon[]} */
    const corners = rings.flat().map(([lon, lat]) => [lat, lon]);
    /** @type {LatLon[]} */
    const seats = this.all().map(({ properties }) => [properties.lat, properties.lon]);
    return [...corners, ...seats];
  },

  setVisible(name, visible) {
    const names = name === "county" ? ["ground", "county", "outline"] : [name];
    for (const each of names) {
      if (!shapes[each]) continue;
      if (visible) shapes[each].addTo(state.map);
      else shapes[each].remove();
    }
  },

  /* Fill towns or counties: code -> colour, at that opacity; those without one keep their ground. */
  fill(colours, opacity) {
    filled = colours;
    fills.forEach((layers, code) => layers.forEach((/** @type {L.Path} */ layer) => {
      const tint = colours.get(code);
      const path = /** @type {SVGElement | undefined} */ (layer.getElement());
      if (!path) return;
      path.style.fill = tint || "";
      // What covers a county is not to let its colour through: it would be another class's.
      path.style.fillOpacity = tint ? (tint === colour("county-fill") ? "1" : opacity) : "";
    }));
  },

  /* Light up the areas of `codes`, with the radius of towns and parks, and the outline of
     the area that a click would choose, and the course of a line. */
  light(codes, wanted, paths = []) {
    shapes.lit.clearLayers();
    for (const path of paths) L.polyline(path, options("lit", "course")).addTo(shapes.lit);
    for (const code of codes) {
      const feature = byCode.get(code);
      if (!feature) continue;
      const { level, lat, lon, radius_m } = feature.properties;
      draw("lit", "lit", feature, false);
      if (radius_m && (level === "town" || level === "park")) {
        L.circle([lat, lon], { ...options("lit", "radius"), radius: radius_m }).addTo(shapes.lit);
      }
    }
    const feature = byCode.get(wanted);
    if (feature && !codes.includes(wanted)) draw("lit", "wanted", feature, false);
  },
};

/** @param {string} layer @param {string} style @param {Area | Outline} feature @param {boolean} interactive */
function draw(layer, style, feature, interactive) {
  const { code, dashed, radius_m, is_urban } = feature.properties;
  const marks =
    (dashed === true && style !== "ground" ? " pm-dashed" : "") + (is_urban && style === "town" ? " pm-urban" : "");
  const looks = options(layer, style + marks);
  const drawn = L.geoJSON(feature, {
    ...looks,
    interactive,
    style: { className: looks.className },
    pointToLayer: (_, point) => L.circle(point, { ...looks, radius: radius_m || 500 }),
  });
  drawn.addTo(shapes[layer]);
  drawn.eachLayer((each) => {
    if (style === "ground" || style === "town" || style === "zone") {
      fills.set(code, [...(fills.get(code) || []), each]);
    }
    if (!interactive) return;
    const area = /** @type {Area} */ (feature);
    each.on("mouseover click", () => { under = area; });
    each.on("mouseout", () => { if (under === area) under = null; });
  });
}

/** @param {string} layer @param {string} style */
const options = (layer, style) => ({
  pane: "pm-" + layer,
  renderer: renderers[layer],
  interactive: false,
  smoothFactor: 0.6,
  className: `pm-area pm-area-${style}`,
});
