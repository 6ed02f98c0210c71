/* The life of a project in the plans, on its card: one row per plan, in the order of years.

   What stands there is what the plans print; that a plan does not name a project any more
   says nothing of whether it was built, and the card says so. */
import { cards } from "./cards.js";
import { el, json, label, number, state, t } from "./core.js";

/** @type {Differing[]} */
const DIFFERING = ["investment", "scale", "place"];
const FEW = 3;
/** @type {Map<number, Promise<Life[]>>} */
const chunks = new Map();

/** @type {{ of(record: Details, index: number): Promise<HTMLElement> }} */
export const history = {
  /* The element for a record's card; `record` is what details() gives, `index` its number. */
  async of(record, index) {
    if (record.history === null) return el("p", { class: "pm-life-single" }, t("map.life.single"));
    const { rows, related } = await item(record.history);
    return el("section", { class: "pm-life", "aria-label": t("map.life") },
      el("h3", {}, t("map.life")),
      el("ol", {}, rows.map((row) => plan(row, rows, index))),
      related.length ? el("ul", { class: "pm-life-related" }, related.map((each) => relation(each))) : "",
      el("p", { class: "pm-life-note" }, t("map.life." + note(rows))));
  },
};

/** @param {LifeRow[]} rows */
function note(rows) {
  if (rows.some((row) => (row.said || []).some(([looks]) => looks === "back"))) return "note_back";
  return rows.some((row) => row.state === "not_named") ? "note_dropped" : "note";
}

/** @type {(number: number) => Promise<Life>} */
async function item(at) {
  const { chunk_size, history_base } = state.records;
  const chunk = Math.floor(at / chunk_size);
  const lives = chunks.get(chunk) || json(history_base + chunk + ".json");
  chunks.set(chunk, lives);
  return (await lives)[at - chunk * chunk_size];
}

/** @param {LifeRow} row @param {LifeRow[]} rows @param {number} index */
function plan(row, rows, index) {
  const { config } = state;
  const { title, scope, kind, years } = config.plans[row.plan];
  const named = row.named || [];
  const isHere = named.some(([record]) => record === index);
  const isSilent = row.state === "not_named";
  return el("li",
    {
      class: isSilent ? "pm-life-silent" : isHere ? "pm-life-here" : "",
      ...(isHere ? { "aria-current": "true" } : {}),
    },
    el("span", { class: "pm-life-years" }, years),
    el("div", {},
      el("p", { class: "pm-life-plan", title },
        el("b", { class: "pm-life-state" }, label(config.states[row.state])), " ",
        `${scope}${state.lang === "en" ? " " : ""}${kind}`),
      named.length ? el("p", { class: "pm-life-names" }, names(named, row.more || 0, index)) : "",
      (row.said || []).map(said),
      facts(row, rows)));
}

/** @param {[record: number, name: string][]} named @param {number} more @param {number} index */
function names(named, more, index) {
  const shown = named.slice(0, FEW);
  const rest = named.length - shown.length + more;
  const parts = shown.flatMap((each, i) => [i ? t("map.life.and") : "", mention(each, index)]);
  return rest ? [...parts, " ", t("map.life.more", { count: number(rest) })] : parts;
}

/* The stage that a plan reports or aims at, with the words that it prints for it. */
/** @param {string[]} given */
function said([looks, zh, en, words]) {
  const stage = state.lang === "en" ? en : zh;
  return el("p", { class: "pm-life-said", "data-looks": looks },
    el("b", {}, t("map.life." + looks)), " ", words ? t("map.life.said", { stage, words }) : stage);
}

/* A name as that plan prints it; it opens the card of that record, if the map has it. */
/** @param {[record: number, name: string]} given1 @param {number} index */
function mention([record, name], index) {
  if (record === index || record < 0) return el("span", {}, name);
  return el("button", {
    type: "button",
    class: "pm-link",
    "data-record": String(record),
    onclick: () => cards.visit(record),
  }, name);
}

/* Amounts, scales and places where the plans differ in them. */
/** @param {LifeRow} row @param {LifeRow[]} rows */
function facts(row, rows) {
  /** @param {LifeRow} each @param {Differing} field */
  const value = (each, field) => (field === "investment" ? each[`investment_${state.lang}`] : each[field]) || "";
  const told = DIFFERING.filter((field) =>
    value(row, field) &&
    rows.some((other) => other.state !== "not_named" && value(other, field) !== value(row, field)));
  /** @param {Differing} field */
  const isChanged = (field) => (row.changes || []).includes(field);
  return told.length
    ? el("p", { class: "pm-life-facts" }, told.map((field) =>
      el(isChanged(field) ? "b" : "span", {}, `${t("map." + field)} ${value(row, field)}`)))
    : "";
}

/** @param {Life["related"][0]} given */
function relation({ side, named, plan: at }) {
  const { years } = state.config.plans[at];
  return el("li", {},
    el("span", {}, t("map.life." + side)), " ",
    mention(named, -1), years ? el("span", {}, ` (${years})`) : "");
}
