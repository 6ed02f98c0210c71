// The desk's own element, twice on the page: the source text with its marks, and the small map.
// In: data from deskrecord.py. Out: a trigger "marked" (what was selected in the text) or "spot" (where
// the map was clicked). Document text only ever becomes text nodes.

/** @type {string | null} */
let drawings; // the namespace of SVG, as the seed in the element's own markup has it

/** @param {ElementOf<DeskText | DeskMap>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".desk"));
  if (!data) return;
  drawings = /** @type {Element} */ (parentElement.querySelector(".seed")).namespaceURI;
  if (data.parts) drawText(root, data, setTriggerValue);
  else drawMap(root, data, setTriggerValue);
}

/** @param {HTMLElement} root @param {DeskText} data @param {Send} send */
function drawText(root, data, send) {
  const key = JSON.stringify(
    [data.record, data.start, data.parts.length, data.parts.map((part) => part[1]).join(), data.short]);
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  root.className = data.short ? "desk text short" : "desk text"; // a form stands above it
  if (data.short) {
    /** @type {HTMLElement | null} */
    const field = document.querySelector(".st-key-desk_form :is(input[type=text]:not([role=combobox]), textarea)");
    field?.focus();
  }
  root.tabIndex = 0; // scrolled by keys as well
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", data.label);
  root.replaceChildren();
  let at = data.start;
  for (const [text, mark] of data.parts) {
    const piece = document.createElement(mark ? "mark" : "span");
    if (mark) piece.className = mark;
    piece.textContent = text;
    piece.dataset.at = String(at);
    at += [...text].length;
    root.append(piece);
  }
  /** @type {HTMLElement | null} */
  const own = root.querySelector(".this");
  if (own) root.scrollTop = own.offsetTop - root.offsetTop - root.clientHeight / 3;
  root.onmouseup = () => {
    const chosen = selected(root);
    if (chosen && chosen.end > chosen.start) send("marked", { ...chosen, record: data.record });
  };
}

// Offsets of the selection in the document: code points, as Python counts.
/** @param {HTMLElement} root */
function selected(root) {
  const tree = /** @type {Document} */ (root.getRootNode()); // a shadow root of some browsers has one too
  const chosen = tree.getSelection ? tree.getSelection() : document.getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  const ends = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  const known = ends.filter((one) => one !== null);
  if (known.length < ends.length) return null;
  return { start: Math.min(...known), end: Math.max(...known), text: chosen.toString() };
}

/** @param {Node} node @param {number} inside */
function offset(node, inside) {
  /** @type {any} */
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  /** @type {HTMLElement | undefined} */
  const piece = element?.closest?.("[data-at]");
  if (!piece) return null;
  return Number(piece.dataset.at) + [...(piece.textContent || "").slice(0, inside)].length;
}

/** @param {HTMLElement} root @param {DeskMap} data @param {Send} send */
function drawMap(root, data, send) {
  root.className = "desk map";
  const [west, south, east, north] = data.view;
  const flat = Math.cos(((south + north) / 2) * (Math.PI / 180));
  /** @param {number} lon */
  const x = (lon) => lon * flat;
  /** @param {number} lat */
  const y = (lat) => -lat;
  let box = [x(west), y(north), x(east) - x(west), y(south) - y(north)];
  const key = JSON.stringify([data.view, data.point, data.lit]);
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  const svg = /** @type {SVGSVGElement} */ (drawn("svg", { role: "img", "aria-label": data.label }));
  const show = () => {
    svg.setAttribute("viewBox", box.join(" "));
    const scale = Math.max(box[2] / (svg.clientWidth || 320), box[3] / (svg.clientHeight || 220));
    svg.style.setProperty("--px", String(scale));
  };
  const lit = new Set(data.lit);
  for (const one of data.outlines) {
    const path = one.rings
      .map((ring) => "M" + ring.map(([lon, lat]) => `${x(lon)} ${y(lat)}`).join("L") + "Z")
      .join("");
    const shape = drawn("path", { d: path, class: `${one.level}${lit.has(one.code) ? " lit" : ""}` });
    const title = drawn("title", {});
    title.textContent = one.name;
    shape.append(title);
    svg.append(shape);
  }
  if (data.point) svg.append(drawn("circle", { cx: x(data.point[0]), cy: y(data.point[1]), class: "point" }));
  svg.addEventListener("click", (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
    send("spot", { lon: place.x / flat, lat: -place.y, record: data.record });
  });
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
    const by = event.deltaY > 0 ? 1.25 : 0.8;
    box = [place.x - (place.x - box[0]) * by, place.y - (place.y - box[1]) * by, box[2] * by, box[3] * by];
    show();
  }, { passive: false });
  root.replaceChildren(svg);
  show();
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function drawn(name, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(drawings, name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
