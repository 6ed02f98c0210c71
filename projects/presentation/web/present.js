/* Presenting: the map on the whole screen, large, with words and figures beside it; a tour,
   scene by scene, between an opening and a closing one.

   P            full screen and back; Escape goes back
   T            starts the first tour
   arrows, space, Page up and down   next and previous scene of the tour that plays
   A            plays by itself, and pauses
   L            shows and hides the list of projects
   A swipe over words, figures or controls goes to the next or previous scene too.

   A tour starts from the page's filter and view and gives both back when it ends. */
import { ahead } from "./ahead.js";
import { background } from "./background.js";
import { settle } from "./canvas.js";
import { cards } from "./cards.js";
import { el, send, state } from "./core.js";
import { fitType } from "./fitting.js";
import { outside } from "./outside.js";
import { panel, setLayer } from "./panel.js";
import { playback } from "./playback.js";
import { scenes } from "./scenes.js";
import { shading } from "./shading.js";
import { tools } from "./tools.js";
import { wallbar } from "./wallbar.js";
import { chain } from "./wallchain.js";
import { wall } from "./walldata.js";
import { sheet } from "./wallsheet.js";

const SECONDS = 0.9;
const PACES = [6, 10, 15, 30]; // seconds per scene
const USUAL_PX = [820, 700]; // the map on which a scene was framed that does not say its own
const WALL_PX = [1920, 1080]; // the screen on which a presentation has its plain sizes
const LEAST_UNIT = 0.8;
const PATIENCE_MS = 8000;
const LEAST_SWIPE_PX = 48;
const MOST_FAMILIES = 4; // scenes of a tour that nobody wrote
const ZOOM_STEP = 0.25;
const MARGIN_PX = 24; // around the whole city
const ZOOMS = [-1, 2.5]; // by how much a scene's zoom may change to fill the screen
/** @type {HTMLElement} */
let box;
let isOn = false;
/** @type {Step[]} */
let steps = [];
let at = -1;
let tourTitle = "";
/** @type {Scene | null} */
let before = null; // the scene that one came from
let wanted = ""; // the filter that is on the way to the page
let asked = ""; // number of the message that asks for it
let waiting = 0;
let isAuto = false;
let pace = PACES[1];
let hasList = window.innerWidth > 720; // on a phone it would hide the map
let passed = 0; // seconds of the present scene
let last = 0;
/** @type {Touch | null} */
let touch = null;

/** @type {Present} */
export const present = {
  add(map) {
    box = el("div", { class: "pm-wall", hidden: "" });
    map.getContainer().append(box);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    sheet.add(box);
    wallbar.add(box);
    box.addEventListener("touchstart", (event) => {
      touch = event.touches.length === 1 ? event.touches[0] : null;
    }, { passive: true });
    box.addEventListener("touchend", swipe);
    map.on("resize", () => {
      fitUnit();
      if (at >= 0) place(true);
    });
    document.addEventListener("keydown", key);
    outside.add(() => { if (isOn) set(false); });
  },

  isOn: () => isOn,
  isTouring: () => at >= 0,
  scene: () => at,
  steps: () => steps.map(({ kind }) => kind),
  toggle: () => set(!isOn),
  leave: () => set(false),
  go,
  step: (by) => (at + by >= steps.length ? set(false) : go(at + by)),
  setAuto,
  look,

  nextPace() {
    pace = PACES[(PACES.indexOf(pace) + 1) % PACES.length];
    present.render();
  },

  setList(isWanted) {
    hasList = isWanted;
    present.render();
    if (at >= 0) place();
  },

  /* The page has answered, or the year or the language is another. */
  render() {
    // A page that puts it in other words has answered all the same.
    if (wanted === keyOf(state.query) || (asked && asked === state.answers)) wanted = "";
    if (!isOn || !wall.data()) return;
    const step = steps[at] || { kind: "idle", scene: null };
    box.dataset.kind = step.kind;
    sheet.render(step, { isPending: wanted !== "", hasList, title: tourTitle });
    wallbar.render({ steps, at, isAuto, pace, hasList, tours: tours() });
    settle(); // names give way to the sheets
  },

  /* Play a tour from one of its scenes; without one from its opening. */
  async play(tour, start, title) {
    if (!tour.length) return;
    await wall.load();
    if (at < 0) before = present.capture();
    tourTitle = present.words(title || {});
    steps = stepsOf(tour);
    if (!isOn) set(true);
    go(start ? steps.findIndex(({ scene }) => scene === tour[start]) : 0);
  },

  /* What is shown now, as a scene without words. */
  capture() {
    const { map, datum, layers, query } = state;
    const centre = map.getCenter();
    const [east, north] = shift(centre, datum);
    const { x, y } = map.getSize();
    return {
      title: {}, caption: {}, query,
      lon: centre.lng - east, lat: centre.lat - north, zoom: map.getZoom(), size: [x, y],
      layers: { ...layers }, shading: shading.mode(), background: background.code(),
    };
  },

  /* Show a scene: filters by way of the page, the rest here. */
  async show(scene, isStill) {
    await dress(scene);
    const [east, north] = shift({ lng: scene.lon, lat: scene.lat }, state.datum);
    fly([scene.lat + north, scene.lon + east], scene.zoom, isStill);
  },

  words: (texts) => texts[state.lang] || texts.zh || texts.en || "",
};

