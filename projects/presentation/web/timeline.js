/* The bar of the years at the foot of the map: play, slider, the plans as bands over their
   periods, and how many records of each family the year has. What it says stands in playback.js. */
import { el, icon, label, number, state, t } from "./core.js";
import { panel } from "./panel.js";
import { playback } from "./playback.js";
import { present } from "./present.js";
import { isVisible } from "./records.js";

const PLAY = "M6 3.500l10 6.500l-10 6.500z";
const PAUSE = "M6.500 4v12M13.500 4v12";
const FUNNEL = "M3 4h14l-5.500 6.500V17l-3-2v-4.500z";
const NARROW_PX = 420; // width of a map that has room for numbers only
const NARROW_PART = 0.05; // of the bar: a number has no room in less
/** @type {HTMLElement} */
let container;
/** @type {HTMLElement} */
let bar;
/** @type {HTMLElement} */
let figure; // the year, large on the map
/** @type {BarParts} */
let parts;
let total = 0; // records shown

/** @type {Timeline} */
export const timeline = {
  add(map) {
    container = map.getContainer();
    bar = el("section", { class: "pm-play", hidden: "" });
    figure = el("p", { class: "pm-year", hidden: "", "aria-hidden": "true" });
    [bar, figure].forEach((box) => container.append(box));
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.disableScrollPropagation(bar);
    new ResizeObserver(() => container.style.setProperty("--play", `${this.height()}px`)).observe(bar);
  },

  /* Space that the bar takes at the foot of the map, px. */
  height: () =>
    (!bar || bar.hidden ? 0 : Math.ceil(container.getBoundingClientRect().bottom - bar.getBoundingClientRect().top)),

  show(isShown) {
    bar.hidden = figure.hidden = !isShown;
    container.classList.toggle("pm-playing", isShown);
    if (isShown) build();
    container.style.setProperty("--play", `${this.height()}px`);
    panel.dock();
  },

  /* Words anew, after a change of language. */
  rebuild() {
    if (!bar.hidden) build();
  },

  /* The state of playback as it is now. */
  render() {
    if (bar.hidden) return;
    const year = playback.year();
    parts.play.replaceChildren(icon(playback.isPlaying() ? PAUSE : PLAY));
    parts.play.setAttribute("aria-label", t(playback.isPlaying() ? "map.play.pause" : "map.play.start"));
    parts.slider.value = String(year);
    parts.slider.setAttribute("aria-valuetext", String(year));
    parts.modes.forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.mode === playback.mode())));
    parts.speed.value = String(playback.speed());
    parts.years.forEach((each) => each.classList.toggle("pm-now", Number(each.textContent) === year));
    parts.bands.forEach(({ node, from, to }) =>
      node.classList.toggle("pm-now", from <= year && (playback.mode() === "sum" || year <= to)));
    figure.textContent = String(year);
    if (!playback.isPlaying()) this.glide(year);
    this.count();
    present.render();
  },

  /* The live counts: of all, and of each family as a part of the strip. */
  count() {
    if (bar.hidden) return;
    const { config, records } = state;
    const perFamily = new Uint32Array(config.families.length);
    for (let i = 0; i < records.count; i += 1) if (isVisible(i)) perFamily[records.family[i]] += 1;
    total = perFamily.reduce((a, b) => a + b, 0);
    parts.count.textContent = container.clientWidth < NARROW_PX
      ? number(total)
      : t("map.count", { count: number(total) });
    parts.strip.setAttribute("aria-label", config.families
      .map((family, i) => (perFamily[i] ? `${label(family)} ${perFamily[i]}` : ""))
      .filter(Boolean)
      .join(", ") || parts.count.textContent);
    parts.shares.forEach((node, i) => {
      const share = total ? perFamily[i] / total : 0;
      node.style.flexGrow = String(share);
      node.title = `${label(config.families[i])} ${number(perFamily[i])}`;
      node.textContent = share >= NARROW_PART ? String(perFamily[i]) : "";
    });
  },

  total: () => total,

  /* Put the head of the slider at a point in time. */
  glide(at) {
    if (bar.hidden) return;
    const [first, last] = playback.range();
    const part = (Math.min(at, last) - first + 0.5) / (last - first + 1);
    parts.head.style.transform = `translateX(${100 * part}%)`;
  },
};

