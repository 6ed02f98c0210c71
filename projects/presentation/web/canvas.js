/* One canvas for symbols and the names that carry a figure, and what lies under the pointer.

   site     solid disc with a white rim
   area     ring, white inside: a park or town, not a point
   several  thin ring: only records that name several places
   quiet    small and grey: only records of no industry of their own
   merged   ring with a second hairline: several places, one click nearer
   line     the course of a road, railway or river, under the symbols (lines.js)
   county   never a symbol, a count badge under the county's name */
import { areas } from "./areas.js";
import { colour, FONT, state, t } from "./core.js";
import { ground } from "./ground.js";
import { labels } from "./labels.js";
import { lines } from "./lines.js";
import { countyCount } from "./records.js";
import { shading } from "./shading.js";
import { Sheet } from "./sheet.js";
import { symbols } from "./symbols.js";
import { worldX, worldY } from "./world.js";

const GLYPH_PX = 11; // radius from which the glyph of an industry has room

const Canvas = Sheet.extend({
  options: { padding: 0.25, pane: "pm-symbols" },

  draw() {
    if (!this._bounds || !state.shown) return;
    const { context, size, zoom, origin } = this.begin();
    this._hits = [];
    /** @param {number} x @param {number} y */
    const inside = (x, y) => x > -60 && y > -60 && x < size.x + 60 && y < size.y + 60;
    const names = labels.inView()
      .filter((label) => label.badge)
      .map((label) => ({
        ...label,
        x: label.x - origin.x,
        y: label.y - origin.y,
        leader: label.leader && [label.leader[0] - origin.x, label.leader[1] - origin.y],
      }))
      .filter((label) => inside(label.x, label.y));
    ground.refresh();
    if (!shading.isOn()) this._hits.push(...lines.draw(context, origin, zoom, state.selected));
    const marks = [];
    for (const group of shading.isOn() ? [] : symbols.groups(zoom)) {
      if (!inside(group.x - origin.x, group.y - origin.y)) continue;
      const symbol = symbols.symbol(group, zoom);
      if (symbol) marks.push({ ...symbol, x: symbol.x - origin.x, y: symbol.y - origin.y });
    }
    // The fullest first: a small symbol stays on top of a large one.
    marks.sort((a, b) => b.count - a.count);
    names.filter((label) => label.leader).forEach((label) => this._leader(label));
    marks.forEach((symbol) => this._symbol(symbol));
    names.forEach((label) => this._label(label));
    if (shading.isOn() && shading.level() === "town") this._figures(origin, zoom);
    this._selection();
    state.drawnAt = performance.now();
  },

  /* The hit under a container point, the topmost first; null when there is none. */
  /** @param {L.Point} point */
  hit(point) {
    const at = this._map.containerPointToLayerPoint(point).subtract(this._bounds.min);
    for (let i = this._hits.length - 1; i >= 0; i -= 1) {
      const hit = this._hits[i];
      const within = hit.kind === "line" ? lines.isAt(hit, at) : hit.box
        ? at.x >= hit.box[0] && at.y >= hit.box[1] && at.x <= hit.box[2] && at.y <= hit.box[3]
        : (at.x - hit.x) ** 2 + (at.y - hit.y) ** 2 <= (hit.radius + 3) ** 2;
      if (within) return hit;
    }
    return null;
  },

  /** @param {Hit} hit */
  latLng: (hit) => state.map.layerPointToLatLng(L.point(hit.x, hit.y).add(canvas._bounds.min)),

  hits() {
    return this._hits.map((/** @type {Hit} */ hit) => ({
      ...hit,
      at: this._map.layerPointToContainerPoint(L.point(hit.x, hit.y).add(this._bounds.min)),
    }));
  },

  /** @param {Label} label */
  _label(label) {
    const figure = this._figure(label.code);
    const badge = labels.badgeHeight();
    const inline = label.shape === "inline";
    const x = inline ? label.x - labels.inlineWidth() / 2 : label.x;
    const y = inline ? label.y : label.y - label.height / 2 + labels.size(label.level) / 2 + 2;
    labels.write(this._context, label, x, figure || inline ? y : label.y);
    if (!figure) return;
    if (inline) {
      this._badge(label.code, figure.replace(/^\D+/, ""),
        label.x + label.width / 2 - labels.inlineWidth() / 2, label.y);
    } else this._badge(label.code, figure, label.x, label.y + (label.height - badge) / 2);
  },

  /* From a name that stands beside its county to the county. */
  /** @param {Label & { leader: XY }} given */
  _leader({ x, y, leader }) {
    const context = this._context;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(...leader);
    context.lineWidth = 1.2;
    context.strokeStyle = colour("label-zone");
    context.stroke();
    disc(context, ...leader, 2.6, colour("label-zone"));
  },

  /* What the badge of a county says: how many are known to the county only or, where
     counties are shaded, their figure. */
  /** @param {string} code */
  _figure(code) {
    if (shading.isOn()) return shading.level() === "county" ? shading.figure(code) : "";
    const count = countyCount(code);
    return count ? t("map.badge", { count }) : "";
  },

  /* The figures of shaded towns, at their seats. */
  /** @param {L.Point} origin @param {number} zoom */
  _figures(origin, zoom) {
    const context = this._context;
    context.font = `600 ${Math.round(12 * state.scale)}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = colour("halo");
    context.fillStyle = colour("ink");
    for (const { properties } of areas.all()) {
      const text = properties.level === "town" ? shading.figure(properties.code) : "";
      if (!text) continue;
      const x = worldX(properties.lon, zoom) - origin.x;
      const y = worldY(properties.lat, zoom) - origin.y;
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
  },

  /** @param {string} code @param {string} text @param {number} x @param {number} y */
  _badge(code, text, x, y) {
    const context = this._context;
    context.font = `500 ${Math.round(11 * state.scale)}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const width = context.measureText(text).width + 14 * state.scale;
    const height = labels.badgeHeight();
    context.beginPath();
    context.roundRect(x - width / 2, y - height / 2, width, height, height / 2);
    context.fillStyle = colour("badge");
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = colour("badge-line");
    context.stroke();
    context.fillStyle = colour("badge-ink");
    context.fillText(text, x, y + 0.5);
    const box = [x - width / 2 - 3, y - height / 2 - 3, x + width / 2 + 3, y + height / 2 + 3];
    this._hits.push({ kind: "county", code, x, y, box });
  },

  /** @param {PlaceSymbol} symbol */
  _symbol(symbol) {
    const context = this._context;
    const { scale } = state;
    const { x, y, radius } = symbol;
    const width = ringWidth(symbol) * scale;
    // A shadow of two discs: the canvas's own is many times slower.
    disc(context, x, y + 1.2 * scale, radius + 2.6 * scale, colour("shadow-far"));
    disc(context, x, y + 0.6 * scale, radius + 1.4 * scale, colour("shadow-near"));
    disc(context, x, y, radius + (symbol.isSite ? 1.5 : 0.8) * scale, colour("disc"));
    if (symbol.isSite) this._arcs(symbol, radius, (/** @type {number} */ from, /** @type {number} */ to) => {
      context.moveTo(x, y);
      context.arc(x, y, radius, from, to);
      context.closePath();
    }, "fill", 0);
    else {
      /** @param {number} from @param {number} to */
      const ring = (from, to) => context.arc(x, y, radius - width / 2, from, to);
      this._arcs(symbol, radius, ring, "stroke", width);
    }
    if (symbol.isMerged) {
      context.beginPath();
      context.arc(x, y, radius + 2.4 * scale, 0, 2 * Math.PI);
      context.lineWidth = scale;
      context.strokeStyle = colour("second-ring");
      context.stroke();
    }
    this._inside(symbol);
    this._hits.push({ kind: "place", ...symbol });
  },

  /* One arc per family, as wide as its share. */
  /**
   * @param {PlaceSymbol} symbol
   * @param {number} radius
   * @param {(from: number, to: number) => void} trace
   * @param {"fill" | "stroke"} method
   * @param {number} width
   */
  _arcs(symbol, radius, trace, method, width) {
    const context = this._context;
    let from = -Math.PI / 2;
    symbol.shares.forEach((share, family) => {
      if (!share) return;
      const to = from + (2 * Math.PI * share) / symbol.count;
      context.beginPath();
      trace(from, to);
      context.lineWidth = width;
      context.strokeStyle = context.fillStyle = state.config.families[family].colour;
      context[method]();
      from = to;
    });
  },

  /* The number of records, or the glyph of the industry of the only one. */
  /** @param {PlaceSymbol} symbol */
  _inside(symbol) {
    const context = this._context;
    const { records, config } = state;
    let text = String(symbol.count);
    if (symbol.count === 1) {
      if (symbol.radius < GLYPH_PX * state.scale) return;
      const record = symbols.recordsOf(symbol.members)[0];
      text = config.industries[records.industry[record]].glyph;
    }
    const size = 11 + (symbol.count > 1 && symbol.radius > 16 * state.scale ? 2 : 0);
    context.font = `600 ${Math.round(size * state.scale)}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    if (symbol.isSite) {
      context.lineWidth = 2.5;
      context.strokeStyle = "rgba(47,45,41,.55)";
      context.strokeText(text, symbol.x, symbol.y + 0.5);
    }
    context.fillStyle = symbol.isSite ? "#FFFFFF" : colour(symbol.isQuiet ? "muted" : "ink");
    context.fillText(text, symbol.x, symbol.y + 0.5);
  },

  _selection() {
    const { selected } = state;
    if (selected < 0) return;
    for (const hit of this._hits) {
      const own = hit.kind === "place" && symbols.recordsOf(hit.members).includes(selected);
      if (!own) continue;
      this._context.beginPath();
      this._context.arc(hit.x, hit.y, hit.radius + 5, 0, 2 * Math.PI);
      this._context.lineWidth = 2.5;
      this._context.strokeStyle = colour("accent");
      this._context.stroke();
    }
  },
});

/** @type {MapCanvas} */
export const canvas = new Canvas();
let settling = 0;

/* Names give way to the panels as these are when all is drawn. */
export function settle() {
  cancelAnimationFrame(settling);
  settling = requestAnimationFrame(() => {
    if (labels.lookAround()) canvas.draw();
  });
}

/* The more records, the heavier; thin where all of them name several places or no industry of their own. */
/** @param {PlaceSymbol} given */
function ringWidth({ count, isThin, isQuiet }) {
  if (isThin || isQuiet) return 1.6;
  return Math.min(2.6 + 0.5 * Math.log2(count), 5.5);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} tint
 */
function disc(context, x, y, radius, tint) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = tint;
  context.fill();
}
