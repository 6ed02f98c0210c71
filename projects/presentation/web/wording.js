// Puts the page's language for the words that Streamlit's widgets bring along: texts, titles, labels.
// In: data: English text -> the page's, with {…} for what changes; empty in English (page/wording.py).
// Only whole texts are exchanged, and only what they say: no element is added, moved or looked for.

const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const DATA = "data"; // what a text node says
let plain = new Map();
/** @type {[from: RegExp, to: string][]} */
let patterns = [];
let said = "{}";
/** @type {MutationObserver | null} */
let watching = null;
const exchanged = new WeakMap(); // node -> what it said, and says now, by attribute

/** @param {ElementOf<Record<string, string>>} given */
export default function ({ data }) {
  if (said === JSON.stringify(data)) return;
  said = JSON.stringify(data);
  const pairs = Object.entries(data);
  plain = new Map(pairs.filter(([from]) => !from.includes("{")));
  patterns = pairs.filter(([from]) => from.includes("{")).map(([from, to]) => [pattern(from), to]);
  watching ||= watch();
  each(document.body, restore);
  each(document.body, exchange);
}

function watch() {
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach((node) => each(node, exchange));
      else exchange(target);
    }
  });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: ATTRIBUTES });
  return observer;
}

/* Do it to the node and to all inside it that says something. */
/** @param {Node} node @param {(node: Speaking) => void} act */
function each(node, act) {
  act(node);
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  /** @type {Element} */ (node).querySelectorAll("[aria-label], [title], [placeholder]").forEach(act);
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) act(texts.currentNode);
}

/** @param {Speaking} node */
function exchange(node) {
  for (const name of names(node)) {
    const [, before, text, after] = get(node, name).match(/^(\s*)([^]*?)(\s*)$/);
    const other = worded(text);
    if (other === undefined) continue;
    const now = before + other + after;
    exchanged.set(node, { ...exchanged.get(node), [name]: [get(node, name), now] });
    set(node, name, now);
  }
}

/** @param {Speaking} node */
function restore(node) {
  for (const [name, [before, now]] of Object.entries(exchanged.get(node) || {})) {
    if (get(node, name) === now) set(node, name, before);
  }
  exchanged.delete(node);
}

/** @param {Speaking} node */
const names = (node) => (node.nodeType === Node.TEXT_NODE
  ? [DATA]
  : node.nodeType === Node.ELEMENT_NODE ? ATTRIBUTES.filter((name) => node.hasAttribute(name)) : []);
/** @param {Speaking} node @param {string} name */
const get = (node, name) => (name === DATA ? node.data : node.getAttribute(name));

/** @param {Speaking} node @param {string} name @param {string} text */
function set(node, name, text) {
  if (name === DATA) node.data = text;
  else node.setAttribute(name, text);
}

/** @param {string} text */
function worded(text) {
  if (plain.has(text)) return plain.get(text);
  for (const [from, to] of patterns) {
    const found = text.match(from);
    if (found) return to.replace(/\{(\w+)\}/g, (_, name) => found.groups?.[name] || "");
  }
  return undefined;
}

/* "{count} options" as an expression with a group for each name. */
/** @param {string} text */
function pattern(text) {
  const parts = text.split(/\{(\w+)\}/)
    .map((part, i) => (i % 2 ? `(?<${part}>.+?)` : part.replace(/[.*+?^$()|[\]\\]/g, "\\$&")));
  return new RegExp(`^${parts.join("")}$`);
}
