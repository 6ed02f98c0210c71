/* The link to what is on the screen: the page's own link, which has filters and pane, and of the map
   middle and zoom, shading, background, and the layers that are switched off. */
(function () {
  "use strict";

  /**
   * @type {Script<
   *   "link",
   *   "background" | "el" | "icon" | "keepView" | "panel" | "present" | "setLayer" | "shading" | "state" | "t"
   * >}
   */
  const PM = window.PM;
  const { el, t } = PM;
  const DECIMALS = 5; // of degrees: a metre
  const STILL = { animate: false, reset: true }; // exactly there: Leaflet pans by whole pixels
  const NOTICE_MS = 4000;
  const CHAIN = "M8 12l4-4M9 6l2-2a3.500 3.500 0 0 1 5 5l-2 2M11 14l-2 2a3.500 3.500 0 0 1-5-5l2-2";
  /** @type {HTMLElement} */
  let box;
  let done = ""; // the look that was followed last
  /** @type {Look | null} */
  let placing = null; // holds it while the map gets its size

  PM.link = {
    add(map) {
      if (window.projectMap.onAction) return; // a page in one file has no address to share
      const bar = new L.Control({ position: "topleft" });
      bar.onAdd = () => {
        box = el("div", { class: "leaflet-bar pm-tools" });
        L.DomEvent.disableClickPropagation(box);
        return box;
      };
      bar.addTo(map);
      map.on("resize", () => { if (placing) place(placing); });
      map.on("dragstart", () => { placing = null; });
      map.getContainer().addEventListener("wheel", () => { placing = null; }, { passive: true });
    },

    /* Show the map as a link says, once. */
    async follow(look) {
      if (!box) return;
      box.replaceChildren(el("button", {
        type: "button",
        title: t("map.link"),
        "aria-label": t("map.link"),
        "data-tool": "link",
        onclick: copy,
      }, PM.icon(CHAIN)));
      const asked = JSON.stringify(look);
      if (!look || asked === done) return;
      done = asked;
      const { layers, config } = PM.state;
      Object.keys(layers).forEach((name) => {
        if (layers[name] !== look.layers[name]) PM.setLayer(name, look.layers[name]);
      });
      PM.shading.set(look.shading);
      if (config.basemaps.some((each) => each.code === look.background)) await PM.background.set(look.background);
      PM.panel.renderLayers();
      placing = look;
      place(look);
    },
  };

  /** @param {Look} given */
  function place({ lon, lat, zoom }) {
    const { map } = PM.state;
    PM.keepView();
    map.setView([lat, lon], zoom, STILL);
    const seen = PM.present.capture(); // in WGS 84: off by the shift of the datum that is drawn
    if (seen.lon !== lon || seen.lat !== lat) map.setView([2 * lat - seen.lat, 2 * lon - seen.lon], zoom, STILL);
  }

  function address() {
    const { lon, lat, zoom, layers, shading, background } = PM.present.capture();
    const link = new URL(window.parent.location.href);
    const parts = {
      at: [lon.toFixed(DECIMALS), lat.toFixed(DECIMALS), zoom].join(","),
      shading: shading === "points" ? "" : shading,
      background,
      hide: Object.keys(layers).filter((name) => !layers[name]).join(","),
    };
    Object.entries(parts).forEach(([name, value]) => {
      link.searchParams.delete(name);
      if (value) link.searchParams.set(name, value);
    });
    return link.href;
  }

  async function copy() {
    const link = address();
    if (!(await written(link)) && !typed(link)) {
      PM.panel.say(link); // to be copied by hand
      return;
    }
    const told = t("map.link.copied");
    PM.panel.say(told);
    setTimeout(() => PM.panel.unsay(told), NOTICE_MS);
  }

  /* The clipboard is there only on pages that the browser trusts … */
  /** @param {string} text */
  async function written(text) {
    if (!navigator.clipboard) return false;
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return false;
    }
    return true;
  }

  /* … the older way, on any: an office serves the page without a certificate. */
  /** @param {string} text */
  function typed(text) {
    const field = el("textarea", { "aria-hidden": "true", class: "pm-off-screen" });
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    return isDone;
  }
})();
