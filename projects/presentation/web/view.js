/* What the map shows, told to the page while that asks for it: a print of the view needs extent, shading,
   and the layers that are switched off. */
(function () {
  "use strict";

  /** @type {Script<"view", "areas" | "colour" | "number" | "own" | "send" | "setTheme" | "shading" | "state" | "t">} */
  const PM = window.PM;
  const CLASSES = ["class-1", "class-2", "class-3", "class-4", "class-5", "county-fill", "tie"];
  let isAsked = false;
  let told = "";

  PM.view = {
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
    if (!isAsked || window.projectMap.onAction) return;
    const view = seen();
    const text = JSON.stringify(view);
    if (text === told) return; // the page answers with another show()
    told = text;
    PM.send({ do: "view", view });
  }

  /** @type {() => View} */
  function seen() {
    const { map, datum, layers, chosen } = PM.state;
    const bounds = map.getBounds();
    /** @type {Box} */
    const edges = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    return {
      bounds: edges,
      datum,
      hidden: [...Object.keys(layers).filter((name) => !layers[name]), ...PM.own.hidden()],
      chosen,
      shading: shading(),
    };
  }

  function shading() {
    if (!PM.shading.isOn()) return null;
    const { rows, notes } = PM.shading.legend();
    const colours = onPaper();
    /** @param {string} colour */
    const printed = (colour) => colours.get(colour) || colour;
    /** @type {Record<string, [colour: string, figure: string]>} */
    const areas = {};
    PM.areas.filled().forEach((colour, code) => { areas[code] = [printed(colour), PM.shading.figure(code)]; });
    return {
      title: PM.t("map.shading." + PM.shading.mode()),
      level: PM.shading.level(),
      areas,
      rows: rows.map(({ colour, text, count }) => ({
        colour: printed(colour),
        text,
        count: PM.t("map.shading.areas", { count: PM.number(count) }),
      })),
      notes,
    };
  }

  /* The colours of the classes here -> those on light ground. */
  function onPaper() {
    const { theme } = document.documentElement.dataset;
    const here = CLASSES.map(PM.colour);
    PM.setTheme("light");
    /** @type {[here: string, printed: string][]} */
    const pairs = CLASSES.map((name, at) => [here[at], PM.colour(name)]);
    PM.setTheme(theme || "light");
    return new Map(pairs);
  }
})();
