/* What a click opens: the list of the records of a place, and the card of one record.

   Details come in chunks of records, fetched when first asked for. What is open is told to
   the page, so that its table follows. */
(function () {
  "use strict";

  /**
   * @type {Script<
   *   "details" | "cards",
   *   "canvas" | "deeds" | "el" | "history" | "json" | "label" | "number" | "panel" | "send" | "state" | "symbols" |
   *   "t" | "timeline"
   * >}
   */
  const PM = window.PM;
  const { el, t } = PM;
  const LIST_MOST = 200;
  const NEAR_ZOOM = 11;
  const SETTLED_MS = 120; // a card also closes because the next one opens
  /** @type {Map<number, Promise<unknown[][]>>} */
  const chunks = new Map();
  /** @type {L.Popup | null} */
  let opened = null;
  let telling = 0;
  let isMoving = false;
  let isQuiet = false; // while the page itself closes or opens a card

  PM.details = async function (index) {
    const { chunk_size, chunk_base, fields } = PM.state.records;
    const number = Math.floor(index / chunk_size);
    const chunk = chunks.get(number) || PM.json(chunk_base + number + ".json");
    chunks.set(number, chunk);
    const row = (await chunk)[index - number * chunk_size];
    return /** @type {any} */ (Object.fromEntries(fields.map((field, at) => [field, row[at]])));
  };

  PM.cards = {
    add(map) {
      map.on("movestart", () => { isMoving = true; });
      map.on("moveend", () => { isMoving = false; });
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
    async dock(index, back) {
      PM.cards.aside(`record ${index}`, await card(index, back));
    },

    /* Any content at the side, under a key by which it is known while it is there. */
    aside(key, content) {
      const box = PM.panel.dockBox();
      const close = el("button", {
        type: "button",
        class: "pm-close",
        "aria-label": t("map.close"),
        onclick: () => {
          PM.cards.undock();
          tell([], -1);
        },
      }, "×");
      box.replaceChildren(close, content);
      box.dataset.key = key;
      box.hidden = false;
    },

    isAside: (key) => !PM.panel.dockBox().hidden && PM.panel.dockBox().dataset.key === key,

    /* A list of records at the side, those that the filter hides among them. */
    async openAside(title, indexes, back) {
      const again = () => PM.cards.openAside(title, indexes, back);
      PM.cards.close();
      PM.cards.aside(`list ${title}`, await listing(title, indexes, (index) => PM.cards.visit(index, again), back));
    },

    /* Go to a record wherever it is: its card at its place or, without one, at the side. */
    async visit(index, back) {
      const { map, shown } = PM.state;
      const isShown = shown[index] === 1;
      const point = PM.symbols.pointOf(index);
      if (!point) {
        PM.cards.close();
        await PM.cards.dock(index, back);
        if (isShown) tell([index], index);
        return;
      }
      const [lat, lon] = point;
      const content = await card(index, back);
      PM.cards.undock();
      const open = () => show([lat, lon], content, isShown ? [index] : null, index);
      const isHere = opened && opened.isOpen() && opened.getLatLng()?.equals([lat, lon]);
      const isNear = map.getZoom() >= NEAR_ZOOM && map.getBounds().pad(-0.1).contains([lat, lon]);
      if (!isMoving && (isHere || isNear)) {
        open();
        return;
      }
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
      // A flight ends the move before it, and that end is not its own; without one the map is there at once.
      if (isStill) map.once("moveend", open);
      map.flyTo([lat, lon], Math.max(map.getZoom(), NEAR_ZOOM), { animate: !isStill, duration: 0.8 });
      if (!isStill) map.once("moveend", open);
    },

    chip,

    /* The element of the open card; null when none is open. A closed one fades for a while. */
    element: () => (opened && opened.isOpen() ? opened.getElement() || null : null),

    undock() {
      PM.panel.dockBox().hidden = true;
    },

    /* Close without a word to the page, which asked for it. */
    close() {
      quietly(() => PM.state.map.closePopup());
    },
  };

  /** @param {() => void} act */
  function quietly(act) {
    isQuiet = true;
    act();
    isQuiet = false;
    clearTimeout(telling);
  }

  /* `indexes` are the records that the page's table should list; null leaves it as it is. */
  /**
   * @param {L.LatLngExpression} at
   * @param {HTMLElement} content
   * @param {number[] | null} indexes
   * @param {number} selected
   */
  function show(at, content, indexes, selected) {
    const foot = PM.timeline.height();
    const maxHeight = Math.max(160, Math.min(380, PM.state.map.getSize().y - foot - 120));
    opened = L.popup({
      className: "pm-popup",
      minWidth: 268,
      maxWidth: 340,
      maxHeight,
      offset: [0, -8],
      autoPanPaddingTopLeft: [12, 12],
      autoPanPaddingBottomRight: [12, 12 + foot],
    });
    opened.setLatLng(at).setContent(content).openOn(PM.state.map);
    PM.panel.giveWay();
    if (indexes) tell(indexes, selected);
  }

  /** @param {number[]} indexes @param {number} selected */
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

  /** @param {L.LatLngExpression} at @param {string} title @param {number[]} indexes */
  async function list(at, title, indexes) {
    /** @param {number} index */
    const choose = async (index) => show(at, await card(index, () => list(at, title, indexes)), indexes, index);
    show(at, await listing(title, indexes, choose), indexes, -1);
  }

  /**
   * @param {string} title
   * @param {number[]} indexes
   * @param {(index: number) => unknown} choose
   * @param {(() => unknown)=} back
   */
  async function listing(title, indexes, choose, back) {
    const wanted = indexes.slice(0, LIST_MOST);
    const rows = await Promise.all(wanted.map(PM.details));
    const items = rows.map((record, i) =>
      el("li", {},
        el("button",
          {
            type: "button",
            class: "pm-item" + (PM.state.shown[wanted[i]] ? "" : " pm-item-off"),
            onclick: () => choose(wanted[i]),
          },
          chip(wanted[i]),
          el("span", { class: "pm-item-name" },
            record.name, PM.state.shown[wanted[i]] ? "" : el("small", {}, t("map.search.hidden"))),
          el("span", { class: "pm-item-years" }, record.years)))
    );
    const rest = indexes.length - wanted.length;
    return el("div", { class: "pm-list" },
      back ? el("button", { type: "button", class: "pm-back", onclick: back }, "‹ " + t("map.search.back")) : "",
      el("h2", {}, title, el("span", {}, t("map.count", { count: PM.number(indexes.length) }))),
      el("ol", {}, items),
      rest > 0 ? el("p", { class: "pm-note" }, t("map.more", { count: PM.number(rest) })) : "");
  }

  /** @param {number} index @param {(() => unknown)=} back */
  async function card(index, back) {
    const record = await PM.details(index);
    const { config, lang } = PM.state;
    /** @param {"place" | "stage" | "investment" | "target"} field */
    const inLanguage = (field) => record[`${field}_${lang}`];
    const evidence = record[`evidence_${lang}`];
    const industry = config.industries[record.industry];
    const document = config.documents[record.document];
    const facts = [
      ["map.place", inLanguage("place")],
      [record.is_own_period ? "map.years" : "map.plan_years", record.years],
      ["map.stage", inLanguage("stage")],
      ["map.entity", record.entity],
      ["map.scale", record.scale],
      ["map.investment", inLanguage("investment")],
      ["map.target", inLanguage("target")],
      ["map.responsible", record.responsible],
      ["map.source", [document.title, record.section, record.item].filter(Boolean).join(" · ")],
    ].filter(([, text]) => text);
    return el("article", { class: "pm-card" },
      back ? el("button", { type: "button", class: "pm-back", onclick: back }, "‹ " + t("map.back")) : "",
      PM.state.shown[index]
        ? ""
        : el("p", { class: "pm-card-off" },
          t("map.search.hidden"), " ",
          el("button", { type: "button", class: "pm-link", onclick: () => PM.send({ do: "query", query: {} }) },
            t("map.search.lift"))),
      el("p", { class: "pm-kind" }, chip(index), PM.label(industry), " · ", PM.label(config.kinds[record.kind])),
      el("h2", {}, record.name),
      el("dl", {}, facts.map(([key, text]) => [el("dt", {}, t(key)), el("dd", {}, text)])),
      await PM.history.of(record, index),
      PM.deeds.of(record),
      evidence.length
        ? el("details", {},
          el("summary", {}, t("map.evidence")),
          el("ul", {}, evidence.map((fact) => el("li", {}, fact))))
        : "");
  }

  /** @param {number} index */
  function chip(index) {
    const { config, records } = PM.state;
    return el("span", { class: "pm-chip", style: { background: config.families[records.family[index]].colour } },
      config.industries[records.industry[index]].glyph);
  }
})();
