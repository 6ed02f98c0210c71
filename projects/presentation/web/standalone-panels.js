/* Panels of the stand-alone file: filters with counts, conditions as chips, the list.

   They draw a state and report what was done; what follows from it stands in standalone.js. */
import { el, label, number, state, t } from "./core.js";
import { detailsOf, placeOf } from "./standalone-data.js";
import { filter } from "./standalone-filter.js";
import { symbols } from "./symbols.js";

const LIST_MOST = 500;
/** @type {Set<string>} */
const opened = new Set(["industry"]);
/** @type {FilterData["labels"]} */
let labels = {};

/** @param {string} key */
const caption = (key) => labels[key][state.lang];

/** @type {StandalonePanels} */
export const panels = {
  load(names) {
    labels = names;
  },

  /* `act` gets the new filters. */
  filters(box, filters, act) {
    const active = document.activeElement;
    const typed = active instanceof HTMLInputElement && active.name === "text" ? active.selectionStart : null;
    box.setAttribute("aria-label", t("standalone.filters"));
    box.replaceChildren(
      search(filters, act), years(filters, act), industries(filters, act),
      ...filter.lists().map((key) => (key === "industry" ? "" : list(key, filters, act))));
    if (typed === null) return;
    /** @type {HTMLInputElement | null} */
    const field = box.querySelector("input[name=text]");
    field?.focus();
    field?.setSelectionRange(typed, typed);
  },

  /* `rows` are the records to list; `focus` says that they were chosen on the map. */
  results(box, { rows, total, tab, selected, focus, chips }, act) {
    const scrolled = box.querySelector("ol")?.scrollTop || 0;
    const off = rows.filter((record) => !symbols.isDrawn(record));
    const figures = symbols.counts(rows);
    /** @param {keyof Counts} name */
    const told = (name) => `${t("count." + name)} ${number(figures[name])}`;
    const tabs = [["list", t("app.list")], ["off", `${told("county")} · ${told("unplaced")}`]];
    const shown = tab === "off" ? off : rows;
    box.setAttribute("aria-label", t("app.result"));
    box.replaceChildren(
      el("p", { class: "sa-count", role: "status" },
        t("count.projects"), " ", el("b", {}, number(figures.projects)), " ",
        el("small", {}, [
          `${t("count.records")} ${t("count.of", { count: number(rows.length), total: number(total) })}`,
          ...[told("drawn"), told("county"), told("unplaced")],
        ].join(" · "))),
      el("div", { class: "sa-chips" }, chips.map(({ text, lift }) =>
        el("button", { type: "button", title: t("app.remove"), onclick: lift }, text + " ×"))),
      focus
        ? el("p", { class: "sa-focus" },
          t("app.focus", { count: number(rows.length) }), " ",
          el("button", { type: "button", onclick: () => act({ focus: null }) }, t("app.focus_all")))
        : "",
      el("div", { class: "sa-tabs", role: "tablist" }, tabs.map(([name, text]) =>
        el("button", {
          type: "button",
          role: "tab",
          "aria-selected": String(name === tab),
          onclick: () => act({ tab: name }),
        }, text))),
      rows.length
        ? el("ol", {}, listed(shown.slice(0, LIST_MOST), selected, act))
        : el("p", { class: "sa-empty" }, t("app.empty")),
      shown.length > LIST_MOST
        ? el("p", { class: "sa-note" }, t("standalone.list_most", { count: number(LIST_MOST) }))
        : "");
    const found = box.querySelector("ol");
    if (found) found.scrollTop = scrolled;
  },
};

/* Records of one project stand under a line for the project, as in the page's list. */
/** @param {number[]} rows @param {number} selected @param {(change: ListChange) => void} act */
function listed(rows, selected, act) {
  const { project } = state.records;
  /** @type {Map<number, number>} */
  const sizes = new Map();
  for (const record of rows) sizes.set(project[record], (sizes.get(project[record]) || 0) + 1);
  const begun = new Set();
  return rows.flatMap((record) => {
    const key = project[record];
    const size = sizes.get(key) || 0;
    const isPart = key > 0 && size > 1;
    const line = item(record, record === selected, act);
    if (!isPart) return [line];
    line.classList.add("sa-part");
    const head = begun.has(key)
      ? []
      : [el("li", { class: "sa-project" },
        el("b", {}, detailsOf(record).name), " ",
        el("small", {}, `${t("count.records")} ${number(size)}`))];
    begun.add(key);
    return [...head, line];
  });
}

/** @param {number} record @param {boolean} isSelected @param {(change: ListChange) => void} act */
function item(record, isSelected, act) {
  const { config, records } = state;
  const details = detailsOf(record);
  return el("li", {},
    el("button",
      {
        type: "button",
        class: "sa-item",
        "aria-pressed": String(isSelected),
        onclick: () => act({ selected: record }),
      },
      el("span", { class: "pm-chip", style: { background: config.families[records.family[record]].colour } },
        config.industries[records.industry[record]].glyph),
      el("span", { class: "sa-name" }, details.name),
      el("span", { class: "sa-where" },
        [placeOf(record) || label(config.levels[records.level[record]]), details.years]
          .filter(Boolean).join(" · "))));
}

