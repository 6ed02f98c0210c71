/* The sheets of a presentation: on the left the scene's words and figures, on the right its
   projects; the opening and the closing scene. */
import { cards, details } from "./cards.js";
import { el, number, state, t } from "./core.js";
import { playback } from "./playback.js";
import { present } from "./present.js";
import { symbols } from "./symbols.js";
import { chain } from "./wallchain.js";
import { wall } from "./walldata.js";

const MOST_LISTED = 120;
const MOST_SOURCES = 6;
/** @type {HTMLElement} */
let paper;
/** @type {HTMLElement} */
let side;
/** @type {HTMLElement} */
let list;
/** @type {HTMLElement} */
let stagebox; // opening, closing and chain
let drawing = 0;

/** @type {WallSheet} */
export const sheet = {
  add(box) {
    paper = el("section", { class: "pm-sheet", "aria-live": "polite" });
    list = el("ol", { class: "pm-side-list" });
    side = el("aside", { class: "pm-side" });
    stagebox = el("section", { class: "pm-stagebox", hidden: "", "aria-live": "polite" });
    box.append(paper, side, stagebox);
  },

  side: () => side,
  list: () => list,
  sheet: () => paper,
  stagebox: () => stagebox,

  /* Draw what `step` shows; `pending` while its filter is on the way. */
  render(step, { isPending, hasList, title }) {
    const { kind } = step;
    const isFull = kind === "open" || kind === "close";
    [paper, side, stagebox].forEach((box) => box.classList.toggle("pm-pending", isPending));
    paper.hidden = isFull;
    side.hidden = isFull || !hasList || kind === "chain";
    stagebox.hidden = !isFull && kind !== "chain";
    if (stagebox.dataset.kind !== kind) stagebox.replaceChildren(); // a chain is drawn a moment later
    stagebox.dataset.kind = kind;
    const rows = wall.rows();
    if (kind === "open") opening(rows, title);
    else if (kind === "close") closing();
    else scene(step.scene, wall.figures(rows));
    if (kind === "chain") chain.render(stagebox, step.chains || []);
    if (!side.hidden) projects(wall.projects(rows));
  },
};

/** @param {Scene} words @param {Figures} figures */
function scene(words, figures) {
  const { title, conditions } = state;
  const year = playback.isOpen() ? [String(playback.year())] : [];
  const count = t("map.count", { count: number(figures.counts.records) });
  paper.replaceChildren(
    el("header", { class: "pm-title" },
      el("h1", {}, title), el("p", {}, [...conditions, ...year, count].join(" · "))),
    words
      ? el("div", { class: "pm-caption-bar" },
        el("h2", {}, present.words(words.title)), el("p", {}, present.words(words.caption)))
      : "",
    headline(figures), stages(figures), money(figures), firms(figures));
}

/** @param {Figures} given */
const headline = ({ counts }) => el("div", { class: "pm-headline" },
  el("p", { class: "pm-big" },
    el("b", { "data-figure": "projects" }, number(counts.projects)), el("span", {}, t("count.projects"))),
  el("dl", {}, /** @type {const} */ (["records", "drawn", "county", "unplaced"]).map((name) => el("div", {},
    el("dt", {}, t("count." + name)), el("dd", { "data-figure": name }, number(counts[name]))))));

/* Projects by the stage that the plans print, as one bar; the rest is said, not drawn. */
/** @param {Figures} given */
function stages({ stages: found, counts }) {
  const all = wall.data().stages;
  const told = found.reduce((a, b) => a + b, 0);
  if (!told) return "";
  const untold = counts.projects - told;
  const names = all.map((one) => one[state.lang]);
  return el("div", { class: "pm-stages" },
    el("h3", {}, t("map.wall.stages")),
    el("div", { class: "pm-stage-bar", "aria-hidden": "true" },
      found.map((count, i) => (count
        ? el("span", { "data-stage": String(i + 1), style: { flexGrow: String(count) } })
        : "")),
      untold ? el("span", { "data-stage": "0", style: { flexGrow: String(untold) } }) : ""),
    el("ul", {},
      found.map((count, i) => (count
        ? el("li", {},
          el("i", { "data-stage": String(i + 1) }),
          el("span", {}, names[i]),
          el("b", { "data-figure": `stage-${i + 1}` }, number(count)))
        : "")),
      untold
        ? el("li", {},
          el("i", { "data-stage": "0" }), el("span", {}, t("map.wall.untold")), el("b", {}, number(untold)))
        : ""));
}