/** @param {boolean} isWanted */
async function set(isWanted) {
  isOn = isWanted;
  outside.present(isOn);
  box.hidden = !isOn;
  fitUnit();
  fitType();
  scenes.close();
  state.map.closePopup();
  if (!isOn) stop();
  window.focus();
  await wall.load();
  present.render();
}

/* All sizes of a presentation follow the screen's (wall.css). */
function fitUnit() {
  const { x, y } = state.map.getSize();
  const unit = Math.max(LEAST_UNIT, Math.min(x / WALL_PX[0], y / WALL_PX[1]));
  document.documentElement.style.setProperty("--unit", unit.toFixed(3));
}

/* Leave the tour, and show what one came from. */
function stop() {
  setAuto(false);
  if (at >= 0) playback.close();
  [steps, at, tourTitle] = [[], -1, ""];
  if (before) present.show(before, true);
  before = null;
}

/* The scenes of a tour between an opening and a closing one, those of an industry each
   followed by its chain. */
/** @type {(scenes: Scene[]) => Step[]} */
function stepsOf(tour) {
  const told = tour.flatMap((scene) => {
    const chains = chain.of(scene.query);
    /** @type {Step[]} */
    const own = [{ kind: "map", scene }];
    return chains.length ? [...own, /** @type {Step} */ ({ kind: "chain", scene, chains })] : own;
  });
  const whole = frame();
  return [{ kind: "open", scene: whole }, ...told, { kind: "close", scene: whole }];
}

/* The whole city without any filter. */
function frame() {
  const { lon, lat } = city();
  const layers = Object.fromEntries(Object.keys(state.layers).map((name) => [name, true]));
  return { title: {}, caption: {}, query: {}, lon, lat, zoom: 0, layers, shading: "points", background: "" };
}

/** @param {number} number */
function go(number) {
  if (number < 0 || number >= steps.length) return;
  const step = steps[number];
  const isSame = at >= 0 && steps[at].scene === step.scene;
  at = number;
  passed = 0;
  playback.close(); // scenes have their own years
  sheet.list().scrollTop = 0;
  if (!isSame) {
    dress(step.scene).then(() => { if (steps[at] === step) place(); });
  }
  present.render();
  if (isSame) place();
}

/* Ask the page for a filter, unless it is the one that it shows or was asked for last. */
/** @param {Query} query */
function ask(query) {
  const filter = keyOf(query);
  if (filter === (wanted || keyOf(state.query))) return;
  wanted = filter;
  demand(query);
}

/* Until it has answered: a message that comes while the page is at work can be lost. */
/** @param {Query} query */
function demand(query) {
  clearTimeout(waiting);
  asked = send({ do: "query", query });
  ahead.query(query);
  if (asked) waiting = setTimeout(() => { if (wanted) demand(query); }, PATIENCE_MS);
  else wanted = ""; // a page in one file has answered
}

/* Filters, layers, shading and background of a scene. */
/** @param {Scene} scene */
async function dress(scene) {
  const { map, layers, config } = state;
  map.closePopup();
  ask(scene.query);
  Object.keys(layers).forEach((name) => {
    if (layers[name] !== scene.layers[name]) setLayer(name, scene.layers[name]);
  });
  shading.set(scene.shading);
  const isKnown = config.basemaps.some((each) => each.code === scene.background);
  await background.set(isKnown ? scene.background : "");
  panel.renderLayers();
}