/** @param {FileFilters} filters @param {SetFilters} act */
function search(filters, act) {
  return el("input", {
    type: "search",
    name: "text",
    value: filters.text,
    placeholder: t("app.text_hint"),
    "aria-label": t("app.text"),
    oninput: (event) => act({ ...filters, text: event.target.value }),
  });
}

/** @param {FileFilters} filters @param {SetFilters} act */
function years(filters, act) {
  const range = filter.years();
  if (!range) return "";
  const all = Array.from({ length: range[1] - range[0] + 1 }, (_, at) => range[0] + at);
  /** @param {"from" | "to"} key @param {"from" | "to"} other @param {boolean} low */
  const choose = (key, other, low) => el("select",
    {
      "aria-label": `${t("app.years")} ${low ? "≥" : "≤"}`,
      name: key,
      onchange: (event) => {
        const year = event.target.value ? Number(event.target.value) : null;
        const clash = year !== null && filters[other] !== null &&
          (low ? year > filters[other] : year < filters[other]);
        act({ ...filters, [key]: year, ...(clash ? { [other]: year } : {}) });
      },
    },
    el("option", { value: "" }, t("app.any")),
    all.map((year) =>
      el("option", { value: String(year), ...(filters[key] === year ? { selected: "" } : {}) }, String(year))));
  return el("div", { class: "sa-years" },
    el("span", {}, t("app.years")), choose("from", "to", true), "–", choose("to", "from", false));
}

/* How many records each value would give, all other conditions kept. */
/** @param {ListKey} key @param {FileFilters} filters */
function tally(key, filters) {
  const mask = filter.mask(filters, key);
  /** @type {Map<number, number>} */
  const counts = new Map();
  mask.forEach((bit, record) => {
    if (!bit) return;
    for (const value of filter.values(key, record)) counts.set(value, (counts.get(value) || 0) + 1);
  });
  return (/** @type {number} */ value) => counts.get(value) || 0;
}

/** @param {string} key @param {Child[]} content */
function group(key, content) {
  const box = el("details", opened.has(key) ? { open: "" } : {}, el("summary", {}, caption(key)), content);
  box.addEventListener("toggle", () => (box.open ? opened.add(key) : opened.delete(key)));
  return box;
}

/**
 * @param {string} key
 * @param {string} text
 * @param {number} count
 * @param {boolean} checked
 * @param {(isOn: boolean) => void} act
 * @param {HTMLElement=} mark
 */
function choice(key, text, count, checked, act, mark) {
  return el("label", { class: "sa-choice" + (count || checked ? "" : " sa-none") },
    el("input", {
      type: "checkbox",
      name: key,
      ...(checked ? { checked: "" } : {}),
      onchange: (event) => act(event.target.checked),
    }),
    mark || "", el("span", {}, text), el("b", {}, number(count)));
}

/** @param {number[]} values @param {number[]} wanted @param {boolean} isOn */
const toggled = (values, wanted, isOn) =>
  [...values.filter((value) => !wanted.includes(value)), ...(isOn ? wanted : [])];

/** @param {Exclude<ListKey, "industry">} key @param {FileFilters} filters @param {SetFilters} act */
function list(key, filters, act) {
  const count = tally(key, filters);
  const options = state.config[`${key}s`];
  return group(key, options.map((each, value) => {
    const checked = filters[key].includes(value);
    if (!count(value) && !checked) return "";
    return choice(key, label(each), count(value), checked, (isOn) =>
      act({ ...filters, [key]: toggled(filters[key], [value], isOn) }));
  }));
}

/** @param {FileFilters} filters @param {SetFilters} act */
function industries(filters, act) {
  const count = tally("industry", filters);
  const { families, industries: all } = state.config;
  /** @type {(wanted: number[]) => (isOn: boolean) => void} */
  const set = (wanted) => (isOn) => act({ ...filters, industry: toggled(filters.industry, wanted, isOn) });
  return group("industry", families.map((family, position) => {
    const own = all.map((each, value) => ({ each, value })).filter(({ each }) => each.family === position);
    const values = own.map(({ value }) => value);
    const sum = values.reduce((total, value) => total + count(value), 0);
    const isAll = values.every((value) => filters.industry.includes(value));
    const isSome = values.some((value) => filters.industry.includes(value));
    if (!sum && !isSome) return "";
    const mark = el("i", { style: { background: family.colour } });
    const head = choice("family", label(family), sum, isAll, set(values), mark);
    /** @type {HTMLInputElement} */ (head.firstElementChild).indeterminate = isSome && !isAll;
    const isOpen = opened.has(family.code);
    const more = el("button", {
      type: "button",
      class: "sa-more",
      "aria-expanded": String(isOpen),
      "aria-label": label(family),
      onclick: () => {
        opened[isOpen ? "delete" : "add"](family.code);
        act(filters);
      },
    }, isOpen ? "▾" : "▸");
    const parts = own.filter(({ value }) => count(value) || filters.industry.includes(value)).map(({ each, value }) =>
      choice("industry", label(each), count(value), filters.industry.includes(value), set([value])));
    return [
      el("div", { class: "sa-family" }, head, parts.length > 1 ? more : ""),
      isOpen ? el("div", { class: "sa-parts" }, parts) : "",
    ];
  }));
}
