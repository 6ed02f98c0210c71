/* Drawing anew what has changed: the steps of it, in their order, are those that main.js names. */

/** @type {(() => void)[]} */
let steps = [];

/** @type {(...acts: (() => void)[]) => void} */
export function drawBy(...acts) {
  steps = acts;
}

export function redraw() {
  for (const act of steps) act();
}

/* What comes next would keep the browser from showing what is drawn. */
/** @param {(value?: unknown) => void} act */
export const painted = (act) => requestAnimationFrame(() => requestAnimationFrame(act));
