/* The years of the map of a country: a bar below the map, played in the browser from what the page sent. */
import { el, state, t } from "./core.js";

const STEP_MS = 900;
/** @type {HTMLElement} */
let bar;
/** @type {number | null} */
let year = null; // null: all years of the filter
/** @type {CountryYears} */
let years;
let paint = () => {};
let timer = 0;
/** @type {HTMLElement} */
let button;
/** @type {HTMLInputElement} */
let slider;
/** @type {HTMLElement} */
let told;
/** @type {HTMLElement} */
let close;

/** @type {CountryPlay} */
export const countryPlay = {
  year: () => year,

  /* The years of what is shown, and what draws one of them. */
  load(given, draw) {
    years = given;
    paint = draw;
    if (!bar) make();
    slider.min = String(years.start);
    slider.max = String(years.end);
    if (year !== null && (year < years.start || year > years.end)) set(null);
    speak();
  },
};

function make() {
  button = el("button", { type: "button", class: "pc-start", onclick: toggle });
  slider = el("input", { type: "range", step: "1", oninput: () => { stop(); set(Number(slider.value)); } });
  told = el("output", {});
  close = el("button", { type: "button", class: "pc-all", onclick: () => { stop(); set(null); } });
  bar = el("div", { class: "pc-play" }, button, slider, told, close);
  L.DomEvent.disableClickPropagation(bar);
  L.DomEvent.disableScrollPropagation(bar);
  state.map.getContainer().append(bar);
}

function speak() {
  button.textContent = timer ? "❚❚" : "▶";
  button.setAttribute("aria-label", t(timer ? "map.play.pause" : "map.play.start"));
  slider.setAttribute("aria-label", t("map.play.year"));
  close.textContent = t("country.map.all_years");
  close.hidden = year === null;
  told.textContent = year === null ? `${years.start}–${years.end}` : String(year);
  slider.value = String(year === null ? years.end : year);
}

/** @param {number | null} value */
function set(value) {
  year = value;
  speak();
  paint();
}

function toggle() {
  if (timer) {
    stop();
    speak();
    return;
  }
  set(year === null || year >= years.end ? years.start : year + 1);
  timer = setInterval(() => {
    if (year === null || year >= years.end) stop();
    else set(year + 1);
    speak();
  }, STEP_MS);
  speak();
}

function stop() {
  clearInterval(timer);
  timer = 0;
}
