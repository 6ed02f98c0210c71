/* The first script of the map's frame: what the frame needs is asked for at once, where streamlit-folium would
   fetch one script after the other, then the styles, and the map its data last. Data are unpacked on the way.
   The files stand in the fragment of this script's address: #as=URL&as=URL, `as` that of <link rel="preload">. */
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
