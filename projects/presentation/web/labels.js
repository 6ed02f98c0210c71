/* Where the names of counties, towns and parks stand: beside symbols, never across them.

   A county's name is tried at points inside the county, nearest to its middle first; a
   town's below, above, right and left of its seat. Positions depend on the zoom alone. */
(function () {
  "use strict";

  const PM = window.PM;
  const KINDS = {
    county: { font: 14, weight: 600, from: 0, colour: "label-county" },
    zone: { font: 12, weight: 600, from: 0, colour: "label-zone" },
    park: { font: 11, weight: 500, from: 12, colour: "label-park" },
    town: { font: 11, weight: 400, from: 11, colour: "label-town" },
  };
  const BADGE_HEIGHT = 18;
  const BADGE_WIDTH = 64; // of a badge under the name
  const INLINE_WIDTH = 34; // of one beside it, the figure only
  const GAP = 3;
  const SYMBOLS = [18, 24, 30]; // px from a place to its name, by the size of its symbol
  const LABEL_WEIGHT = 8; // a name across another name is worse than one across a symbol
  const cache = new Map();
  let ruler = null;

  PM.labels = {
    KINDS,
    BADGE_HEIGHT,
    INLINE_WIDTH,

    /* [{code, level, shape, text, x, y, width, height, badge}] at a zoom, in world pixels. */
    placed(zoom) {
      if (!cache.has(zoom)) cache.set(zoom, place(zoom));
      return cache.get(zoom);
    },

    /* Forget where names stood: everything has moved. */
    forget() {
      cache.clear();
    },

    scale: 1, // of the type

    font: (level) => `${KINDS[level].weight} ${size(level)}px ${PM.FONT}`,

    measure(text, font) {
      ruler = ruler || document.createElement("canvas").getContext("2d");
      ruler.font = font;
      return ruler.measureText(text).width;
    },
  };

  const size = (level) => Math.round(KINDS[level].font * PM.labels.scale);

  function place(zoom) {
    const taken = new Grid();
    PM.symbols.groups(zoom).forEach(({ x, y, radius }) => taken.add(box(x, y, 2 * radius + 8, 2 * radius + 8)));
    const labels = [];
    for (const level of ["county", "zone", "park", "town"]) {
      if (zoom < KINDS[level].from) continue;
      for (const feature of PM.areas.all()) {
        if (feature.properties.level !== level) continue;
        const label = fit(feature, level, zoom, taken);
        if (!label) continue;
        taken.add(box(label.x, label.y, label.width + 4, label.height + 2), LABEL_WEIGHT);
        labels.push(label);
      }
    }
    return labels;
  }

  /* County-level units must be named, since their records hang on the name: the count
     stands under it or, where that does not fit, beside it, and the least covered position
     is taken. Towns and parks are left out where there is no room. */
  function fit(feature, level, zoom, taken) {
    const { code, name, short_name } = feature.properties;
    const text = short_name || name;
    const badge = level === "county" || level === "zone";
    let best = null;
    let least = Infinity;
    for (const shape of badge ? ["stacked", "inline"] : ["plain"]) {
      const [width, height] = extent(text, level, shape);
      for (const [x, y] of candidates(feature, level, zoom, width, height)) {
        const covered = taken.covered(box(x, y, width, height));
        if (covered < least) [best, least] = [{ code, level, shape, text, x, y, width, height, badge }, covered];
        if (least === 0) return best;
      }
    }
    return badge ? best : null;
  }

  function extent(text, level, shape) {
    const width = PM.labels.measure(text, PM.labels.font(level));
    const height = size(level) + 4;
    if (shape === "stacked") return [Math.max(width, BADGE_WIDTH), height + GAP + BADGE_HEIGHT];
    if (shape === "inline") return [width + GAP + INLINE_WIDTH, BADGE_HEIGHT];
    return [width, height];
  }

  function candidates(feature, level, zoom, width, height) {
    const { lon, lat, label_points } = feature.properties;
    if (label_points) return label_points.map(([px, py]) => [PM.worldX(px, zoom), PM.worldY(py, zoom)]);
    const x = PM.worldX(lon, zoom);
    const y = PM.worldY(lat, zoom);
    const around = SYMBOLS.flatMap((symbol) => {
      const dx = symbol + width / 2;
      const dy = symbol + height / 2;
      return [[x, y + dy], [x, y - dy], [x + dx, y], [x - dx, y]];
    });
    return [[x, y], ...around];
  }

  const box = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];

  /* Boxes in cells of 64 px, so that 10,000 symbols do not slow a zoom. */
  class Grid {
    constructor() {
      this.cells = new Map();
    }

    add(box, weight = 1) {
      const entry = [...box, weight];
      this.visit(entry, (cell) => {
        if (!this.cells.has(cell)) this.cells.set(cell, []);
        this.cells.get(cell).push(entry);
      });
    }

    covered(entry) {
      const seen = new Set();
      let area = 0;
      this.visit(entry, (cell) => {
        for (const other of this.cells.get(cell) || []) {
          if (seen.has(other)) continue;
          seen.add(other);
          const width = Math.min(entry[2], other[2]) - Math.max(entry[0], other[0]);
          const height = Math.min(entry[3], other[3]) - Math.max(entry[1], other[1]);
          if (width > 0 && height > 0) area += width * height * other[4];
        }
      });
      return area;
    }

    visit(entry, use) {
      for (let x = Math.floor(entry[0] / 64); x <= Math.floor(entry[2] / 64); x += 1) {
        for (let y = Math.floor(entry[1] / 64); y <= Math.floor(entry[3] / 64); y += 1) {
          use(x * 4294967296 + y);
        }
      }
    }
  }
})();