/* Bring the scene's frame into what the sheets leave free of the map. */
/** @param {boolean=} isStill */
function place(isStill) {
  const { map, datum } = state;
  const { scene } = steps[at];
  const free = room();
  const { zoom, lon, lat } = framed(scene, free.right - free.left, free.bottom - free.top);
  const [east, north] = shift({ lng: lon, lat }, datum);
  const { x, y } = map.getSize();
  const off = L.point((free.left + free.right) / 2 - x / 2, (free.top + free.bottom) / 2 - y / 2);
  const centre = map.unproject(map.project([lat + north, lon + east], zoom).subtract(off), zoom);
  fly(centre, zoom, isStill);
}

/* Zoom and middle that show as much as the scene did where it was framed, in so many px; what
   showed the whole city shows it whole. */
/** @param {Scene} scene @param {number} width @param {number} height */
function framed(scene, width, height) {
  const { lon, lat, wholeAt } = city();
  const [usualWidth, usualHeight] = scene.size || USUAL_PX;
  if (scene.zoom <= wholeAt(usualWidth, usualHeight) + ZOOM_STEP) {
    return { zoom: wholeAt(width - 2 * MARGIN_PX, height - 2 * MARGIN_PX), lon, lat };
  }
  const more = Math.log2(Math.min(width / usualWidth, height / usualHeight));
  return {
    ...scene,
    zoom: Math.floor((scene.zoom + Math.min(ZOOMS[1], Math.max(ZOOMS[0], more))) / ZOOM_STEP) * ZOOM_STEP,
  };
}

/* The middle of the city, and the zoom at which a map of so many px shows all of it. */
function city() {
  const { map, areas } = state;
  const [west, south, east, north] = areas.bbox;
  const [low, high] = [map.project([south, west], 0), map.project([north, east], 0)];
  const { lng, lat } = map.unproject(low.add(high).divideBy(2), 0);
  return {
    lon: lng,
    lat,
    /** @param {number} width @param {number} height */
    wholeAt: (width, height) => Math.floor(
      Math.log2(Math.min(width / (high.x - low.x), height / (low.y - high.y))) / ZOOM_STEP) * ZOOM_STEP,
  };
}

/* The part of the map that no sheet covers, px. */
function room() {
  const whole = state.map.getContainer().getBoundingClientRect();
  const free =
    { left: 0, top: 0, right: whole.width, bottom: wallbar.element().getBoundingClientRect().top - whole.top };
  const opening = sheet.stagebox();
  for (const part of [sheet.sheet(), ...(opening.dataset.kind === "chain" ? [] : [opening])]) {
    const { right, width, bottom } = part.getBoundingClientRect();
    if (!part.hidden && width < 0.7 * whole.width) free.left = Math.max(free.left, right - whole.left);
    else if (!part.hidden && part === sheet.sheet()) free.top = Math.max(free.top, bottom - whole.top);
  }
  if (!sheet.side().hidden) free.right = sheet.side().getBoundingClientRect().left - whole.left;
  const isNone = free.right - free.left < 100 || free.bottom - free.top < 100;
  return isNone ? { left: 0, top: 0, right: whole.width, bottom: whole.height } : free;
}

/** @param {L.LatLngExpression} centre @param {number} zoom @param {boolean=} isStill */
function fly(centre, zoom, isStill) {
  const still = isStill || matchMedia("(prefers-reduced-motion: reduce)").matches;
  state.map.flyTo(centre, zoom, { animate: !still, duration: SECONDS });
}

/* Go to a record on the map; the chain gives way to it. */
/** @param {number} record */
function look(record) {
  setAuto(false);
  if (steps[at] && steps[at].kind === "chain") go(at - 1);
  cards.visit(record);
}

/** @param {boolean} isWanted */
function setAuto(isWanted) {
  isAuto = isWanted && at >= 0;
  last = performance.now();
  if (isAuto && at === steps.length - 1) go(0);
  present.render();
  if (isAuto) requestAnimationFrame(tick);
}

