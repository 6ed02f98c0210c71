/* The map's own scripts start here. The page calls two functions and no others:

   projectMap.start(map, {config, areas, areas_gcj02, records, choices})
                                                     once; all are URLs, the last may be missing
   projectMap.show({mask, others, lang, theme, selected, focus, chosen, outlines,
                    query, title, conditions, saved, look, tells_view, tells_drawn,
                    answers, layers})
                                                     on every rerun; redraws in place
   projectMap.stats()                                what is drawn, for tests and measurement

   What is done on the map goes back through send() (core.js). */
import { ahead } from "./ahead.js";
import { areas } from "./areas.js";
import { background } from "./background.js";
import { canvas, settle } from "./canvas.js";
import { cards, details } from "./cards.js";
import { bits, colour, counted, dropOldThemes, json, setTheme, state, styled, sum } from "./core.js";
import { painted, redraw, steps } from "./drawing.js";
import { finder } from "./finder.js";
import { fitAll, watchSize } from "./fitting.js";
import { furniture } from "./furniture.js";
import * as geodesy from "./geodesy.js";
import { ground } from "./ground.js";
import { labels } from "./labels.js";
import { lines } from "./lines.js";
import { link } from "./link.js";
import { measure } from "./measure.js";
import { outside } from "./outside.js";
import { overlay } from "./overlay.js";
import { own } from "./own.js";
import { panel } from "./panel.js";
import { playback } from "./playback.js";
import { pointer } from "./pointer.js";
import { present } from "./present.js";
import { countyCount, look, recordsIn, unpack, visibleCount } from "./records.js";
import { scenes } from "./scenes.js";
import { search } from "./search.js";
import { shading } from "./shading.js";
import { symbols } from "./symbols.js";
import { timeline } from "./timeline.js";
import { tools } from "./tools.js";
import { view } from "./view.js";

/** @type {ShowRequest | null} */
let wanted = null; // the last show(), kept until the data are there
let isFurnished = false; // whether all that is operated stands

/** @type {MapCalls} */
export const projectMap = {
  async start(map, urls) {
    if (state.map) {
      // Other files were published, and everything here belongs to the map before.
      location.reload();
      return;
    }
    state.map = map;
    map.attributionControl.setPrefix(false);
    const [config, collection, records] = await Promise.all(
      [json(urls.config), json(urls.areas), json(urls.records), styled()]);
    state.config = config;
    state.areas = collection;
    state.records = unpack(records, new URL(urls.records, document.baseURI));
    Object.assign(map.createPane("pm-symbols").style, { zIndex: 450, pointerEvents: "none" });
    if (wanted) dress(wanted.theme);
    map.invalidateSize({ animate: false }); // the frame has its height by now
    fitAll();
    areas.add(map);
    ground.add(map);
    lines.add(state.records);
    symbols.add(state.records, config.families.length);
    canvas.addTo(map);
    if (wanted && !wanted.look) {
      picture(wanted);
      await new Promise(painted);
    }
    ground.load(collection);
    ground.show();
    areas.load(collection);
    ground.showNames();
    furnish(map, urls);
    isFurnished = true;
    if (wanted) apply(wanted);
    if (urls.choices) ahead.load(urls.choices);
  },

  show(request) {
    wanted = request;
    dropOldThemes();
    if (isFurnished) apply(request);
  },

  stats() {
    const { map, records } = state;
    if (!records || !state.shown) return { ready: false };
    const shown = sum(state.shown);
    if (!isFurnished) return { ready: false, shown };
    const centre = map.getCenter();
    return {
      ready: true,
      revision: state.revision,
      drawn_at: performance.timeOrigin + state.drawnAt,
      records: records.count,
      shown,
      counties: state.areas.features.filter((each) => each.properties.level === "county").length,
      places: symbols.placeCount(),
      get symbols() {
        return canvas.hits().filter((hit) => hit.kind === "place")
          .map(({ at, count, members }) => ({ x: at.x, y: at.y, count, members }));
      },
      get lines() {
        return canvas.hits().filter((hit) => hit.kind === "line")
          .map(({ at, count, line }) => ({ x: at.x, y: at.y, count, name: lines.name(line) }));
      },
      get badges() {
        return canvas.hits().filter((hit) => hit.kind === "county")
          .map(({ at, code }) => ({ x: at.x, y: at.y, code, count: countyCount(code) }));
      },
      zoom: map.getZoom(),
      centre: [centre.lng, centre.lat],
      layers: { ...state.layers },
      lang: state.lang,
      selected: state.selected,
      chosen: state.chosen,
      datum: state.datum,
      presenting: present.isOn(),
      scene: present.scene(),
      steps: present.steps(),
      year: playback.isOpen() ? playback.year() : null,
      get visible() {
        return visibleCount();
      },
      background: background.code(),
      shading: shading.legend(),
      outlines: state.outlines.length,
      heard: outside.isHeard(), // whether the page around it listens
      answered: state.answered, // whether the page has said so itself
    };
  },
};
window.projectMap = projectMap;
/* For tests and the console. */
window.PM = {
  ahead, areas, canvas, cards, colour, details, finder, geodesy, labels, lines, measure, own, playback, recordsIn,
  search, shading, state, steps,
};

