// The page's half of a presentation: the map asks for the whole window, keys of the page reach the map.
// In, as messages of the map's frame: {projectMap: "here"}, {projectMap: "present", isOn}.
// Out: {projectMap: "who"} to all frames, then to the map's {projectMap: "heard"}, {projectMap: "key", …} and
// {projectMap: "left"} when the browser gives the screen back, and what other parts of the page have for the map,
// as the detail of an event "project-map" of the window.
// The map's half is outside.js.

const TYPING = "input, textarea, select, [contenteditable=true]";
/** @type {Window} */
let map; // the window of the map's frame, once it has spoken

export default function () {
  if (map) return;
  map = window; // nobody yet: a key of the page finds no listener there
  addEventListener("message", hear);
  addEventListener("project-map", tellMap);
  document.addEventListener("keydown", tell);
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) map.postMessage({ projectMap: "left" }, location.origin);
  });
  for (let i = 0; i < frames.length; i += 1) frames[i].postMessage({ projectMap: "who" }, location.origin);
}

/** @type {(event: Event & { detail?: object }) => void} */
const tellMap = ({ detail }) => map.postMessage(detail, location.origin);

/** @param {MessageEvent} given */
function hear({ data, origin, source }) {
  if (origin !== location.origin || source === window || !data?.projectMap) return;
  map = /** @type {Window} */ (source);
  if (data.projectMap === "here") map.postMessage({ projectMap: "heard" }, location.origin);
  if (data.projectMap !== "present") return;
  document.documentElement.classList.toggle("pm-presenting", data.isOn);
  // Where the browser refuses the screen, the map still fills the window.
  if (data.isOn && document.fullscreenEnabled) document.documentElement.requestFullscreen().catch(() => undefined);
  else if (!data.isOn && document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
}

/* Keys that belong to no field; those that move or press something only where nothing has the focus. */
/** @param {On<KeyboardEvent>} event */
function tell(event) {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  const isFind = key.toLowerCase() === "k" && (ctrlKey || metaKey);
  const isFree = key.length === 1 && key !== " " ? !target.closest(TYPING) : target === document.body;
  if (event.defaultPrevented || altKey || !(isFind || (isFree && !ctrlKey && !metaKey))) return;
  map.postMessage({ projectMap: "key", key, ctrlKey, metaKey }, location.origin);
  if (isFind || key === "/") event.preventDefault();
}