function build() {
  const [first, last] = playback.range();
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const bands = laid(first, last);
  const shares = state.config.families.map((family) => el("span", { style: { background: family.colour } }));
  /** @param {Child} text @param {() => void} act @param {Attributes} attributes */
  const button = (text, act, attributes) =>
    el("button", { type: "button", class: "pm-button", onclick: act, ...attributes }, text);
  parts = {
    play: el("button", {
      type: "button",
      class: "pm-play-button",
      title: t("map.play.keys"),
      onclick: () => (playback.isPlaying() ? playback.pause() : playback.play()),
    }),
    count: el("span", { class: "pm-play-count" }),
    modes: playback.MODES.map((mode) => el("button", {
      type: "button",
      class: "pm-switch",
      "data-mode": mode,
      title: t(`map.play.${mode}.note`),
      onclick: () => playback.setMode(mode),
    }, t("map.play." + mode))),
    speed: el("select",
      { "aria-label": t("map.play.speed"), onchange: (event) => playback.setSpeed(Number(event.target.value)) },
      playback.SPEEDS.map((each) => el("option", { value: String(each) }, `${each}×`))),
    slider: el("input", {
      type: "range",
      min: String(first),
      max: String(last),
      step: "1",
      "aria-label": t("map.play.year"),
      oninput: (event) => {
        playback.pause();
        playback.set(Number(event.target.value));
      },
    }),
    years: years.map((year) => el("span", {}, String(year))),
    strip: el("div", { class: "pm-play-strip", role: "img" }, shares),
    bands,
    head: el("i", { class: "pm-play-head" }),
    shares,
  };
  bar.setAttribute("aria-label", t("map.play"));
  bar.style.setProperty("--years", String(years.length));
  bar.style.setProperty("--lanes", String(Math.max(1, ...bands.map(({ lane }) => lane + 1))));
  bar.replaceChildren(
    el("div", { class: "pm-play-row" },
      parts.play, parts.count,
      el("div", { class: "pm-play-modes", role: "group", "aria-label": t("map.play.mode") }, parts.modes),
      parts.speed,
      button([icon(FUNNEL), el("span", {}, t("map.play.filter"))], () => playback.filter(),
        { "data-act": "filter", "aria-label": t("map.play.filter"), title: t("map.play.filter") }),
      el("button", {
        type: "button",
        class: "pm-icon",
        "aria-label": t("map.close"),
        title: t("map.close"),
        onclick: () => playback.close(),
      }, "×")),
    parts.strip,
    el("div", { class: "pm-play-track" },
      el("div", { class: "pm-play-bands" }, bands.map(({ node }) => node)),
      parts.slider,
      el("div", { class: "pm-play-years", "aria-hidden": "true" }, parts.years),
      parts.head));
  timeline.render();
}

/* The plans over their periods, each in the first lane that is free: [{node, lane, from, to}]. */
/** @param {number} first @param {number} last */
function laid(first, last) {
  const plans = state.config.documents.filter((each) => each.period_start || each.period_end)
    .map((each) => ({
      ...each,
      from: Number(each.period_start || each.period_end),
      to: Number(each.period_end || each.period_start),
    }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  /** @type {number[]} */
  const ends = [];
  return plans.map(({ title, scope, kind, from, to }) => {
    const free = ends.findIndex((end) => end < from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    const years = from === to ? String(from) : `${from}–${to}`;
    /** @param {number} value */
    const part = (value) => `${(100 * value) / (last - first + 1)}%`;
    const node = el("span",
      {
        class: "pm-band",
        title: `${title} (${years})`,
        style: {
          left: part(Math.max(from, first) - first),
          width: part(Math.min(to, last) - Math.max(from, first) + 1),
          top: `${lane * 20}px`,
        },
      },
      el("span", {}, from === to ? kind || title : `${scope} ${kind}`.trim() || title));
    return { node, lane, from, to };
  });
}
