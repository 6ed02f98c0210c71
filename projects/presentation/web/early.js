/* The first script of the map's frame: what the frame needs is asked for at once, where streamlit-folium would
   fetch one script after the other, then the styles, and the map its data last.
   The files stand in the fragment of this script's address: #as=URL&as=URL, `as` that of <link rel="preload">. */
const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
for (const [as, href] of new URLSearchParams(new URL(src).hash.slice(1))) {
  const link = Object.assign(document.createElement("link"), { rel: "preload", as, href });
  if (as === "fetch") link.crossOrigin = "anonymous"; // as fetch() asks
  document.head.append(link);
}
export {};
