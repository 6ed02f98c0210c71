/* The map's own scripts start here. The page calls two functions and no others:

   projectMap.start(map, {config, areas, areas_gcj02, records, choices})
                                                     once; all are URLs, the last may be missing
   projectMap.show({mask, others, lang, theme, selected, focus, chosen, outlines,
                    query, title, conditions, saved, look, tells_view, tells_drawn,
                    answers, layers})
                                                     on every rerun; redraws in place
   projectMap.stats()                                what is drawn, for tests and measurement

   What is done on the map goes back through PM.send (core.js). */
(function () {
  "use strict";

  /**
   * @type {Script<
   *   "canvas" | "isOffered" | "isVisible" | "setLayer" | "redraw" | "fitType" | "isCounted" | "countyRecords" |
   *   "recordsIn" | "countyCount" | "showOnly" | "settle" | "keepView" | "refit",
   *   "ahead" | "areas" | "array" | "background" | "bits" | "Canvas" | "cards" | "furniture" | "ground" | "json" |
   *   "labels" | "lines" | "link" | "measure" | "number" | "outside" | "overlay" | "own" | "panel" | "playback" |
   *   "pointer" | "present" | "scenes" | "search" | "setTheme" | "shading" | "state" | "styled" | "sum" | "symbols" |
   *   "timeline" | "tools" | "view"
   * >}
   */
  const PM = window.PM;
  const { state } = PM;
  /** @type {ShowRequest | null} */
  let wanted = null; // the last show(), kept until the data are there
  const LARGE_PX = 1800;
  const LEAST_PX = 60;
  const NARROW_PX = 480;
  const LARGE_SCALE = 1.6; // a page of 4K
  const PRESENT_SCALE = 1.4;
  const HUGE_PX = 3000; // the map alone on 4K
  const HUGE_SCALE = 2.2;
  let hasMoved = false;
  let settling = 0;
  let isFurnished = false; // whether all that is operated stands
  let fitted = ""; // the size of the window when all of it was last shown
  /** @type {Map<string, number[]>} */
  let counties = new Map(); // code -> records that are known to the county only
  let visible = new Uint8Array(0); // per record, see look()

  window.projectMap = {
    async start(map, urls) {
      if (state.map) {
        // Other files were published, and everything here belongs to the map before.
        location.reload();
        return;
      }
      state.map = map;
      map.attributionControl.setPrefix(false);
      const [config, areas, records] = await Promise.all(
        [PM.json(urls.config), PM.json(urls.areas), PM.json(urls.records), PM.styled()]);
      state.config = config;
      state.areas = areas;
      state.records = unpack(records, new URL(urls.records, document.baseURI));
      Object.assign(map.createPane("pm-symbols").style, { zIndex: 450, pointerEvents: "none" });
      if (wanted) dress(wanted.theme);
      map.invalidateSize({ animate: false }); // the frame has its height by now
      fit();
      PM.areas.add(map);
      PM.ground.add(map);
      PM.ground.load(areas);
      PM.lines.add(state.records);
      PM.symbols.add(state.records, config.families.length);
      PM.ground.show();
      PM.canvas = new PM.Canvas().addTo(map);
      PM.canvas.latLng = (hit) => map.layerPointToLatLng(L.point(hit.x, hit.y).add(PM.canvas._bounds.min));
      if (wanted && !wanted.look) {
        picture(wanted);
        await new Promise(painted);
      }
      PM.areas.load(areas);
      PM.ground.showNames();
      furnish(map, urls);
      isFurnished = true;
      if (wanted) apply(wanted);
      if (urls.choices) PM.ahead.load(urls.choices);
    },

    show(request) {
      wanted = request;
      dropOldThemes();
      if (isFurnished) apply(request);
    },

    stats() {
      const { map, records } = state;
      if (!records || !state.shown) return { ready: false };
      const shown = PM.sum(state.shown);
      if (!isFurnished) return { ready: false, shown };
      const centre = map.getCenter();
      return {
        ready: true,
        revision: state.revision,
        drawn_at: performance.timeOrigin + state.drawnAt,
        records: records.count,
        shown,
        counties: state.areas.features.filter((each) => each.properties.level === "county").length,
        places: PM.symbols.placeCount(),
        get symbols() {
          return PM.canvas.hits().filter((hit) => hit.kind === "place")
            .map(({ at, count, members }) => ({ x: at.x, y: at.y, count, members }));
        },
        get lines() {
          return PM.canvas.hits().filter((hit) => hit.kind === "line")
            .map(({ at, count, line }) => ({ x: at.x, y: at.y, count, name: PM.lines.name(line) }));
        },
        get badges() {
          return PM.canvas.hits().filter((hit) => hit.kind === "county")
            .map(({ at, code }) => ({ x: at.x, y: at.y, code, count: PM.countyCount(code) }));
        },
        zoom: map.getZoom(),
        centre: [centre.lng, centre.lat],
        layers: { ...state.layers },
        lang: state.lang,
        selected: state.selected,
        chosen: state.chosen,
        datum: state.datum,
        presenting: PM.present.isOn(),
        scene: PM.present.scene(),
        steps: PM.present.steps(),
        year: PM.playback.isOpen() ? PM.playback.year() : null,
        get visible() {
          return PM.sum(visible);
        },
        background: PM.background.code(),
        shading: PM.shading.legend(),
        outlines: state.outlines.length,
        heard: PM.outside.isHeard(), // whether the page around it listens
        answered: state.answered, // whether the page has said so itself
      };
    },
  };

  /* Whether a record passes the filter and its layer is switched on. */
  PM.isOffered = (record) =>
    state.shown[record] === 1 && state.layers[state.config.kinds[state.records.kind[record]].code];
  /* … and stands in the year that is played, if one is. */
  PM.isVisible = (record) => visible[record] === 1;

  /* Work out anew what is visible: whatever draws and counts asks for it many times. */
  function look() {
    const { shown, records, config, layers } = state;
    const isOn = config.kinds.map((kind) => (layers[kind.code] ? 1 : 0));
    const played = PM.playback.admitted();
    visible = new Uint8Array(records.count);
    for (let record = 0; record < records.count; record += 1) {
      visible[record] = shown[record] & isOn[records.kind[record]] & (played ? played[record] : 1);
    }
  }

  PM.setLayer = function (name, isOn) {
    state.layers[name] = isOn;
    PM.areas.setVisible(name, isOn);
    PM.panel.renderLayers();
    redraw();
  };

  PM.redraw = redraw;

  /* Large type where one presents and on very large screens. */
  PM.fitType = function () {
    const wide = state.map.getSize().x;
    const isLarge = PM.present.isOn() || wide > LARGE_PX;
    document.documentElement.classList.toggle("pm-large", isLarge);
    document.documentElement.classList.toggle("pm-huge", wide > HUGE_PX);
    const scale = wide > HUGE_PX ? HUGE_SCALE : !isLarge ? 1 : PM.present.isOn() ? PRESENT_SCALE : LARGE_SCALE;
    if (scale === PM.labels.scale) return;
    PM.labels.scale = scale;
    PM.labels.forget();
    PM.furniture.setScale(scale);
    if (PM.canvas) redraw();
    setTimeout(() => PM.panel.dock(), 300); // when panels and frame have their new size
  };

  PM.isCounted = (code) => counties.has(code);
  PM.countyRecords = (code) => (counties.get(code) || []).filter(PM.isVisible);
  /* Records in an area, as the page's filter by it has them, whatever is shown. */
  PM.recordsIn = function (code) {
    const { records } = state;
    const found = new Set(counties.get(code));
    for (const name of /** @type {const} */ (["county", "town"])) {
      records[name].forEach((number, record) => {
        if (records[`${name}_sets`][number].includes(code)) found.add(record);
      });
    }
    for (let place = 0; place < records.places.count; place += 1) {
      if (records.places.codes[place] === code) {
        records.places.list.slice(records.places.start[place], records.places.start[place + 1])
          .forEach((record) => found.add(record));
      }
    }
    return Array.from(found).sort((a, b) => a - b);
  };
  PM.countyCount = (code) => PM.countyRecords(code).length;

  /** @type {(packed: PackedRecords, url: URL) => Records} */
  function unpack(packed, url) {
    const { places } = packed;
    counties = new Map(Object.entries(packed.counties));
    const level = PM.array(packed.level, Uint8Array);
    const industry = PM.array(packed.industry, Uint8Array);
    return {
      ...packed,
      chunk_base: new URL(packed.chunk_folder + "/", url).href,
      history_base: new URL(packed.history_folder + "/", url).href,
      year_start: PM.array(packed.year_start, Uint8Array),
      year_end: PM.array(packed.year_end, Uint8Array),
      level,
      industry,
      town: PM.array(packed.town, Uint16Array),
      county: PM.array(packed.county, Uint16Array),
      investment: PM.array(packed.investment, Float32Array),
      project: PM.array(packed.project, Uint32Array),
      kind: PM.array(packed.kind, Uint8Array),
      family: industry.map((each) => state.config.industries[each].family),
      multiLevel: state.config.levels.findIndex((each) => each.code === "multi"),
      places: {
        count: places.count,
        codes: places.codes,
        degrees: {
          wgs84: [PM.array(places.lon, Float64Array), PM.array(places.lat, Float64Array)],
          gcj02: [PM.array(places.lon_gcj02, Float64Array), PM.array(places.lat_gcj02, Float64Array)],
        },
        level: PM.array(places.level, Uint8Array),
        radius: PM.array(places.radius, Float32Array),
        start: PM.array(places.start, Uint32Array),
        list: PM.array(places.list, Uint32Array),
      },
    };
  }

  /* Records and land, before all that is operated: what one waits for first. */
  /** @param {ShowRequest} given */
  function picture({ mask, chosen, outlines }) {
    Object.assign(state, { chosen, outlines, shown: PM.bits(mask, state.records.count) });
    look();
    PM.symbols.count();
    PM.canvas.draw();
  }

  /** @param {L.Map} map @param {Urls} urls */
  function furnish(map, urls) {
    PM.furniture.add(map);
    PM.background.add(urls);
    PM.overlay.add(map);
    for (const each of ["tools", "measure", "scenes", "present", "link", "view", "own", "panel", "pointer",
      "cards", "search", "playback"]) /** @type {any} */ (PM)[each].add(map);
    watchSize();
    map.on("moveend", settle);
    map.on("dragstart zoomstart", () => { hasMoved = true; });
  }

  /** @param {string} theme */
  function dress(theme) {
    if (document.documentElement.dataset.theme === theme) return;
    PM.setTheme(theme);
    PM.ground.forget();
  }

  /** @param {ShowRequest} request */
  function apply(request) {
    const isOther = state.lang !== request.lang;
    const isNew = state.selected !== request.selected;
    const shown = PM.bits(request.mask, state.records.count);
    dress(request.theme);
    Object.assign(state, {
      lang: request.lang,
      selected: request.selected,
      chosen: request.chosen,
      outlines: request.outlines,
      hasFocus: request.focus,
      answered: true,
      shown,
      others: request.others && PM.bits(request.others, state.records.count),
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
      PM.panel.renderLayers();
      PM.cards.undock();
      PM.cards.close();
      PM.search.render();
      PM.timeline.rebuild();
      PM.furniture.speak();
    }
    PM.own.follow(request.layers);
    PM.overlay.render();
    PM.tools.render();
    PM.measure.render();
    PM.scenes.load(request.saved);
    PM.present.render();
    redraw();
    if (isOther || !state.revision) PM.panel.dock();
    state.revision += 1;
    const { tells_drawn: told } = request;
    if (told) painted(() => fetch(told));
    PM.link.follow(request.look);
    PM.view.follow(request.tells_view);
    if (isNew) reveal(request.selected);
  }

  /* What comes next would keep the browser from showing what is drawn. */
  /** @param {(value?: unknown) => void} act */
  const painted = (act) => requestAnimationFrame(() => requestAnimationFrame(act));

  /** @param {Uint8Array} mask */
  const counted = (mask) => PM.number(PM.sum(mask));

  /* Other records, and all else as it is. */
  PM.showOnly = function (mask) {
    Object.assign(state, { shown: mask, count: counted(mask), answered: false });
    redraw();
  };

  /* Streamlit's component library adds a style sheet with the theme on every rerun. */
  function dropOldThemes() {
    const sheets = Array.from(document.head.querySelectorAll("style"))
      .filter((each) => each.textContent.includes("--primary-color"));
    sheets.slice(0, -1).forEach((each) => each.remove());
  }

  function redraw() {
    look();
    PM.symbols.count();
    PM.shading.render();
    PM.canvas.draw();
    PM.panel.renderLegend();
    PM.timeline.count();
    PM.search.follow();
    PM.view.tell();
    settle();
  }

  /* Names give way to the panels as these are when all is drawn. */
  function settle() {
    cancelAnimationFrame(settling);
    settling = requestAnimationFrame(() => {
      if (PM.canvas && PM.labels.lookAround()) PM.canvas.draw();
    });
  }
  PM.settle = settle;

  /* The view is somebody's choice from now on. */
  PM.keepView = () => { hasMoved = true; };

  /* Show all again with the room that there is now, unless the user has moved the map. */
  PM.refit = function () {
    if (hasMoved) return;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    state.map.flyToBounds(whole(), { ...paddings(), duration: 0.5, animate: !isStill });
    hasMoved = false;
  };

  /* On a phone the buttons at the left would lie on the city. */
  /** @type {() => L.FitBoundsOptions} */
  const paddings = () => ({
    paddingTopLeft: [state.map.getSize().x < NARROW_PX ? 48 : 12, 12],
    paddingBottomRight: [12, 12 + PM.timeline.height()],
  });

  function whole() {
    const [west, south, east, north] = state.areas.bbox;
    return L.latLngBounds([south, west], [north, east]);
  }

  /* Bring the place of the selected record into view and open its card. */
  /** @param {number} record */
  function reveal(record) {
    PM.cards.undock();
    PM.cards.close();
    if (record < 0) return;
    const point = PM.symbols.pointOf(record);
    if (!point) {
      PM.cards.dock(record);
      return;
    }
    const [lat, lon] = point;
    state.map.panInside([lat, lon], { padding: [60, 60], animate: false });
    PM.cards.reveal([lat, lon], record);
  }

  function fit() {
    const { x, y } = state.map.getSize();
    if (Math.min(x, y) < LEAST_PX) return; // no zoom fits; the frame is still to get its size
    state.map.fitBounds(whole(), { ...paddings(), animate: false });
    if (isFurnished) PM.panel.dock();
    hasMoved = false;
    fitted = `${x} ${y}`;
  }

  /* The frame gets its height late, and follows the window; until the user moves the map
     it keeps showing all of it. */
  function watchSize() {
    new ResizeObserver(() => {
      const untouched = !hasMoved;
      state.map.invalidateSize({ animate: false });
      PM.fitType();
      const { x, y } = state.map.getSize();
      if (untouched && !PM.present.isTouring() && fitted !== `${x} ${y}`) fit();
    }).observe(state.map.getContainer());
    const panels = new ResizeObserver(settle);
    state.map.getContainer()
      .querySelectorAll(".leaflet-top, .leaflet-bottom, .pm-layers, .pm-legend, .pm-search, .pm-play")
      .forEach((each) => panels.observe(each));
  }
})();
