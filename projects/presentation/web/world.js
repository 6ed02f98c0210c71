/* Degrees of WGS 84 in pixels of the world at a zoom, as the map has them. */

/** @param {number} lon @param {number} zoom */
export function worldX(lon, zoom) {
  return ((lon + 180) / 360) * 256 * 2 ** zoom;
}

/** @param {number} lat @param {number} zoom */
export function worldY(lat, zoom) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 256 * 2 ** zoom;
}
