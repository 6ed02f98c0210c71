/* The view and the type fit the window: all is shown until the user has moved the map. */
import { settle } from "./canvas.js";
import { state } from "./core.js";
import { redraw } from "./drawing.js";
import { furniture } from "./furniture.js";
import { labels } from "./labels.js";
import { panel } from "./panel.js";
import { present } from "./present.js";
import { timeline } from "./timeline.js";

const LARGE_PX = 1800;
const LEAST_PX = 60;
const NARROW_PX = 480;
const LARGE_SCALE = 1.6; // a page of 4K
const PRESENT_SCALE = 1.4;
const HUGE_PX = 3000; // the map alone on 4K
const HUGE_SCALE = 2.2;
let hasMoved = false;
let fitted = ""; // the size of the window when all of it was last shown

/* Large type where one presents and on very large screens. */
export function fitType() {
  const wide = state.map.getSize().x;
  const isLarge = present.isOn() || wide > LARGE_PX;
  document.documentElement.classList.toggle("pm-large", isLarge);
  document.documentElement.classList.toggle("pm-huge", wide > HUGE_PX);
  const scale = wide > HUGE_PX ? HUGE_SCALE : !isLarge ? 1 : present.isOn() ? PRESENT_SCALE : LARGE_SCALE;
  if (scale === state.scale) return;
  state.scale = scale;
  labels.forget();
  furniture.setScale(scale);
  redraw();
  setTimeout(() => panel.dock(), 300); // when panels and frame have their new size
}

/* The view is somebody's choice from now on. */
export const keepView = () => { hasMoved = true; };

/* Show all again with the room that there is now, unless the user has moved the map. */
export function refit() {
  if (hasMoved) return;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  state.map.flyToBounds(whole(), { ...paddings(), duration: 0.5, animate: !isStill });
  hasMoved = false;
}

/* On a phone the buttons at the left would lie on the city. */
/** @type {() => L.FitBoundsOptions} */
const paddings = () => ({
  paddingTopLeft: [state.map.getSize().x < NARROW_PX ? 48 : 12, 12],
  paddingBottomRight: [12, 12 + timeline.height()],
});

function whole() {
  const [west, south, east, north] = state.areas.bbox;
  return L.latLngBounds([south, west], [north, east]);
}

export function fitAll() {
  const { x, y } = state.map.getSize();
  if (Math.min(x, y) < LEAST_PX) return; // no zoom fits; the frame is still to get its size
  state.map.fitBounds(whole(), { ...paddings(), animate: false });
  hasMoved = false;
  fitted = `${x} ${y}`;
}

/* The frame gets its height late, and follows the window; until the user moves the map
   it keeps showing all of it. */
export function watchSize() {
  new ResizeObserver(() => {
    const untouched = !hasMoved;
    state.map.invalidateSize({ animate: false });
    fitType();
    const { x, y } = state.map.getSize();
    if (untouched && !present.isTouring() && fitted !== `${x} ${y}`) {
      fitAll();
      panel.dock();
    }
  }).observe(state.map.getContainer());
  const panels = new ResizeObserver(settle);
  state.map.getContainer()
    .querySelectorAll(".leaflet-top, .leaflet-bottom, .pm-layers, .pm-legend, .pm-search, .pm-play")
    .forEach((each) => panels.observe(each));
  state.map.on("dragstart zoomstart", keepView);
}
