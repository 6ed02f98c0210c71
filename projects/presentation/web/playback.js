/* The years as playback: which year is shown, and what of it the map draws.

   Filters in the browser only, on top of what the page shows, and gives everything back on
   closing. "Force" shows records whose period covers the year, "sum" those that began by then;
   a record without a year is in none. The bar itself stands in timeline.js.

   Space    plays and pauses          left, right   a year back, a year on
   Y        opens and closes the bar */
(function () {
  "use strict";

  /** @type {Script<"playback" | "years", "canvas" | "present" | "redraw" | "refit" | "send" | "state" | "timeline">} */
  const PM = window.PM;
  const STEP_MS = 1400; // per year at normal speed
  const FADE_MS = 450;
  const SPEEDS = [0.5, 1, 2, 4];
  /** @type {[first: number, last: number]} */
  let range; // first and last year of the data; null without any
  let year = 0;
  /** @type {PlayMode} */
  let mode = "force";
  let speed = 1;
  /** @type {Uint8Array | null} */
  let admitted = null; // Uint8Array; null while closed
  let isPlaying = false;
  let reached = 0; // part of the present year that has been played
  let last = 0;
  /** @type {HTMLCanvasElement} */
  let ghost;
  /** @type {Animation[]} */
  let fading = [];

  PM.playback = {
    MODES: ["force", "sum"],
    SPEEDS,

    add(map) {
      range = /** @type {[first: number, last: number]} */ (yearRange());
      PM.timeline.add(map);
      map.on("movestart zoomstart", settle);
      document.addEventListener("keydown", key, true);
    },

    isOpen: () => admitted !== null,
    isPlaying: () => isPlaying,
    range: () => range,
    year: () => year,
    mode: () => mode,
    speed: () => speed,

    /* Whether a record stands in the year that is shown. */
    admits: (record) => admitted === null || admitted[record] === 1,

    /* The same of all records; null for all of them. */
    admitted: () => admitted,

    /* Whether a record would stand in that year, in the present mode. */
    admitsIn,

    toggle() {
      if (this.isOpen()) this.close();
      else this.open();
    },

    open() {
      if (!range || this.isOpen()) return;
      year = year || range[0];
      PM.state.map.closePopup();
      PM.timeline.show(true);
      apply();
      PM.refit();
    },

    close() {
      if (!this.isOpen()) return;
      pause();
      fade();
      admitted = null;
      PM.timeline.show(false);
      PM.redraw();
      PM.present.render();
      PM.refit();
    },

    play() {
      if (isPlaying) return;
      if (year === range[1]) set(range[0]);
      isPlaying = true;
      reached = 0;
      last = performance.now();
      PM.timeline.render();
      requestAnimationFrame(frame);
    },

    pause,
    set: (wanted) => { reached = 0; set(wanted); },

    setMode(wanted) {
      mode = wanted;
      apply();
    },

    setSpeed(wanted) {
      speed = wanted;
      PM.timeline.render();
    },

    /* Make the year a filter of the page. */
    filter() {
      const { from, to, ...query } = PM.state.query;
      PM.send({
        do: "query",
        query: { ...query, ...(mode === "force" ? { from: [String(year)] } : {}), to: [String(year)] },
      });
      PM.playback.close();
    },
  };

  /* First and last year of a record; empty without any. */
  PM.years = function (record) {
    const { year_start: start, year_end: end, year_base: base } = PM.state.records;
    return start[record] ? [start[record] + base, end[record] + base] : [];
  };

  /** @type {() => [first: number, last: number] | null} */
  function yearRange() {
    const { year_start: start, year_end: end, year_base: base } = PM.state.records;
    const starts = start.filter(Boolean);
    return starts.length
      ? [base + starts.reduce((a, b) => Math.min(a, b)), base + end.reduce((a, b) => Math.max(a, b))]
      : null;
  }

  /** @param {number} wanted */
  function set(wanted) {
    const next = Math.min(range[1], Math.max(range[0], wanted));
    if (next === year) return;
    year = next;
    apply();
  }

  /** @param {number} record @param {number} wanted */
  function admitsIn(record, wanted) {
    const { year_start: start, year_end: end, year_base: base } = PM.state.records;
    const at = wanted - base;
    return start[record] > 0 && start[record] <= at && (mode === "sum" || end[record] >= at);
  }

  function apply() {
    fade();
    admitted = Uint8Array.from({ length: PM.state.records.count }, (_, record) => (admitsIn(record, year) ? 1 : 0));
    PM.redraw();
    PM.timeline.render();
  }

  function pause() {
    isPlaying = false;
    PM.timeline.render();
  }

  /** @param {number} now */
  function frame(now) {
    if (!isPlaying) return;
    reached += ((now - last) * speed) / STEP_MS;
    last = now;
    if (reached >= 1) {
      reached = 0;
      set(year + 1);
      if (year === range[1]) pause();
    }
    PM.timeline.glide(year + (isPlaying ? reached : 0));
    if (isPlaying) requestAnimationFrame(frame);
  }

  /* What is drawn now fades while what comes next appears; what stays keeps its full strength,
     since the two pictures add up (map.css). */
  function fade() {
    settle();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const canvas = PM.canvas.getContainer ? PM.canvas.getContainer() : PM.canvas._container;
    if (!canvas || !canvas.width) return;
    ghost = ghost || document.createElement("canvas");
    ghost.width = canvas.width;
    ghost.height = canvas.height;
    ghost.getContext("2d")?.drawImage(canvas, 0, 0);
    ghost.style.cssText = canvas.style.cssText;
    L.DomUtil.setPosition(ghost, L.DomUtil.getPosition(canvas));
    canvas.before(ghost);
    canvas.parentElement?.classList.add("pm-fading");
    /** @type {KeyframeAnimationOptions} */
    const timing = { duration: FADE_MS / Math.max(1, speed), easing: "linear", fill: "forwards" };
    fading = [ghost.animate({ opacity: [1, 0] }, timing), canvas.animate({ opacity: [0, 1] }, timing)];
    fading[0].onfinish = settle;
  }

  function settle() {
    fading.forEach((each) => each.cancel());
    fading = [];
    if (!ghost || !ghost.parentElement) return;
    ghost.parentElement.classList.remove("pm-fading");
    ghost.remove();
  }

  /** @param {On<KeyboardEvent>} event */
  function key(event) {
    const { target, ctrlKey, metaKey, altKey } = event;
    const isText = target.closest("textarea, select, [contenteditable=true], input:not([type=range])");
    if (ctrlKey || metaKey || altKey || isText) return;
    if (event.key === "y" || event.key === "Y") PM.playback.toggle();
    else if (admitted === null || PM.present.isTouring()) return;
    else if (event.key === " " && !target.closest("button, a, summary")) {
      if (isPlaying) pause();
      else PM.playback.play();
    } else if (event.key === "ArrowRight") PM.playback.set(year + 1);
    else if (event.key === "ArrowLeft") PM.playback.set(year - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
})();
