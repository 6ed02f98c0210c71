// The filters in the browser: the number of each choice beside its label, in open lists and on buttons;
// and what is chosen, told to the map at once (as an event "project-map", stage.js), so that it need not
// wait for the page.
// In: data, by the key of the widget: label of a choice -> number as text (page/facets.py).

const FILTER = "[class*=st-key-f_]";
/** @type {Record<string, Record<string, string>>} */
let counts = {};
/** @type {MutationObserver | null} */
let watching = null;
let isWaiting = false;
let isTouched = false; // whether the reader has used a filter since the page last answered
let told = ""; // what was chosen when the map last knew

/** @param {ElementOf<typeof counts>} given */
export default function ({ data }) {
  counts = data || {};
  watching ||= watch();
  isTouched = false;
  told = JSON.stringify(chosen());
  mark();
}

/* Lists open, scroll and change at any time; what changes in one frame is marked once. */
function watch() {
  for (const type of ["pointerdown", "keydown"]) {
    document.addEventListener(type, (/** @type {On<Event>} */ { target }) => { isTouched = isOfFilter(target); }, true);
  }
  addEventListener("popstate", () => { isTouched = false; });
  const observer = new MutationObserver(() => {
    if (isTouched) tell();
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      mark();
    });
  });
  observer.observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
    attributeFilter: ["aria-pressed", "value"],
  });
  return observer;
}

/* An open list lies outside of its widget. */
/** @param {HTMLElement} target */
function isOfFilter(target) {
  const list = target.closest("[role=listbox]");
  const owner = list && document.querySelector(`input[aria-controls="${CSS.escape(list.id)}"]`);
  return Boolean((owner || target).closest(FILTER));
}

function tell() {
  const now = chosen();
  const text = JSON.stringify(now);
  if (text === told) return;
  told = text;
  dispatchEvent(new CustomEvent("project-map", { detail: { projectMap: "chosen", chosen: now } }));
}

/* What the widgets show: the labels of the lists and buttons, and the years where they are not all. */
function chosen() {
  /** @type {Record<string, string[]>} */
  const lists = {};
  for (const key of Object.keys(counts)) {
    const found = document.querySelectorAll(`.st-key-${key} :is([data-tag], [aria-pressed=true])`);
    lists[key.slice(2)] = Array.from(found, (each) => each.getAttribute("aria-label") ?? each.textContent);
  }
  /** @type {NodeListOf<HTMLInputElement>} */
  const [from, to] = document.querySelectorAll(".st-key-f_years input[type=range]");
  const isAll = !to || (from.value === from.min && to.value === to.max);
  return { lists, years: isAll ? null : [Number(from.value), Number(to.value)] };
}

function mark() {
  for (const [key, found] of Object.entries(counts)) {
    const widget = document.querySelector(`.st-key-${key}`);
    if (!widget) continue;
    const input = widget.querySelector("input[aria-expanded=true]");
    const list = input && document.getElementById(input.getAttribute("aria-controls") || "");
    /** @type {NodeListOf<HTMLElement>} */
    const choices = list
      ? list.querySelectorAll("[role=option]")
      : widget.querySelectorAll("[data-testid=stButtonGroup] button");
    choices.forEach((choice) => set(choice, found[choice.textContent || ""]));
  }
}

/** @param {HTMLElement} choice @param {string | undefined} count */
function set(choice, count) {
  if (choice.dataset.count === count) return;
  if (count === undefined) delete choice.dataset.count;
  else choice.dataset.count = count;
}
