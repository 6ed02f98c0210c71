/* What people decided about a record at the desk, on its card: the last few, the rest behind a button. */
import { el, number, state, t } from "./core.js";

const FEW = 2;

/** @type {{ of(record: Details): HTMLElement | string }} */
export const deeds = {
  /* The element for a record's card; nothing where no events are known at all. */
  of(record) {
    const told = record.desk;
    if (!told) return "";
    if (!told.length) return el("p", { class: "pm-life-single" }, t("map.desk.none"));
    const newest = [...told].reverse();
    const list = el("ol", {}, newest.slice(0, FEW).map(deed));
    const rest = newest.slice(FEW);
    const all = () => { more.replaceWith(); list.append(...rest.map(deed)); list.tabIndex = -1; list.focus(); };
    const more = el("button", { type: "button", class: "pm-link", onclick: all },
      t("map.desk.all", { count: number(told.length) }));
    return el("section", { class: "pm-deeds", "aria-label": t("map.desk") },
      el("h3", {}, t("map.desk")), list, rest.length ? more : "");
  },
};

/** @param {Deed} one */
function deed(one) {
  const named = { name: one.name || "" };
  const did = one.did === "undo"
    ? t("map.desk.undo", { what: t("map.desk." + one.undone, named) })
    : t("map.desk." + one.did, named);
  return el("li", { "data-did": one.did },
    el("p", {}, el("b", {}, did)),
    (one.changes || []).map(change),
    one.why ? el("p", {}, t("map.desk.why", { why: one.why })) : "",
    el("p", { class: "pm-deeds-who" },
      one.by, " · ", el("time", { datetime: one.at, title: one.at }, moment(one.at))));
}

/** @param {string[]} given */
function change([field, ...values]) {
  const [before, after] = state.lang === "en" ? values.slice(2) : values;
  return el("p", {}, el("span", {}, t("desk.field." + field)), " ", el("s", {}, before), " → ", after);
}

/* A time of the events (UTC) as it is where the reader is. */
/** @param {string} at */
function moment(at) {
  const local = new Date(at);
  /** @param {number} value */
  const two = (value) => String(value).padStart(2, "0");
  return `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}` +
    ` ${two(local.getHours())}:${two(local.getMinutes())}`;
}
