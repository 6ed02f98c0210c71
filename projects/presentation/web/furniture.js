/* What Leaflet itself puts on the map, in the page's language: zoom buttons, scale bar, the line of sources,
   the cross of a card. */
(function () {
  "use strict";

  /** @type {Script<"furniture", "nameZoom" | "state" | "t">} */
  const PM = window.PM;
  const BAR_PX = 120;
  /** @type {L.Control.Scale} */
  let bar;
  let attribution = "";

  const ScaleBar = /** @type {typeof L.Control.Scale} */ (L.Control.Scale.extend(/** @type {any} */ ({
    /** @param {number} most */
    _updateMetric(most) {
      const metres = this._getRoundNum(most);
      const text = metres < 1000
        ? PM.t("map.scale.m", { count: metres })
        : PM.t("map.scale.km", { count: metres / 1000 });
      this._updateScale(this._mScale, text, metres / most);
    },
  })));

  PM.furniture = {
    add(map) {
      bar = new ScaleBar({ imperial: false, position: "bottomright", maxWidth: BAR_PX }).addTo(map);
      map.on("popupopen", ({ popup }) => {
        if (popup._closeButton) popup._closeButton.setAttribute("aria-label", PM.t("map.close"));
      });
      this.speak();
    },

    setPosition(side) {
      // The one that comes last stands on top.
      PM.state.map.attributionControl.setPosition(side);
      bar.setPosition(side);
    },

    /* As wide as its letters ask. */
    setScale(scale) {
      bar.options.maxWidth = BAR_PX * scale;
      bar._update();
    },

    /* All words anew, in the language of the moment. */
    speak() {
      const { map } = PM.state;
      const control = map.attributionControl;
      control.removeAttribution(attribution);
      attribution = PM.t("map.attribution");
      control.addAttribution(attribution);
      PM.nameZoom(map);
      bar._update();
    },
  };
})();
