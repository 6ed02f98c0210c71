/* What lies over the map: layer switches, background, legend, the card of what has no point. */
(function () {
  "use strict";

  const PM = window.PM;
  const { el, t } = PM;
  const OFF_MAP = ["city", "none"];
  const CORNERS = ["bottomright", "bottomleft", "topleft"];
  let container = null;
  let layersBox = null;
  let legendBox = null;
  let keyBox = null;
  let dockedCard = null;
  let background = null;
  let backgroundCode = "";
  let isLegendOpen = true;

  PM.panel = {
    add(map) {
      container = map.getContainer();
      layersBox = over("pm-layers");
      legendBox = over("pm-legend");
      keyBox = over("pm-legend");
      dockedCard = over("pm-dock");
      dockedCard.hidden = true;
      map.on("popupclose moveend", () => setTimeout(this.giveWay, 0));
      this.renderLayers();
    },

    /* Put legend and key each into the corner where it hides least of the city, and the
       scale where neither is. */
    dock() {
      const { map } = PM.state;
      const outline = PM.areas.outlinePoints().map((point) => map.latLngToContainerPoint(point));
      const { x: width, y: height } = map.getSize();
      let free = CORNERS;
      for (const box of [legendBox, keyBox]) {
        const hidden = (corner) => {
          const [left, top] = position(corner, box, width, height);
          return outline.filter((at) => at.x > left && at.x < left + box.offsetWidth && at.y > top && at.y < top + box.offsetHeight).length;
        };
        const best = free.reduce((a, b) => (hidden(b) < hidden(a) ? b : a));
        free = free.filter((corner) => corner !== best);
        box.dataset.corner = best;
      }
      container.classList.toggle("pm-crowded", 64 + keyBox.offsetWidth + layersBox.offsetWidth + 16 > width);
      const side = free.includes("bottomleft") ? "bottomleft" : "bottomright";
      container.classList.toggle("pm-lifted", !free.includes(side));
      map.attributionControl.setPosition(side);
      PM.scale.setPosition(side);
    },

    dockBox: () => dockedCard,

    /* Panels lie over the map and its cards: hide those that would cover the open card. */
    giveWay() {
      const card = PM.cards.element();
      const own = card ? card.getBoundingClientRect() : null;
      for (const panel of [legendBox, keyBox, layersBox]) {
        const other = panel.getBoundingClientRect();
        const covers = own && own.left < other.right && own.right > other.left && own.top < other.bottom && own.bottom > other.top;
        panel.classList.toggle("pm-behind", Boolean(covers));
      }
    },

    renderLayers() {
      const switches = Object.keys(PM.state.layers).map((name) =>
        el("button", {
          type: "button",
          class: "pm-switch",
          "data-layer": name,
          "aria-pressed": String(PM.state.layers[name]),
          onclick: () => PM.setLayer(name, !PM.state.layers[name]),
        }, t("map.layer." + name)));
      const { basemaps } = PM.state.config;
      const choice = basemaps.length
        ? el("select", { "aria-label": t("map.basemap"), onchange: (event) => setBackground(event.target.value) },
            el("option", { value: "" }, t("map.basemap.none")),
            basemaps.map((each) => el("option", { value: each.code, ...(each.code === backgroundCode ? { selected: "" } : {}) }, PM.label(each))))
        : "";
      layersBox.replaceChildren(el("span", { class: "pm-caption" }, t("map.layers")), ...switches, choice);
    },

    renderLegend() {
      const { config, records } = PM.state;
      const perFamily = new Uint32Array(config.families.length);
      const perLevel = new Uint32Array(config.levels.length);
      for (let i = 0; i < records.count; i += 1) {
        if (!PM.isVisible(i)) continue;
        perLevel[records.level[i]] += 1;
        if (!OFF_MAP.includes(config.levels[records.level[i]].code)) perFamily[records.family[i]] += 1;
      }
      const level = (...codes) => config.levels.reduce((sum, each, i) => sum + (codes.includes(each.code) ? perLevel[i] : 0), 0);
      const off = level(...OFF_MAP);
      const on = perLevel.reduce((a, b) => a + b, 0) - off;
      const symbols = [
        ["pm-key-site", t("map.key.site"), level("site")],
        ["pm-key-ring", t("map.key.area"), level("park", "town")],
        ["pm-key-thin", t("map.key.multi"), level("multi")],
        ["pm-key-badge", t("map.key.county"), level("county")],
      ];
      const head = el("button", { type: "button", class: "pm-legend-head", "aria-expanded": String(isLegendOpen), onclick: () => { isLegendOpen = !isLegendOpen; PM.panel.renderLegend(); } },
        el("span", {}, t("map.legend")), el("span", { class: "pm-figure" }, t("map.onmap", { count: PM.number(on) })));
      const families = config.families.map((family, i) => perFamily[i]
        ? el("li", {}, el("i", { style: { background: family.colour } }), el("span", {}, PM.label(family)), el("b", {}, PM.number(perFamily[i])))
        : null);
      legendBox.replaceChildren(head, ...(isLegendOpen ? [el("ul", {}, families)] : []));
      keyBox.hidden = !isLegendOpen;
      keyBox.replaceChildren(
        el("ul", {}, symbols.map(([name, text, count]) => el("li", {}, el("i", { class: name }), el("span", {}, text), el("b", {}, PM.number(count))))),
        el("p", {}, t("map.key.note")),
        off ? el("p", { class: "pm-note-off" }, t("map.key.off", { count: PM.number(off) })) : "");
    },
  };

  /* Left and top of a box in a corner of the map; the zoom buttons keep theirs. */
  function position(corner, box, width, height) {
    return {
      topleft: [56, 12],
      bottomleft: [12, height - box.offsetHeight - 12],
      bottomright: [width - box.offsetWidth - 12, height - box.offsetHeight - 12],
    }[corner];
  }

  function over(name) {
    const node = el("div", { class: name });
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    container.append(node);
    return node;
  }

  function setBackground(code) {
    if (background) background.forEach((layer) => layer.remove());
    backgroundCode = code;
    const chosen = PM.state.config.basemaps.find((each) => each.code === code);
    background = chosen
      ? chosen.urls.map((url) => L.tileLayer(url, { subdomains: chosen.subdomains, maxZoom: 18, maxNativeZoom: chosen.max_zoom, attribution: chosen.attribution }).addTo(PM.state.map))
      : null;
    container.classList.toggle("pm-over-tiles", Boolean(chosen));
  }
})();
