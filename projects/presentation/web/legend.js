/* The legend, which follows filter and layers, and the key of the symbols. */
(function () {
  "use strict";

  const PM = window.PM;
  const { el, t } = PM;
  let isOpen = window.innerWidth > 560; // on a phone it would hide the map
  let isKeyOpen = window.innerWidth > 900 && window.innerHeight > 720; // so would both on a small screen

  PM.legend = {
    render(legendBox, keyBox) {
      const { config, records } = PM.state;
      const perFamily = new Uint32Array(config.families.length);
      const perMark = { site: 0, area: 0, several: 0, line: 0, county: 0, off: 0 };
      const isPlaying = PM.playback.isOpen();
      for (let i = 0; i < records.count; i += 1) {
        if (!PM.isVisible(i)) continue;
        const mark = PM.symbols.mark(i);
        perMark[mark] += 1;
        if (PM.symbols.isDrawn(i)) perFamily[records.family[i]] += 1;
      }
      const { off } = perMark;
      const drawn = perMark.site + perMark.area + perMark.several + perMark.line;
      const isShaded = PM.shading.isOn();
      const title = isShaded ? t("map.shading." + PM.shading.mode()) : t("map.legend");
      const figure = isShaded ? "" : t("map.onmap", { count: PM.number(drawn) });
      const head = el("button", { type: "button", class: "pm-legend-head", "aria-expanded": String(isOpen), onclick: () => { isOpen = !isOpen; PM.legend.render(legendBox, keyBox); PM.settle(); } },
        el("span", {}, title), el("span", { class: "pm-figure" }, figure));
      const body = isShaded ? shades(PM.shading.legend()) : [el("ul", {}, families(perFamily, isPlaying))];
      const more = el("button", { type: "button", class: "pm-key-more", "aria-expanded": String(isKeyOpen), onclick: () => { isKeyOpen = !isKeyOpen; PM.legend.render(legendBox, keyBox); PM.panel.dock(); } }, t(isKeyOpen ? "map.key.hide" : "map.key.show"));
      legendBox.replaceChildren(head, ...(isOpen ? [...body, isShaded ? "" : more] : []));
      keyBox.hidden = !isOpen || isShaded || !isKeyOpen;
      keyBox.replaceChildren(
        el("ul", {}, [
          ["pm-key-site", t("map.key.site"), perMark.site],
          ["pm-key-ring", t("map.key.area"), perMark.area],
          ["pm-key-thin", t("map.key.multi"), perMark.several],
          ["pm-key-line", t("map.key.line"), perMark.line],
          ["pm-key-badge", t("map.key.county"), perMark.county],
        ].map(([name, text, count]) => el("li", {}, el("i", { class: name }), el("span", {}, text), el("b", {}, PM.number(count))))),
        grounds(),
        el("p", {}, t("map.key.note")),
        off ? el("p", { class: "pm-note-off" }, t("map.key.off", { count: PM.number(off) })) : "");
    },
  };

  /* The lines of the ground in one row, each with its sample. */
  function grounds() {
    const kinds = PM.ground.kinds();
    if (!kinds.length) return "";
    return el("p", { class: "pm-key-ground" }, kinds.map((kind) => el("span", {}, el("i", { class: `pm-key-${kind}` }), t("map.key." + kind))));
  }

  /* With `all` also those of which nothing is shown: while years play the legend keeps its size. */
  const families = (perFamily, all) => PM.state.config.families.map((family, i) => perFamily[i] || all
    ? el("li", perFamily[i] ? {} : { class: "pm-none" }, el("i", { style: { background: family.colour } }), el("span", {}, PM.label(family)), el("b", {}, PM.number(perFamily[i])))
    : null);

  const shades = ({ rows, notes }) => [
    el("ul", {}, rows.map(({ colour, text, count }) =>
      el("li", {}, el("i", { class: "pm-shade", style: { background: colour } }), el("span", {}, text), el("b", {}, t("map.shading.areas", { count: PM.number(count) }))))),
    ...notes.filter(Boolean).map((note) => el("p", {}, note)),
  ];
})();
