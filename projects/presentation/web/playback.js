/* The years as playback: which year is shown, and what of it the map draws.

   Filters in the browser only, on top of what the page shows, and gives everything back on
   closing. "Force" shows records whose period covers the year, "sum" those that began by then;
   a record without a year is in none. The bar itself stands in timeline.js.

   Space    plays and pauses          left, right   a year back, a year on
   Y        opens and closes the bar */
import { canvas } from "./canvas.js";
import { send, state } from "./core.js";
import { redraw } from "./drawing.js";
import { refit } from "./fitting.js";
import { present } from "./present.js";
import { timeline } from "./timeline.js";
import { admitsIn, yearRange } from "./years.js";

const STEP_MS = 1400; // per year at normal speed
const FADE_MS = 450;
const SPEEDS = [0.5, 1, 2, 4];
/** @type {[first: number, last: number]} */
let range; // first and last year of the data; null without any
let year = 0;
let speed = 1;
let isPlaying = false;
let reached = 0; // part of the present year that has been played
let last = 0;
/** @type {HTMLCanvasElement} */
let ghost;
/** @type {Animation[]} */
let fading = [];

/** @type {Playback} */
export const playback = {
  MODES: ["force", "sum"],
  SPEEDS,

  add(map) {
    range = /** @type {[first: number, last: number]} */ (yearRange());
    timeline.add(map);
    map.on("movestart zoomstart", settle);
    document.addEventListener("keydown", key, true);
  },

  isOpen: () => state.played !== null,
  isPlaying: () => isPlaying,
  range: () => range,
  year: () => year,
  mode: () => state.playMode,
  speed: () => speed,

  toggle() {
    if (this.isOpen()) this.close();
    else this.open();
  },

  open() {
    if (!range || this.isOpen()) return;
    year = year || range[0];
    state.map.closePopup();
    timeline.show(true);
    apply();
    refit();
  },

  close() {
    if (!this.isOpen()) return;
    pause();
    fade();
    state.played = null;
    timeline.show(false);
    redraw();
    present.render();
    refit();
  },

  play() {
    if (isPlaying) return;
    if (year === range[1]) set(range[0]);
    isPlaying = true;
    reached = 0;
    last = performance.now();
    timeline.render();
    requestAnimationFrame(frame);
  },

  pause,
  set: (wanted) => { reached = 0; set(wanted); },

  setMode(wanted) {
    state.playMode = wanted;
    apply();
  },

  setSpeed(wanted) {
    speed = wanted;
    timeline.render();
  },

  /* Make the year a filter of the page. */
  filter() {
    const { from, to, ...query } = state.query;
    send({
      do: "query",
      query: { ...query, ...(state.playMode === "force" ? { from: [String(year)] } : {}), to: [String(year)] },
    });
    playback.close();
  },
};

/** @param {number} wanted */
function set(wanted) {
  const next = Math.min(range[1], Math.max(range[0], wanted));
  if (next === year) return;
  year = next;
  apply();
}

function apply() {
  fade();
  state.played = Uint8Array.from({ length: state.records.count }, (_, record) => (admitsIn(record, year) ? 1 : 0));
  redraw();
  timeline.render();
}

function pause() {
  isPlaying = false;
  timeline.render();
}

/** @param {number} now */
function frame(now) {
  if (!isPlaying) return;
  reached += ((now - last) * speed) / STEP_MS;
  last = now;
  if (reached >= 1) {
    reached = 0;
    set(year + 1);
    if (year === range[1]) pause();
  }
  timeline.glide(year + (isPlaying ? reached : 0));
  if (isPlaying) requestAnimationFrame(frame);
}

/* What is drawn now fades while what comes next appears; what stays keeps its full strength,
   since the two pictures add up (map.css). */
function fade() {
  settle();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const drawn = canvas.getContainer ? canvas.getContainer() : canvas._container;
  if (!drawn || !drawn.width) return;
  ghost = ghost || document.createElement("canvas");
  ghost.width = drawn.width;
  ghost.height = drawn.height;
  ghost.getContext("2d")?.drawImage(drawn, 0, 0);
  ghost.style.cssText = drawn.style.cssText;
  L.DomUtil.setPosition(ghost, L.DomUtil.getPosition(drawn));
  drawn.before(ghost);
  drawn.parentElement?.classList.add("pm-fading");
  /** @type {KeyframeAnimationOptions} */
  const timing = { duration: FADE_MS / Math.max(1, speed), easing: "linear", fill: "forwards" };
  fading = [ghost.animate({ opacity: [1, 0] }, timing), drawn.animate({ opacity: [0, 1] }, timing)];
  fading[0].onfinish = settle;
}

function settle() {
  fading.forEach((each) => each.cancel());
  fading = [];
  if (!ghost || !ghost.parentElement) return;
  ghost.parentElement.classList.remove("pm-fading");
  ghost.remove();
}

/** @param {On<KeyboardEvent>} event */
function key(event) {
  const { target, ctrlKey, metaKey, altKey } = event;
  const isText = target.closest("textarea, select, [contenteditable=true], input:not([type=range])");
  if (ctrlKey || metaKey || altKey || isText) return;
  if (event.key === "y" || event.key === "Y") playback.toggle();
  else if (!playback.isOpen() || present.isTouring()) return;
  else if (event.key === " " && !target.closest("button, a, summary")) {
    if (isPlaying) pause();
    else playback.play();
  } else if (event.key === "ArrowRight") playback.set(year + 1);
  else if (event.key === "ArrowLeft") playback.set(year - 1);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