steps.push(
  look, symbols.count, () => shading.render(), () => canvas.draw(), panel.renderLegend, timeline.count,
  search.follow, view.tell, settle);

/* Records and land, before all that is operated: what one waits for first. */
/** @param {ShowRequest} given */
function picture({ mask, chosen, outlines }) {
  Object.assign(state, { chosen, outlines, shown: bits(mask, state.records.count) });
  look();
  symbols.count();
  canvas.draw();
}

/** @param {L.Map} map @param {Urls} urls */
function furnish(map, urls) {
  furniture.add(map);
  background.add(urls);
  overlay.add(map);
  for (const each of [tools, measure, scenes, present, link, view, own, panel, pointer, cards, search, playback]) {
    each.add(map);
  }
  watchSize();
  map.on("moveend", settle);
}

/** @param {string} theme */
function dress(theme) {
  if (document.documentElement.dataset.theme === theme) return;
  setTheme(theme);
  ground.forget();
}

/** @param {ShowRequest} request */
function apply(request) {
  const isOther = state.lang !== request.lang;
  const isNew = state.selected !== request.selected;
  const shown = bits(request.mask, state.records.count);
  dress(request.theme);
  Object.assign(state, {
    lang: request.lang,
    selected: request.selected,
    chosen: request.chosen,
    outlines: request.outlines,
    hasFocus: request.focus,
    answered: true,
    shown,
    others: request.others && bits(request.others, state.records.count),
  });
  Object.assign(state, {
    query: request.query,
    answers: request.answers,
    title: request.title,
    conditions: request.conditions,
    count: counted(shown),
  });
  look();
  if (isOther) {
    panel.renderLayers();
    cards.undock();
    cards.close();
    search.render();
    timeline.rebuild();
    furniture.speak();
  }
  own.follow(request.layers);
  overlay.render();
  tools.render();
  measure.render();
  scenes.load(request.saved);
  present.render();
  redraw();
  if (isOther || !state.revision) panel.dock();
  state.revision += 1;
  const { tells_drawn: told } = request;
  if (told) painted(() => fetch(told));
  link.follow(request.look);
  view.follow(request.tells_view);
  if (isNew) reveal(request.selected);
}

/* Bring the place of the selected record into view and open its card. */
/** @param {number} record */
function reveal(record) {
  cards.undock();
  cards.close();
  if (record < 0) return;
  const point = symbols.pointOf(record);
  if (!point) {
    cards.dock(record);
    return;
  }
  const [lat, lon] = point;
  state.map.panInside([lat, lon], { padding: [60, 60], animate: false });
  cards.reveal([lat, lon], record);
}
