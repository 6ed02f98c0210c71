/* Lengths and areas on the ellipsoid of WGS 84, which that of CGCS2000 equals to a tenth of a millimetre.

   Places are [longitude, latitude] in degrees, in WGS 84; on a background in GCJ-02 they are
   brought back to it first (wgs84): what is measured there would be off by up to half a per cent.
   Lengths are geodesics by Vincenty's inverse formula. Areas are those of the polygon on the sphere of
   the same area (authalic), with great circles for edges. */
const MAJOR_M = 6378137;
const FLATTENING = 1 / 298.257223563;
const MINOR_M = MAJOR_M * (1 - FLATTENING);
const SQUARED = FLATTENING * (2 - FLATTENING); // of the eccentricity
const ECCENTRICITY = Math.sqrt(SQUARED);
const ENOUGH = 1e-12;
const MOST_STEPS = 100;
// GCJ-02 is told on the ellipsoid of Krassowsky.
const GCJ_MAJOR_M = 6378245;
const GCJ_SQUARED = 0.006693421622965943;
const { sin, cos, tan, atan, atan2, asin, sqrt, abs, log, PI } = Math;
/** @param {number} degrees */
const radians = (degrees) => (degrees * PI) / 180;

/* Metres along a line through the places. */
/** @param {LonLat[]} places */
export function length(places) {
  return places.slice(1).reduce((sum, place, i) => sum + distance(places[i], place), 0);
}

/** @param {LonLat} given1 @param {LonLat} given2 */
export function distance([lon1, lat1], [lon2, lat2]) {
  const apart = radians(lon2 - lon1);
  const [u1, u2] = [lat1, lat2].map((lat) => atan((1 - FLATTENING) * tan(radians(lat))));
  let lambda = apart;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const across = cos(u2) * sin(lambda);
    const along = cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lambda);
    const sine = sqrt(across * across + along * along);
    if (sine === 0) return 0;
    const cosine = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lambda);
    const sigma = atan2(sine, cosine);
    const alpha = (cos(u1) * cos(u2) * sin(lambda)) / sine;
    const rest = 1 - alpha * alpha;
    const middle = rest === 0 ? 0 : cosine - (2 * sin(u1) * sin(u2)) / rest;
    const c = (FLATTENING / 16) * rest * (4 + FLATTENING * (4 - 3 * rest));
    const before = lambda;
    lambda = apart +
      (1 - c) * FLATTENING * alpha * (sigma + c * sine * (middle + c * cosine * (2 * middle * middle - 1)));
    if (abs(lambda - before) > ENOUGH) continue;
    const u = (rest * (MAJOR_M * MAJOR_M - MINOR_M * MINOR_M)) / (MINOR_M * MINOR_M);
    const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
    const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
    const square = 2 * middle * middle - 1;
    const more = (b / 6) * middle * (4 * sine * sine - 3) * (4 * middle * middle - 3);
    return MINOR_M * a * (sigma - b * sine * (middle + (b / 4) * (cosine * square - more)));
  }
  return NaN; // nearly antipodal: not on one map
}

/* Square metres inside the ring of places, which need not be closed. */
/** @param {LonLat[]} places */
export function area(places) {
  const pole = authalic(1);
  const beta = places.map(([, lat]) => asin(authalic(sin(radians(lat))) / pole));
  let excess = 0;
  places.forEach(([lon], i) => {
    const next = (i + 1) % places.length;
    const [from, to] = [tan(beta[i] / 2), tan(beta[next] / 2)];
    excess += 2 * atan2(tan(radians(places[next][0] - lon) / 2) * (from + to), 1 + from * to);
  });
  return (abs(excess) * MAJOR_M * MAJOR_M * pole) / 2;
}

/** @param {number} s */
const authalic = (s) =>
  (1 - SQUARED) *
  (s / (1 - SQUARED * s * s) - log((1 - ECCENTRICITY * s) / (1 + ECCENTRICITY * s)) / (2 * ECCENTRICITY));

/* The place in WGS 84 whose place in the datum of the background this is. */
/** @type {(place: LonLat, datum: Datum) => LonLat} */
export function wgs84([lon, lat], datum) {
  if (datum !== "gcj02") return [lon, lat];
  /** @type {LonLat} */
  let found = [lon, lat];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const [east, north] = shift(found);
    /** @type {LonLat} */
    const better = [lon - east, lat - north];
    const change = abs(better[0] - found[0]) + abs(better[1] - found[1]);
    found = better;
    if (change < ENOUGH) break;
  }
  return found;
}

/* GCJ-02 minus WGS 84 in degrees, as geo/datum.py has it. */
/** @param {LonLat} given */
function shift([lon, lat]) {
  const [x, y] = [lon - 105, lat - 35];
  /** @param {number} t @param {[height: number, part: number][]} terms */
  const waves = (t, terms) => terms.reduce((sum, [height, part]) => sum + height * sin((t * PI) / part), 0);
  const short = 20 * sin(6 * PI * x) + 20 * sin(2 * PI * x);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) +
    ((short + waves(x, [[20, 1], [40, 3], [150, 12], [300, 30]])) * 2) / 3;
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) +
    ((short + waves(y, [[20, 1], [40, 3], [160, 12], [320, 30]])) * 2) / 3;
  const root = sqrt(1 - GCJ_SQUARED * sin(radians(lat)) ** 2);
  const meridian = (GCJ_MAJOR_M * (1 - GCJ_SQUARED)) / root ** 3;
  return [(east * root * 180) / (GCJ_MAJOR_M * cos(radians(lat)) * PI), (north * 180) / (meridian * PI)];
}
