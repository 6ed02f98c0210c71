/* County, zone, town and park areas as SVG, one pane per layer, and what is lit on hover.

   Official boundaries are solid, approximate ones dashed. */
(function () {
  "use strict";

  const PM = window.PM;
  const PANES = { ground: 300, town: 310, park: 320, county: 330, outline: 340, lit: 350 };
  const STYLES = {
    ground: { stroke: false, fill: true, fillColor: "#F1EFEA", fillOpacity: 1 },
    county: { color: "#A9A295", weight: 1.3, fill: false },
    zone: { color: "#8A8375", weight: 1.3, dashArray: "7 4", fill: false },
    town: { color: "#C9C2B4", weight: 0.8, fillColor: "#F1EFEA", fillOpacity: 0 },
    park: { color: "#9C917B", weight: 1, fillColor: "#DDD5C2", fillOpacity: 0.45 },
    outline: { color: "#6B665C", weight: 2, fill: false },
    lit: { color: "#6B665C", weight: 1.3, fillColor: "#FFFFFF", fillOpacity: 0.6 },
  };

  const shapes = {}; // layer name -> L.LayerGroup
  const byCode = new Map(); // code -> GeoJSON feature
  let lit = null;

  PM.areas = {
    add(map, collection) {
      for (const [name, zIndex] of Object.entries(PANES)) {
        map.createPane("pm-" + name).style.zIndex = zIndex;
        shapes[name] = L.layerGroup().addTo(map);
      }
      collection.features.forEach((feature) => byCode.set(feature.properties.code, feature));
      for (const level of ["county", "zone", "town", "park"]) {
        const features = collection.features.filter((f) => f.properties.level === level);
        const layer = level === "zone" ? "county" : level;
        if (level === "county") draw("ground", "ground", features, true);
        draw(layer, level, features, layer !== "county");
      }
      draw("outline", "outline", [collection.outline], false);
      lit = shapes.lit;
    },

    feature: (code) => byCode.get(code),
    all: () => Array.from(byCode.values()),

    /* [lat, lon] along the city's outline and of every town: what a panel should not hide. */
    outlinePoints() {
      const { type, coordinates } = PM.state.areas.outline.geometry;
      const rings = type === "Polygon" ? coordinates : coordinates.flat();
      const seats = this.all().map(({ properties }) => [properties.lat, properties.lon]);
      return [...rings.flat().map(([lon, lat]) => [lat, lon]), ...seats];
    },

    setVisible(name, visible) {
      const names = name === "county" ? ["ground", "county", "outline"] : [name];
      for (const each of names) {
        if (!shapes[each]) continue;
        if (visible) shapes[each].addTo(PM.state.map);
        else shapes[each].remove();
      }
    },

    /* Over a basemap the ground must let it through. */
    setGround(opaque) {
      shapes.ground.eachLayer((layer) => layer.setStyle({ fillOpacity: opaque ? 1 : 0 }));
    },

    light(codes) {
      lit.clearLayers();
      codes.forEach((code) => {
        const feature = byCode.get(code);
        if (feature) L.geoJSON(feature, options("lit", "lit", false)).addTo(lit);
      });
    },
  };

  function draw(pane, style, features, interactive) {
    features.forEach((feature) => {
      L.geoJSON(feature, {
        ...options(pane, style, interactive),
        onEachFeature(each, layer) {
          if (!interactive) return;
          layer.on("mouseover", () => PM.panel.enterArea(each));
          layer.on("mouseout", () => PM.panel.leaveArea(each));
        },
      }).addTo(shapes[pane]);
    });
  }

  const renderers = {};

  function options(pane, style, interactive) {
    renderers[pane] = renderers[pane] || L.svg({ pane: "pm-" + pane, padding: 0.5 });
    return {
      pane: "pm-" + pane,
      renderer: renderers[pane],
      interactive,
      smoothFactor: 0.6,
      style(feature) {
        const dashed = feature.properties.dashed === true;
        return { ...STYLES[style], ...(dashed && style !== "ground" ? { dashArray: "4 3" } : {}) };
      },
      pointToLayer: (feature, point) =>
        L.circle(point, { radius: feature.properties.radius_m || 500, pane: "pm-" + pane, renderer: renderers[pane], interactive }),
    };
  }
})();
