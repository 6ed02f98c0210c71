/* What a click opens: the list of the records of a place, and the card of one record.

   Details come in chunks of records, fetched when first asked for. What is open is told to
   the page, so that its table follows. */
(function () {
  "use strict";

  const PM = window.PM;
  const { el, t } = PM;
  const LIST_MOST = 200;
  const SETTLED_MS = 120; // a card also closes because the next one opens
  const chunks = new Map();
  let opened = null;
  let telling = 0;
  let isQuiet = false; // while the page itself closes or opens a card

  PM.details = async function (index) {
    const { chunk_size, chunk_base, fields } = PM.state.records;
    const number = Math.floor(index / chunk_size);
    if (!chunks.has(number)) chunks.set(number, PM.json(chunk_base + number + ".json"));
    const row = (await chunks.get(number))[index - number * chunk_size];
    return Object.fromEntries(fields.map((field, at) => [field, row[at]]));
  };

  PM.cards = {
    add(map) {
      map.on("popupclose", () => { if (!isQuiet) tell([], -1); });
    },

    /* One record: its card. Several: a list that leads to cards and back. */
    async open(at, title, indexes) {
      if (indexes.length === 1) show(at, await card(indexes[0]), indexes, indexes[0]);
      else await list(at, title, indexes);
    },

    /* The card of a record that the page's table has selected: there the table leads. */
    async reveal(at, index) {
      const content = await card(index);
      if (PM.state.selected === index) quietly(() => show(at, content, null, index));
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

    /* Close without a word to the page, which asked for it. */
    close() {
      quietly(() => PM.state.map.closePopup());
    },
  };

  function quietly(act) {
    isQuiet = true;
    act();
    isQuiet = false;
    clearTimeout(telling);
  }

  /* `indexes` are the records that the page's table should list; null leaves it as it is. */
  function show(at, content, indexes, selected) {
    opened = L.popup({ className: "pm-popup", minWidth: 268, maxWidth: 340, maxHeight: 380, offset: [0, -8], autoPanPadding: [12, 12] });
    opened.setLatLng(at).setContent(content).openOn(PM.state.map);
    PM.panel.giveWay();
    if (indexes) tell(indexes, selected);
  }

  function tell(indexes, selected) {
    if (PM.state.selected !== selected) {
      PM.state.selected = selected;
      PM.canvas.draw();
    }
    clearTimeout(telling);
    const send = () => {
      if (indexes.length || PM.state.hasFocus) PM.send({ do: "focus", records: indexes, selected });
      PM.state.hasFocus = indexes.length > 0;
    };
    if (indexes.length) send();
    else telling = setTimeout(send, SETTLED_MS);
  }

  async function list(at, title, indexes) {
    const wanted = indexes.slice(0, LIST_MOST);
    const rows = await Promise.all(wanted.map(PM.details));
    const items = rows.map((record, i) =>
      el("li", {},
        el("button", { type: "button", class: "pm-item", onclick: async () => show(at, await card(wanted[i], () => list(at, title, indexes)), indexes, wanted[i]) },
          chip(wanted[i]),
          el("span", { class: "pm-item-name" }, record.name),
          el("span", { class: "pm-item-years" }, record.years)))
    );
    const rest = indexes.length - wanted.length;
    show(at, el("div", { class: "pm-list" },
      el("h2", {}, title, el("span", {}, t("map.count", { count: PM.number(indexes.length) }))),
      el("ol", {}, items),
      rest > 0 ? el("p", { class: "pm-note" }, t("map.more", { count: PM.number(rest) })) : ""), indexes, -1);
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
