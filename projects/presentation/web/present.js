/* Presenting: the map alone on the whole screen, large, with its title; a tour, scene by scene.

   P         full screen and back; Escape goes back
   arrows    next and previous scene of the tour that plays */
(function () {
  "use strict";

  const PM = window.PM;
  const { el, t } = PM;
  const SECONDS = 0.9;
  let titleBox = null;
  let captionBox = null;
  let isOn = false;
  let scenes = [];
  let at = -1;

  PM.present = {
    add(map) {
      const container = map.getContainer();
      titleBox = el("header", { class: "pm-title", hidden: "" });
      captionBox = el("section", { class: "pm-caption-bar", hidden: "", "aria-live": "polite" });
      container.append(titleBox, captionBox);
      [titleBox, captionBox].forEach((box) => L.DomEvent.disableClickPropagation(box));
      documents().forEach((each) => {
        each.addEventListener("keydown", key);
        each.addEventListener("fullscreenchange", () => { if (!each.fullscreenElement && isOn) set(false); });
      });
    },

    documents,
    isOn: () => isOn,
    scene: () => at,
    toggle: () => set(!isOn),

    render() {
      const { title, conditions, count } = PM.state;
      titleBox.hidden = !isOn;
      titleBox.replaceChildren(el("h1", {}, title), el("p", {}, [...conditions, ...(PM.playback.isOpen() ? [String(PM.playback.year())] : []), PM.t("map.count", { count: PM.playback.isOpen() ? PM.number(PM.timeline.total()) : count })].join(" · ")));
    },

    /* Play a tour from one of its scenes. */
    play(wanted, start) {
      if (!wanted.length) return;
      scenes = wanted;
      if (!isOn) set(true);
      go(start || 0);
    },

    /* What is shown now, as a scene without words. */
    capture() {
      const { map, datum, layers, query } = PM.state;
      const centre = map.getCenter();
      const [east, north] = shift(centre, datum);
      return { title: {}, caption: {}, query, lon: centre.lng - east, lat: centre.lat - north, zoom: map.getZoom(), layers: { ...layers }, shading: PM.shading.mode(), background: PM.background.code() };
    },

    /* Show a scene: filters by way of the page, the rest here. */
    async show(scene) {
      const { map, layers, config } = PM.state;
      map.closePopup();
      PM.send({ do: "query", query: scene.query });
      Object.keys(layers).forEach((name) => { if (layers[name] !== scene.layers[name]) PM.setLayer(name, scene.layers[name]); });
      PM.shading.set(scene.shading);
      const isKnown = config.basemaps.some((each) => each.code === scene.background);
      await PM.background.set(isKnown ? scene.background : "");
      PM.panel.renderLayers();
      const [east, north] = shift({ lng: scene.lon, lat: scene.lat }, PM.state.datum);
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
      map.flyTo([scene.lat + north, scene.lon + east], scene.zoom, { animate: !isStill, duration: SECONDS });
    },

    words: (texts) => texts[PM.state.lang] || texts.zh || texts.en || "",
  };

  /* This document and, where the page is of the same origin, the page's. */
  function documents() {
    const own = [document];
    try {
      if (window.parent.document !== document) own.push(window.parent.document);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // a frame of another origin: only the map fills its frame
    }
    return own;
  }

  function set(wanted) {
    const all = documents();
    const page = all[all.length - 1];
    isOn = wanted;
    all.forEach((each) => each.documentElement.classList.toggle("pm-presenting", isOn));
    // Where the browser refuses the screen, the map still fills the window.
    if (isOn && page.fullscreenEnabled) page.documentElement.requestFullscreen().catch(() => undefined);
    else if (!isOn && page.fullscreenElement) page.exitFullscreen().catch(() => undefined);
    PM.fitType();
    PM.present.render();
    PM.scenes.close();
    if (!isOn) stop();
    window.focus();
  }

  function stop() {
    scenes = [];
    at = -1;
    captionBox.hidden = true;
  }

  function go(wanted) {
    if (wanted < 0 || wanted >= scenes.length) return;
    at = wanted;
    PM.playback.close(); // scenes have their own years, and their words the foot of the map
    const scene = scenes[at];
    const step = (name, label, by) => el("button", { type: "button", "aria-label": t(name), ...(scenes[at + by] ? {} : { disabled: "" }), onclick: () => go(at + by) }, label);
    captionBox.hidden = false;
    captionBox.replaceChildren(
      el("div", {}, el("h2", {}, PM.present.words(scene.title)), el("p", {}, PM.present.words(scene.caption))),
      el("nav", {}, step("map.tour.previous", "‹", -1), el("span", {}, `${at + 1} / ${scenes.length}`), step("map.tour.next", "›", 1)));
    PM.present.show(scene);
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable=true]")) return;
    if (event.key === "p" || event.key === "P") set(!isOn);
    else if (event.key === "Escape" && isOn && !PM.tools.isBusy()) set(false);
    else if (at >= 0 && ["ArrowRight", "PageDown", " "].includes(event.key)) go(at + 1);
    else if (at >= 0 && ["ArrowLeft", "PageUp"].includes(event.key)) go(at - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* How far a place is shifted in a datum, in degrees: as the nearest place that is known in both. */
  function shift({ lng, lat }, datum) {
    const { degrees, count } = PM.state.records.places;
    let best = -1;
    let least = Infinity;
    for (let i = 0; i < count; i += 1) {
      const distance = (degrees.wgs84[0][i] - lng) ** 2 + (degrees.wgs84[1][i] - lat) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return best < 0 ? [0, 0] : [0, 1].map((axis) => degrees[datum][axis][best] - degrees.wgs84[axis][best]);
  }
})();
