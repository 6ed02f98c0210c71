/* The data of the stand-alone file, which stand in it. */

/** @type {StandaloneData} */
export const data = JSON.parse(document.getElementById("sa-data")?.textContent || "");
const SIZE = data.records.chunk_size;

/** @param {unknown[]} rows @param {string} number */
const part = (rows, number) => rows.slice(Number(number) * SIZE, (Number(number) + 1) * SIZE);

/* The map asks for its data by address; here they are. */
/** @param {string | URL} address */
export async function read(address) {
  const url = String(address);
  const life = /\/history-[^/]*\/(\d+)\.json$/.exec(url);
  if (life) return part(data.histories, life[1]);
  if (/\/search-[^/]*\.json$/.test(url)) return data.search;
  if (/\/wall-[^/]*\.json$/.test(url)) return data.wall;
  const chunk = /\/(\d+)\.json$/.exec(url);
  const version = /^saved-(\d+)$/.exec(url);
  if (version) return data.saved[Number(version[1])];
  if (chunk) return part(data.details, chunk[1]);
  return data[url];
}

/** @type {(record: number) => Details} */
export function detailsOf(record) {
  const row = data.details[record];
  return /** @type {any} */ (Object.fromEntries(data.records.fields.map((field, at) => [field, row[at]])));
}

/** @param {number} record */
export const placeOf = (record) => data.filters.place[record];
