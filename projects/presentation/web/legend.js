/* The legend, which follows filter and layers and filters by industry, and the key of the symbols. */
import { ahead } from "./ahead.js";
import { settle } from "./canvas.js";
import { el, label, number, send, state, t } from "./core.js";
import { ground } from "./ground.js";
import { own } from "./own.js";
import { panel } from "./panel.js";
import { shading } from "./shading.js";
import { symbols } from "./symbols.js";

let isOpen = window.innerWidth > 560; // on a phone it would hide the map
let isKeyOpen = window.innerWidth > 900 && window.innerHeight > 720; // so would both on a small screen

/** @type {{ render(legendBox: HTMLElement, keyBox: HTMLElement): void }} */
export const legend = {
  render(legendBox, keyBox) {
    const { perMark, perFamily } = symbols.tally();
    const isPlaying = state.played !== null;
    const { off } = perMark;
    const drawn = perMark.site + perMark.area + perMark.several + perMark.line;
    const isShaded = shading.isOn();
    const title = isShaded ? t("map.shading." + shading.mode()) : t("map.legend");
    const figure = isShaded ? "" : t("map.onmap", { count: number(drawn) });
    const head = el("button",
      {
        type: "button",
        class: "pm-legend-head",
        "aria-expanded": String(isOpen),
        onclick: () => {
          isOpen = !isOpen;
          legend.render(legendBox, keyBox);
          settle();
        },
      },
      el("span", {}, title), el("span", { class: "pm-figure" }, figure));
    const body = isShaded
      ? shades(shading.legend())
      : [el("ul", {}, families(perFamily, isPlaying || asked().length > 0))];
    const more = el("button", {
      type: "button",
      class: "pm-key-more",
      "aria-expanded": String(isKeyOpen),
      onclick: () => {
        isKeyOpen = !isKeyOpen;
        legend.render(legendBox, keyBox);
        panel.dock();
      },
    }, t(isKeyOpen ? "map.key.hide" : "map.key.show"));
    legendBox.replaceChildren(
      head,
      ...(isOpen ? [...body, isShaded ? "" : more] : []),
      isOpen ? own.legend() : "");
    keyBox.hidden = !isOpen || isShaded || !isKeyOpen;
    keyBox.replaceChildren(
      el("ul", {}, /** @type {[name: string, text: string, count: number][]} */ ([
        ["pm-key-site", t("map.key.site"), perMark.site],
        ["pm-key-ring", t("map.key.area"), perMark.area],
        ["pm-key-thin", t("map.key.multi"), perMark.several],
        ["pm-key-line", t("map.key.line"), perMark.line],
        ["pm-key-badge", t("map.key.county"), perMark.county],
      ]).map(([name, text, count]) =>
        el("li", {}, el("i", { class: name }), el("span", {}, text), el("b", {}, number(count))))),
      grounds(),
      el("p", {}, t("map.key.note")),
      off ? el("p", { class: "pm-note-off" }, t("map.key.off", { count: number(off) })) : "");
  },
};

/* The lines of the ground in one row, each with its sample. */
function grounds() {
  const kinds = ground.kinds();
  if (!kinds.length) return "";
  return el("p", { class: "pm-key-ground" }, kinds.map((kind) =>
    el("span", {}, el("i", { class: `pm-key-${kind}` }), t("map.key." + kind))));
}

/* With `all` also those of which nothing is shown: while years play the legend keeps its size, and
   what a filter leaves out can be added to it. */
/** @param {Uint32Array} perFamily @param {boolean} all */
const families = (perFamily, all) => state.config.families.map((family, i) => perFamily[i] || all
  ? el("li", perFamily[i] ? {} : { class: "pm-none" },
    el("button",
      {
        type: "button",
        "aria-pressed": String(isChosen(family, i)),
        title: t("map.legend.filter"),
        "data-family": family.code,
        onclick: () => toggle(family, i),
      },
      el("i", { style: { background: family.colour } }),
      el("span", {}, label(family)),
      el("b", {}, number(perFamily[i]))))
  : null);

/* A family is chosen by its own code or by that of any of its industries. */
const asked = () => state.query.industry || [];
/** @param {Config["families"][0]} family @param {number} i */
const codesOf = (family, i) =>
  [family.code, ...state.config.industries.filter((each) => each.family === i).map((each) => each.code)];
/** @param {Config["families"][0]} family @param {number} i */
const isChosen = (family, i) => codesOf(family, i).some((code) => asked().includes(code));

/* An entry joins the filter, or leaves it with all its industries. */
/** @param {Config["families"][0]} family @param {number} i */
function toggle(family, i) {
  const codes = codesOf(family, i);
  const industry = isChosen(family, i) ? asked().filter((code) => !codes.includes(code)) : [...asked(), family.code];
  state.query = { ...state.query, industry }; // a second click may come before the page's answer
  send({ do: "query", query: state.query });
  ahead.query(state.query);
}

/** @param {ShadingLegend} given */
const shades = ({ rows, notes }) => [
  el("ul", {}, rows.map(({ colour, text, count }) =>
    el("li", {},
      el("i", { class: "pm-shade", style: { background: colour } }),
      el("span", {}, text),
      el("b", {}, t("map.shading.areas", { count: number(count) }))))),
  ...notes.filter(Boolean).map((note) => el("p", {}, note)),
];
