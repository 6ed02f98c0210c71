/* What the map and the page around it tell each other: who fills the window, keys that were
   pressed on the page, and what its filters choose. The page's half is stage.js; a page in one
   file has none, there the map sees to itself. */
import { ahead } from "./ahead.js";

const isFramed = window.parent !== window;
let isHeard = false; // the page's half may come after the map

/** @type {{ add(left: () => void): void; isHeard(): boolean; present(isOn: boolean): void }} */
export const outside = {
  /* Begin to listen; *left* is called when the browser gives the screen back. */
  add(left) {
    document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) left(); });
    if (!isFramed) return;
    window.addEventListener("message", ({ data, origin, source }) => {
      if (origin !== location.origin || source !== window.parent || !data) return;
      if (data.projectMap === "who") greet();
      if (data.projectMap === "heard") isHeard = true;
      if (data.projectMap === "left") left();
      if (data.projectMap === "key") press(data);
      if (data.projectMap === "chosen") ahead.show(data.chosen);
    });
    tell({ projectMap: "here" });
  },

  isHeard: () => isHeard,

  /* The map alone, on the whole screen if the browser allows it, or as it was. */
  present(isOn) {
    const page = document.documentElement;
    page.classList.toggle("pm-presenting", isOn);
    if (isFramed) tell({ projectMap: "present", isOn });
    else if (isOn && document.fullscreenEnabled) page.requestFullscreen().catch(() => undefined);
    else if (!isOn && document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
  },
};

function greet() {
  tell({ projectMap: "here" });
  if (document.documentElement.classList.contains("pm-presenting")) tell({ projectMap: "present", isOn: true });
}

/* A page of another origin hears nothing: only the map fills its frame. */
/** @param {object} message */
const tell = (message) => window.parent.postMessage(message, location.origin);

/** @param {KeyboardEventInit} given */
const press = ({ key, ctrlKey, metaKey }) =>
  document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, ctrlKey, metaKey, bubbles: true, cancelable: true }));
