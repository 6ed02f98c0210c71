/* What lies over the map: layer switches, background, legend, and the tip at the pointer. */
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
  let tip = null;
  let dockedCard = null;
  let area = null; // the area under the pointer
  let hovered = null; // the symbol or badge under the pointer
  let background = null;
  let backgroundCode = "";
  let isLegendOpen = true;

  PM.panel = {
    add(map) {
      container = map.getContainer();
      layersBox = over("pm-layers");
      legendBox = over("pm-legend");
      keyBox = over("pm-legend");
      tip = over("pm-tip");
      dockedCard = over("pm-dock");
      dockedCard.hidden = true;
      tip.setAttribute("role", "status");
      map.on("mousemove", (event) => point(event));
      map.on("mouseout", () => leave());
      map.on("movestart zoomstart", () => leave());
      map.on("click", (event) => click(event));
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

    enterArea(feature) {
      area = feature;
    },

    leaveArea(feature) {
      if (area === feature) area = null;
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
    PM.areas.setGround(!chosen);
  }

  function point(event) {
    const hit = PM.canvas.hit(event.containerPoint);
    container.classList.toggle("pm-pointing", hit !== null);
    const same = hit && hovered && hit.kind === hovered.kind && hit.x === hovered.x && hit.y === hovered.y;
    if (!same) {
      hovered = hit;
      PM.areas.light(hit ? codesOf(hit) : area ? [area.properties.code] : []);
      describe(hit);
    } else if (!hit) describe(null);
    move(event.containerPoint);
  }

  function leave() {
    hovered = null;
    PM.areas.light([]);
    tip.hidden = true;
  }

  /* The areas a symbol stands for; with a record of several places, all of these. */
  function codesOf(hit) {
    if (hit.kind === "county") return [hit.code];
    const codes = new Set(hit.members.map((place) => PM.symbols.place(place).code));
    for (const record of hit.isThin ? PM.symbols.recordsOf(hit.members) : []) {
      PM.symbols.placesOf(record).forEach((place) => codes.add(PM.symbols.place(place).code));
    }
    return Array.from(codes);
  }

  async function describe(hit) {
    if (!hit) {
      tip.hidden = !area;
      if (area) fill(area.properties.name, [areaNote(area)]);
      return;
    }
    if (hit.kind === "county") {
      fill(nameOf(hit.code), [t("map.tip.county", { count: PM.countyCount(hit.code) })]);
      return;
    }
    const indexes = PM.symbols.recordsOf(hit.members);
    if (indexes.length > 1) {
      fill(placeTitle(hit), [t("map.count", { count: PM.number(indexes.length) }), families(hit)]);
      return;
    }
    const record = await PM.details(indexes[0]);
    if (hovered !== hit) return;
    const industry = PM.state.config.industries[record.industry];
    fill(record.name, [PM.label(industry) + " · " + record.years, PM.state.lang === "en" ? record.place_en : record.place_zh]);
  }

  const families = (hit) =>
    hit.shares
      .map((share, i) => [share, PM.state.config.families[i]])
      .filter(([share]) => share)
      .sort((a, b) => b[0] - a[0])
      .slice(0, 3)
      .map(([share, family]) => `${PM.label(family)} ${share}`)
      .join(" · ");

  function areaNote(feature) {
    const level = PM.t("map.layer." + (feature.properties.level === "zone" ? "county" : feature.properties.level));
    return feature.properties.dashed ? level + " · " + t("map.approximate") : level;
  }

  const nameOf = (code) => {
    const feature = PM.areas.feature(code);
    return feature ? feature.properties.name : "";
  };

  function placeTitle(hit) {
    const names = hit.members.map((place) => nameOf(PM.symbols.place(place).code)).filter(Boolean);
    if (!names.length) return t("map.key.site");
    if (names.length === 1) return names[0];
    return t("map.places", { first: names.slice(0, 2).join("、"), count: names.length });
  }

  function fill(title, lines) {
    tip.replaceChildren(el("strong", {}, title), ...lines.filter(Boolean).map((line) => el("span", {}, line)));
    tip.hidden = false;
  }

  function move(at) {
    if (tip.hidden) return;
    const room = container.clientWidth - tip.offsetWidth - 8;
    const below = at.y + 18 + tip.offsetHeight < container.clientHeight;
    tip.style.left = Math.max(8, Math.min(at.x + 14, room)) + "px";
    tip.style.top = (below ? at.y + 16 : at.y - tip.offsetHeight - 12) + "px";
  }

  function click(event) {
    const hit = PM.canvas.hit(event.containerPoint);
    if (!hit) return;
    leave();
    if (hit.kind === "county") {
      const at = PM.canvas.latLng(hit);
      PM.cards.open(at, nameOf(hit.code), PM.countyRecords(hit.code));
      return;
    }
    const { map } = PM.state;
    const bounds = L.latLngBounds(hit.members.map((place) => [PM.symbols.place(place).lat, PM.symbols.place(place).lon]));
    const apart = !bounds.getSouthWest().equals(bounds.getNorthEast(), 1e-5);
    if (hit.isMerged && apart && map.getZoom() < map.getMaxZoom()) {
      map.flyToBounds(bounds.pad(0.4), { duration: 0.5, maxZoom: Math.max(map.getZoom() + 2, 12) });
      return;
    }
    PM.cards.open(PM.canvas.latLng(hit), placeTitle(hit), PM.symbols.recordsOf(hit.members));
  }
})();
