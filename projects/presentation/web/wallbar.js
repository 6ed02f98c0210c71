/* The controls of a presentation at the foot of the map, for mouse, touch and keys alike:
   leave, tour, back and on, play by itself with its pace, list, years. */
import { el, icon, t } from "./core.js";
import { playback } from "./playback.js";
import { present } from "./present.js";

const PATHS = {
  leave: "M5 5l10 10M15 5L5 15",
  back: "M12.500 4L6.500 10l6 6",
  on: "M7.500 4l6 6l-6 6",
  play: "M6 3.500l10 6.500l-10 6.500z",
  pause: "M6.500 4v12M13.500 4v12",
  list: "M4 5h12M4 10h12M4 15h8",
  years: "M10 2.500a7.500 7.500 0 1 0 0 15a7.500 7.500 0 1 0 0-15M10 5.500V10l3 2",
};
/** @type {HTMLElement} */
let bar;
/** @type {HTMLElement[]} */
let walk; // the part with the scenes
/** @type {HTMLElement | null} */
let meter = null;

/** @type {WallBar} */
export const wallbar = {
  add(box) {
    bar = el("nav", { class: "pm-bar" });
    box.append(bar);
  },

  element: () => bar,

  render({ steps, at, isAuto, pace, hasList, tours }) {
    bar.setAttribute("aria-label", t("map.present"));
    meter = el("i", { class: "pm-meter" });
    const inTour = at >= 0;
    walk = inTour ? [
      el("div", { class: "pm-walk" },
        button("back", t("map.tour.previous"), () => present.step(-1), at > 0 ? {} : { disabled: "" }),
        el("span", {}, `${at + 1} / ${steps.length}`),
        button("on", t(at < steps.length - 1 ? "map.tour.next" : "map.wall.end"), () => present.step(1))),
      el("div", { class: "pm-auto" },
        button(isAuto ? "pause" : "play", t(isAuto ? "map.wall.pause" : "map.wall.auto"),
          () => present.setAuto(!isAuto), { "aria-pressed": String(isAuto) }),
        el("button", {
          type: "button",
          class: "pm-pace",
          title: t("map.wall.pace"),
          "aria-label": `${t("map.wall.pace")} ${t("map.wall.seconds", { count: pace })}`,
          onclick: () => present.nextPace(),
        }, t("map.wall.seconds", { count: pace }))),
    ] : [el("div", { class: "pm-tours" }, tours.map((tour, i) =>
      el("button",
        { type: "button", class: "pm-tour", onclick: () => present.play(tour.scenes, 0, tour.title) },
        icon(PATHS.play),
        el("span", {}, i < tours.length - 1
          ? present.words(tour.title) || tour.name
          : t("map.wall.automatic")))))];
    bar.replaceChildren(
      button("leave", t("map.wall.leave"), () => present.leave()),
      ...walk,
      button("list", t("map.wall.list_key"), () => present.setList(!hasList), { "aria-pressed": String(hasList) }),
      button("years", t("map.play"), () => playback.toggle(), { "aria-pressed": String(playback.isOpen()) }),
      inTour
        ? el("div", { class: "pm-dots" }, steps.map((step, i) => el("button", {
          type: "button",
          class: i < at ? "pm-past" : "",
          "aria-label": t("map.wall.go", { number: i + 1 }),
          ...(i === at ? { "aria-current": "step" } : {}),
          onclick: () => present.go(i),
        }, i === at ? meter : "")))
        : "");
  },

  /* How much of the present scene's time has passed, 0 to 1. */
  meter(part) {
    if (meter) meter.style.width = `${100 * part}%`;
  },
};

/**
 * @param {keyof typeof PATHS} name
 * @param {string} label
 * @param {() => void} onclick
 * @param {Attributes=} attributes
 */
const button = (name, label, onclick, attributes) => el("button", {
  type: "button",
  class: "pm-key",
  "data-wall": name,
  title: label,
  "aria-label": label,
  onclick,
  ...attributes,
}, icon(PATHS[name]));
