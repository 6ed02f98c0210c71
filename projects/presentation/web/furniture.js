/* What Leaflet itself puts on the map, in the page's language: zoom buttons, scale bar, the line of sources,
   the cross of a card. */
import { nameZoom, state, t } from "./core.js";

const BAR_PX = 120;
/** @type {L.Control.Scale} */
let bar;
let attribution = "";

const ScaleBar = /** @type {typeof L.Control.Scale} */ (L.Control.Scale.extend(/** @type {any} */ ({
  /** @param {number} most */
  _updateMetric(most) {
    const metres = this._getRoundNum(most);
    const text = metres < 1000
      ? t("map.scale.m", { count: metres })
      : t("map.scale.km", { count: metres / 1000 });
    this._updateScale(this._mScale, text, metres / most);
  },
})));

/** @type {Furniture} */
export const furniture = {
  add(map) {
    bar = new ScaleBar({ imperial: false, position: "bottomright", maxWidth: BAR_PX }).addTo(map);
    map.on("popupopen", ({ popup }) => {
      if (popup._closeButton) popup._closeButton.setAttribute("aria-label", t("map.close"));
    });
    this.speak();
  },

  setPosition(side) {
    // The one that comes last stands on top.
    state.map.attributionControl.setPosition(side);
    bar.setPosition(side);
  },

  /* As wide as its letters ask. */
  setScale(scale) {
    bar.options.maxWidth = BAR_PX * scale;
    bar._update();
  },

  /* All words anew, in the language of the moment. */
  speak() {
    const { map } = state;
    const control = map.attributionControl;
    control.removeAttribution(attribution);
    attribution = t("map.attribution");
    control.addAttribution(attribution);
    nameZoom(map);
    bar._update();
  },
};
