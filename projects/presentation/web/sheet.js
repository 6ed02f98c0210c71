/* A canvas in a pane, as large as the window and its margin, painted when the map has moved. */
/** @type {typeof L.Renderer & { new(options?: object): SheetLayer }} */
export const Sheet = L.Renderer.extend({
  options: { padding: 0.2 },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.style.pointerEvents = "none";
    this._context = this._container.getContext("2d");
    this._hits = [];
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    /** @type {any} */ (L.Renderer.prototype)._update.call(this);
    const size = this._bounds.getSize();
    const scale = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = Math.round(size.x * scale);
    this._container.height = Math.round(size.y * scale);
    this._container.style.width = size.x + "px";
    this._container.style.height = size.y + "px";
    this.draw();
  },

  /* Clear, and say where on the world the canvas lies: {context, size, zoom, origin}. */
  begin() {
    const context = this._context;
    const scale = window.devicePixelRatio || 1;
    const size = this._bounds.getSize();
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    return { context, size, zoom: this._map.getZoom(), origin: this._map.getPixelOrigin().add(this._bounds.min) };
  },

  draw() {
    if (this._bounds) this.options.paint(this.begin());
  },
});
