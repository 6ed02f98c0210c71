// Sets the number of each choice of a filter beside its label: in open lists, and on buttons.
// In: data, by the key of the widget: label of a choice -> number as text (page/facets.py).

let counts = {};
let watching = null;
let isWaiting = false;

export default function ({ data }) {
  counts = data || {};
  watching ||= watch();
  mark();
}

/* Lists open, scroll and change at any time; what changes in one frame is marked once. */
function watch() {
  const observer = new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      mark();
    });
  });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  return observer;
}

function mark() {
  for (const [key, found] of Object.entries(counts)) {
    const widget = document.querySelector(`.st-key-${key}`);
    if (!widget) continue;
    const input = widget.querySelector("input[aria-expanded=true]");
    const list = input && document.getElementById(input.getAttribute("aria-controls"));
    const choices = list
      ? list.querySelectorAll("[role=option]")
      : widget.querySelectorAll("[data-testid=stButtonGroup] button");
    choices.forEach((choice) => set(choice, found[choice.textContent]));
  }
}

function set(choice, count) {
  if (choice.dataset.count === count) return;
  if (count === undefined) delete choice.dataset.count;
  else choice.dataset.count = count;
}