/** @param {number} now */
function tick(now) {
  if (!isAuto) return;
  // Its time begins when the scene is complete.
  if (!wanted) passed += (now - last) / 1000;
  last = now;
  const list = sheet.list();
  if (!list.matches(":hover, :focus-within")) {
    list.scrollTop = (list.scrollHeight - list.clientHeight) *
      Math.max(0, Math.min(1, (1.25 * passed) / pace - 0.125));
  }
  wallbar.meter(Math.min(1, passed / pace));
  if (passed >= pace) {
    if (at < steps.length - 1) go(at + 1);
    else setAuto(false);
  }
  if (isAuto) requestAnimationFrame(tick);
}

/* The tours to choose from; the last is made of what there is. */
const tours = () => [...scenes.tours(), { title: {}, scenes: automatic() }];

/* A tour of the city, its counties and the industries that most is planned in. */
function automatic() {
  const { config, records } = state;
  const whole = frame();
  /** @param {string} name */
  const texts = (name) => ({ zh: config.texts.zh[name], en: config.texts.en[name] });
  const perFamily = new Uint32Array(config.families.length);
  for (let i = 0; i < records.count; i += 1) perFamily[records.family[i]] += 1;
  const ranked = config.families.map((family, i) => ({ ...family, count: perFamily[i] }))
    .slice(0, -1).sort((a, b) => b.count - a.count);
  return [
    { ...whole, title: texts("map.wall.whole_city"), caption: texts("map.wall.whole_city.note") },
    { ...whole, title: texts("map.wall.counties"), caption: texts("map.wall.counties.note"),
      shading: "county_count" },
    ...ranked.slice(0, MOST_FAMILIES).filter(({ count }) => count).map((family) => ({
      ...whole,
      title: { zh: family.label_zh, en: family.label_en },
      query: { industry: [family.code] },
    })),
  ];
}

/** @param {On<KeyboardEvent>} event */
function key(event) {
  if (
    event.ctrlKey || event.metaKey || event.altKey ||
    event.target.closest("input, textarea, select, [contenteditable=true]")
  ) return;
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (letter === "p") set(!isOn);
  else if (!isOn) return;
  else if (letter === "Escape" && !tools.isBusy()) set(false);
  else if (letter === "l") present.setList(!hasList);
  else if (letter === "t" && at < 0) present.play(tours()[0].scenes, 0, tours()[0].title);
  else if (at >= 0 && !walk(letter, event)) return;
  else if (at < 0) return;
  event.preventDefault();
  event.stopPropagation();
}

/* What a key does while a tour plays; whether it does anything. */
/** @param {string} letter @param {On<KeyboardEvent>} event */
function walk(letter, event) {
  if (letter === " " && event.target.closest("button, a, summary")) return false;
  if (letter === "a") setAuto(!isAuto);
  else if (["ArrowRight", "PageDown", " "].includes(letter)) go(at + 1);
  else if (["ArrowLeft", "PageUp"].includes(letter)) go(at - 1);
  else return false;
  return true;
}

/** @param {TouchEvent} event */
function swipe(event) {
  const end = event.changedTouches[0];
  const across = touch ? end.clientX - touch.clientX : 0;
  const down = touch ? end.clientY - touch.clientY : 0;
  touch = null;
  if (at < 0 || Math.abs(across) < LEAST_SWIPE_PX || Math.abs(across) < 2 * Math.abs(down)) return;
  go(at + (across < 0 ? 1 : -1));
}

/* A query in one order, to compare. */
/** @param {Query} query */
function keyOf(query) {
  return JSON.stringify(Object.keys(query).sort()
    .map((name) => [name, query[name].map(String).sort()])
    .filter(([, values]) => values.length));
}

/* How far a place is shifted in a datum, in degrees: as the nearest place that is known in both. */
/** @param {{ lng: number, lat: number }} given1 @param {Datum} datum */
function shift({ lng, lat }, datum) {
  const { degrees, count } = state.records.places;
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < count; i += 1) {
    const distance = (degrees.wgs84[0][i] - lng) ** 2 + (degrees.wgs84[1][i] - lat) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best < 0 ? [0, 0] : [0, 1].map((axis) => degrees[datum][axis][best] - degrees.wgs84[axis][best]);
}
