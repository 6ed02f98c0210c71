/* The industry chain of a scene, from upstream to downstream: what the plans name of each link,
   with its place. Links and the words that mark them stand in data/rules/chain_links.csv. */
import { details } from "./cards.js";
import { el, number, state, t } from "./core.js";
import { present } from "./present.js";
import { wall } from "./walldata.js";
import { admits } from "./years.js";

const COLUMNS = ["up", "mid", "down"];
const MOST_CHAINS = 3;
/** @type {Record<number, number>} */
const MOST_NODES = { 1: 6, 2: 3, 3: 2 }; // in a cell, by the number of chains
const MOST_SUPPORT = 4;
let drawing = 0;

/** @type {Chains} */
export const chain = {
  /* The chains that a query is about; none for a query without industries. */
  of(query) {
    const { chains } = wall.data();
    const named = query.chain || [];
    const wanted = query.industry || [];
    /** @param {string} code */
    const isWanted = (code) => wanted.includes(code) || wanted.includes(familyOf(code));
    return chains
      .filter((one) => (named.length ? named.includes(one.code) : one.industries.some(isWanted)))
      .slice(0, MOST_CHAINS);
  },

  /* Draw the chains of the records shown into `box`. */
  async render(box, chains) {
    drawing += 1;
    const mine = drawing;
    const rows = await Promise.all(chains.map((one) => lane(one, nodes(one), chains.length)));
    if (mine !== drawing || box.dataset.kind !== "chain") return; // the tour has gone on
    /** @param {string} link */
    const head = (link) => el("li", { class: `pm-link-${link}` },
      el("b", {}, t("map.wall." + link)), el("span", {}, t(`map.wall.${link}.note`)));
    box.style.setProperty("--lanes", String(chains.length));
    box.classList.toggle("pm-one", chains.length === 1);
    box.replaceChildren(
      el("ol", { class: "pm-chain-head" }, COLUMNS.map(head)),
      ...rows,
      el("p", { class: "pm-chain-note" }, t("map.wall.chain_note")));
  },

  nodes,
};

/** @param {string} code */
const industryOf = (code) => state.config.industries.filter((each) => each.code === code)[0];
/** @param {string} code */
const familyOf = (code) => state.config.families[industryOf(code).family].code;

/* What is shown of a chain, each thing once: [{record, count, at}], `at` its row of links or -1. */
/** @param {Chain} one */
function nodes(one) {
  const { key } = wall.data();
  /** @type {Map<number, ChainNode>} */
  const found = new Map();
  one.records.forEach((record, i) => {
    if (!state.shown[record] || !admits(record)) return;
    const known = found.get(key[record]);
    if (!known) found.set(key[record], { record, count: 1, at: one.at[i] });
    else Object.assign(known, { count: known.count + 1, at: known.at < 0 ? one.at[i] : known.at });
  });
  return Array.from(found.values()).sort((a, b) => b.count - a.count || a.record - b.record);
}

/** @param {Chain} one @param {ChainNode[]} all @param {number} count */
async function lane(one, all, count) {
  /** @param {ChainNode} node */
  const linkOf = (node) => (node.at < 0 ? "" : one.links[node.at].link);
  const cells = await Promise.all(COLUMNS.map((link) =>
    cell(one, all.filter((node) => linkOf(node) === link), MOST_NODES[count])));
  const support = all.filter((node) => linkOf(node) === "support");
  const rest = all.filter((node) => !linkOf(node));
  /** @type {[title: string, members: ChainNode[]][]} */
  const groups = [[t("map.wall.support"), support], [t("map.wall.rest"), rest]];
  const named = groups.filter(([, members]) => members.length);
  const feet = await Promise.all(named.map(async ([title, members]) => el("div", { class: "pm-chain-foot" },
    el("b", {}, title, " ", el("i", {}, number(members.length))),
    count === 1 ? await listed(members, MOST_SUPPORT) : "")));
  const { glyph, family } = industryOf(one.industries[0]);
  const colour = state.config.families[family].colour;
  return el("section", { class: "pm-lane", "data-chain": one.code },
    el("h3", {},
      el("span", { class: "pm-chip", style: { background: colour } }, glyph), one[state.lang] || one.zh),
    el("ol", {}, cells), el("div", { class: "pm-chain-feet" }, feet));
}

/** @param {Chain} one @param {ChainNode[]} members @param {number} most */
async function cell(one, members, most) {
  if (!members.length) return el("li", { class: "pm-cell pm-cell-none" }, t("map.wall.none"));
  const labels = Array.from(
    new Set(members.map((node) => one.links[node.at][state.lang] || one.links[node.at].zh)));
  return el("li", { class: "pm-cell" },
    el("h4", {}, el("span", {}, labels.join(" · ")), el("i", {}, number(members.length))),
    await listed(members, most));
}

/** @param {ChainNode[]} members @param {number} most */
async function listed(members, most) {
  const wanted = members.slice(0, most);
  const told = await Promise.all(wanted.map(({ record }) => details(record)));
  const rest = members.length - wanted.length;
  return el("ul", {}, wanted.map(({ record }, i) => el("li", {},
    el("button", { type: "button", class: "pm-node", title: told[i].name, onclick: () => present.look(record) },
      el("span", { class: "pm-node-name" }, state.lang === "en" ? told[i].name_en : told[i].name),
      el("span", { class: "pm-node-place" }, wall.place(record) || t("map.wall.whole"))))),
    rest > 0 ? el("li", { class: "pm-node-rest" }, t("map.more.short", { count: number(rest) })) : "");
}
