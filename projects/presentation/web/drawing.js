/* Drawing anew what has changed. What that takes, main.js names: nothing here knows those who draw. */

/** @type {(() => void)[]} */
export const steps = [];

export function redraw() {
  for (const act of steps) act();
}

/* What comes next would keep the browser from showing what is drawn. */
/** @param {(value?: unknown) => void} act */
export const painted = (act) => requestAnimationFrame(() => requestAnimationFrame(act));