/** @param {Figures} given */
function money({ investment, invested, targets }) {
  if (investment) {
    return el("div", { class: "pm-money" }, el("h3", {}, t("map.wall.investment")),
      el("p", { class: "pm-sum" }, el("b", { "data-figure": "investment" }, wall.amount(investment))),
      el("p", { class: "pm-wall-note" }, t("map.wall.invested", { count: number(invested) })));
  }
  if (!targets.length) return el("p", { class: "pm-wall-note" }, t("map.wall.no_money"));
  return el("div", { class: "pm-money" }, el("h3", {}, t("map.wall.targets")),
    el("ul", {}, targets.map(({ record, text }) => {
      const name = el("span", {});
      details(record).then((found) => name.append(state.lang === "en" ? found.name_en : found.name));
      return el("li", {}, name, el("b", {}, text));
    })));
}

/** @param {Figures} given */
function firms({ firms: found, firmCount }) {
  if (!found.length) return "";
  const [largest] = found;
  const isRanked = largest.count > 1;
  return el("div", { class: isRanked ? "pm-firms" : "pm-firms pm-alike" },
    el("h3", {},
      t(isRanked ? "map.wall.firms" : "map.wall.firms_named"),
      el("small", {}, t("map.wall.firm_count", { count: number(firmCount) }))),
    el("ul", {}, found.map(({ names, count }) => el("li", {},
      el("span", {}, names[state.lang === "en" ? 1 : 0]),
      isRanked
        ? [
          el("em", { "aria-hidden": "true" }, el("i", { style: { width: `${(100 * count) / largest.count}%` } })),
          el("b", {}, number(count)),
        ]
        : ""))));
}

/** @param {ShownProject[]} found */
async function projects(found) {
  drawing += 1;
  const mine = drawing;
  const wanted = found.slice(0, MOST_LISTED);
  const known = await Promise.all(wanted.map(({ record }) => details(record)));
  if (mine !== drawing) return;
  const isEnglish = state.lang === "en";
  const rest = found.length - wanted.length;
  const top = list.scrollTop;
  list.replaceChildren(...wanted.map(({ record, stage }, i) => el("li", {},
    el("button", { type: "button", onclick: () => present.look(record) },
      cards.chip(record),
      el("span", { class: "pm-side-name" },
        isEnglish ? known[i].name_en : known[i].name, isEnglish ? el("small", {}, known[i].name) : ""),
      el("span", { class: "pm-side-note" },
        [wall.place(record), wall.stage(stage)].filter(Boolean).join(" · ") || t("map.wall.whole"))))),
    rest > 0 ? el("li", { class: "pm-wall-note" }, t("map.more.short", { count: number(rest) })) : "");
  list.scrollTop = top;
  side.replaceChildren(el("h3", {}, t("map.wall.list"), el("b", {}, number(found.length))), list);
}

/** @param {number[]} rows @param {string} title */
function opening(rows, title) {
  const counts = symbols.counts(rows);
  const { as_of: asOf, edition } = wall.data();
  stagebox.replaceChildren(el("div", { class: "pm-plate" },
    el("p", { class: "pm-kicker" }, title),
    el("h1", {}, state.title),
    el("dl", { class: "pm-five" }, Object.entries(counts).map(([name, count]) => el("div", {},
      el("dd", { "data-figure": name }, number(count)), el("dt", {}, t("count." + name))))),
    el("p", { class: "pm-dated" }, [
      edition ? t("map.wall.edition", { name: edition }) : "",
      asOf ? t("map.wall.as_of", { date: asOf }) : "",
    ].filter(Boolean).join(" · ")),
    sources(),
    el("button", { type: "button", class: "pm-begin", onclick: () => present.step(1) },
      t("map.wall.begin"), " ›")));
}

function closing() {
  const { contacts } = wall.data();
  stagebox.replaceChildren(el("div", { class: "pm-plate" },
    el("p", { class: "pm-kicker" }, state.title),
    el("h1", {}, t(contacts.length ? "map.wall.contact" : "map.wall.sources")),
    contacts.length
      ? el("ul", { class: "pm-contacts" }, contacts.map((line) => el("li", {}, line[state.lang] || line.zh)))
      : "",
    sources(),
    el("p", { class: "pm-wall-note" }, t("map.attribution")),
    el("div", { class: "pm-ends" },
      el("button", { type: "button", class: "pm-begin", onclick: () => present.go(0) }, t("map.wall.again")),
      el("button", { type: "button", class: "pm-begin pm-leave", onclick: () => present.leave() },
        t("map.wall.end")))));
}

function sources() {
  const all = wall.data().sources;
  const rest = all.length - MOST_SOURCES;
  return el("div", { class: "pm-sources" }, el("h3", {}, t("map.wall.source", { count: number(all.length) })),
    el("ol", {}, all.slice(0, MOST_SOURCES).map(({ title, issued }) =>
      el("li", {}, el("span", {}, title), el("time", {}, issued)))),
    rest > 0 ? el("p", { class: "pm-wall-note" }, t("map.more.short", { count: number(rest) })) : "");
}
