/* What a click opens: the list of the records of a place, and the card of one record.

   Details come in chunks of records, fetched when first asked for. */
(function () {
  "use strict";

  const PM = window.PM;
  const { el, t } = PM;
  const chunks = new Map();
  let opened = null;

  PM.details = async function (index) {
    const { chunk_size, chunk_base, fields } = PM.state.records;
    const number = Math.floor(index / chunk_size);
    if (!chunks.has(number)) chunks.set(number, PM.json(chunk_base + number + ".json"));
    const row = (await chunks.get(number))[index - number * chunk_size];
    return Object.fromEntries(fields.map((field, at) => [field, row[at]]));
  };

  PM.cards = {
    /* One record: its card. Several: a list that leads to cards and back. */
    async open(at, title, indexes) {
      if (indexes.length === 1) return show(at, await card(indexes[0]));
      return list(at, title, indexes);
    },

    /* The card of a record without a point of its own: at the side, pointing nowhere. */
    async dock(index) {
      const box = PM.panel.dockBox();
      const close = el("button", { type: "button", class: "pm-close", "aria-label": t("map.close"), onclick: PM.cards.undock }, "×");
      box.replaceChildren(close, await card(index));
      box.hidden = false;
    },

    /* The element of the open card; null when none is open. A closed one fades for a while. */
    element: () => (opened && opened.isOpen() ? opened.getElement() : null),

    undock() {
      PM.panel.dockBox().hidden = true;
    },
  };

  const LIST_MOST = 200;

  function show(at, content) {
    opened = L.popup({ className: "pm-popup", minWidth: 268, maxWidth: 340, maxHeight: 380, offset: [0, -8], autoPanPadding: [12, 12] });
    opened.setLatLng(at).setContent(content).openOn(PM.state.map);
    PM.panel.giveWay();
  }

  async function list(at, title, indexes) {
    const wanted = indexes.slice(0, LIST_MOST);
    const rows = await Promise.all(wanted.map(PM.details));
    const items = rows.map((record, i) =>
      el("li", {},
        el("button", { type: "button", class: "pm-item", onclick: async () => show(at, await card(wanted[i], () => list(at, title, indexes))) },
          chip(wanted[i]),
          el("span", { class: "pm-item-name" }, record.name),
          el("span", { class: "pm-item-years" }, record.years)))
    );
    const rest = indexes.length - wanted.length;
    show(at, el("div", { class: "pm-list" },
      el("h2", {}, title, el("span", {}, t("map.count", { count: PM.number(indexes.length) }))),
      el("ol", {}, items),
      rest > 0 ? el("p", { class: "pm-note" }, t("map.more", { count: PM.number(rest) })) : ""));
  }

  async function card(index, back) {
    const record = await PM.details(index);
    const { config, lang } = PM.state;
    const inLanguage = (field) => record[`${field}_${lang}`];
    const industry = config.industries[record.industry];
    const document = config.documents[record.document];
    const facts = [
      ["map.place", inLanguage("place")],
      ["map.years", record.years],
      ["map.entity", record.entity],
      ["map.scale", record.scale],
      ["map.investment", inLanguage("investment")],
      ["map.responsible", record.responsible],
      ["map.source", [document.title, record.section, record.item].filter(Boolean).join(" · ")],
    ].filter(([, text]) => text);
    return el("article", { class: "pm-card" },
      back ? el("button", { type: "button", class: "pm-back", onclick: back }, "‹ " + t("map.back")) : "",
      el("p", { class: "pm-kind" }, chip(index), PM.label(industry), " · ", PM.label(config.kinds[record.kind])),
      el("h2", {}, record.name),
      el("dl", {}, facts.map(([key, text]) => [el("dt", {}, t(key)), el("dd", {}, text)])),
      inLanguage("evidence").length
        ? el("details", {}, el("summary", {}, t("map.evidence")), el("ul", {}, inLanguage("evidence").map((fact) => el("li", {}, fact))))
        : "");
  }

  function chip(index) {
    const { config, records } = PM.state;
    return el("span", { class: "pm-chip", style: { background: config.families[records.family[index]].colour } },
      config.industries[records.industry[index]].glyph);
  }
})();
