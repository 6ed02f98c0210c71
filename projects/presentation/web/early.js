/* What stands first in the script of a map's frame: the data that the map waits for are asked for while Leaflet
   and the rest are still read, and unpacked on the way; so are the styles, which streamlit-folium asks for last.
   The files stand in the fragment of the script's address: #as=URL&as=URL, `as` that of <link rel="preload">. */
const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
window.projectMapEarly = new Map();
for (const [as, href] of new URLSearchParams(new URL(src).hash.slice(1))) {
  if (as === "fetch") window.projectMapEarly.set(href, fetched(href));
  else document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as, href }));
}

/* What the file holds; null where it did not come, so that it is asked for again. */
/** @param {string} href */
function fetched(href) {
  return fetch(href).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
}
export {};
