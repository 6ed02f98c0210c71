/* What the map shows, told to the page while that asks for it: a print of the view needs extent, shading,
   and the layers that are switched off. */
import { areas } from "./areas.js";
import { colour, listener, number, send, setTheme, state, t } from "./core.js";
import { own } from "./own.js";
import { shading } from "./shading.js";

const CLASSES = ["class-1", "class-2", "class-3", "class-4", "class-5", "county-fill", "tie"];
let isAsked = false;
let told = "";

/** @type {{ add(map: L.Map): void; tell(): void; follow(wanted?: boolean): void }} */
export const view = {
  add(map) {
    map.on("moveend", tell);
  },

  tell,

  /* Whether the page wants to know from now on. */
  follow(wanted) {
    isAsked = Boolean(wanted);
    if (isAsked) tell();
    else told = "";
  },
};

function tell() {
  if (!isAsked || listener) return;
  const now = seen();
  const text = JSON.stringify(now);
  if (text === told) return; // the page answers with another show()
  told = text;
  send({ do: "view", view: now });
}

/** @type {() => View} */
function seen() {
  const { map, datum, layers, chosen } = state;
  const bounds = map.getBounds();
  /** @type {Box} */
  const edges = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  return {
    bounds: edges,
    datum,
    hidden: [...Object.keys(layers).filter((name) => !layers[name]), ...own.hidden()],
    chosen,
    shading: shades(),
  };
}

function shades() {
  if (!shading.isOn()) return null;
  const { rows, notes } = shading.legend();
  const colours = onPaper();
  /** @param {string} tint */
  const printed = (tint) => colours.get(tint) || tint;
  /** @type {Record<string, [colour: string, figure: string]>} */
  const fills = {};
  areas.filled().forEach((tint, code) => { fills[code] = [printed(tint), shading.figure(code)]; });
  return {
    title: t("map.shading." + shading.mode()),
    level: shading.level(),
    areas: fills,
    rows: rows.map(({ colour: tint, text, count }) => ({
      colour: printed(tint),
      text,
      count: t("map.shading.areas", { count: number(count) }),
    })),
    notes,
  };
}

/* The colours of the classes here -> those on light ground. */
function onPaper() {
  const { theme } = document.documentElement.dataset;
  const here = CLASSES.map(colour);
  setTheme("light");
  /** @type {[here: string, printed: string][]} */
  const pairs = CLASSES.map((name, at) => [here[at], colour(name)]);
  setTheme(theme || "light");
  return new Map(pairs);
}
