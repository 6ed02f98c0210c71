// A list beside the map: two lines a row, with a field that finds in it.
// In: deflated JSON of projects/presentation/rowlist.py, with `selected`, the record that is marked (-1 for none).
// Out: a trigger "picked", the record of the row that was pressed. Texts only ever become text nodes.

const CHUNK = 60; // rows that are drawn at once; further ones when one comes near the end
/** @type {WeakMap<HTMLElement, RowList>} */
const lists = new WeakMap();

/** @param {ElementOf<Uint8Array<ArrayBuffer>>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".rows"));
  if (!data) return;
  const list = lists.get(root) || new RowList(root);
  lists.set(root, list);
  list.unpack(data, setTriggerValue);
}

class RowList {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.field = /** @type {HTMLInputElement} */ (root.querySelector("input"));
    this.told = /** @type {HTMLOutputElement} */ (root.querySelector("output"));
    this.list = /** @type {HTMLOListElement} */ (root.querySelector("ol"));
    const { content } = /** @type {HTMLTemplateElement} */ (root.querySelector("template"));
    this.pattern = /** @type {HTMLLIElement} */ (content.firstElementChild);
    /** @type {RowData} */
    this.data = /** @type {any} */ (null); // until it is unpacked
    /** @type {Send} */
    this.send = () => undefined;
    this.at = -1; // the row that is marked
    /** @type {number[]} */
    this.rows = [];
    /** @type {string[]} */
    this.texts = [];
    this.field.addEventListener("input", () => this.find());
    this.list.addEventListener("scroll", () => this.drawNear());
    this.list.addEventListener("click", (/** @type {On<Event>} */ event) => this.pick(event.target.closest("button")));
    root.addEventListener("keydown", (event) => this.key(event));
  }

  /* What comes last counts, whichever is unpacked first. */
  /** @param {Uint8Array<ArrayBuffer>} packed @param {Send} send */
  async unpack(packed, send) {
    this.last = packed;
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const data = await new Response(stream).json();
    if (this.last === packed) this.update(data, send);
  }

  /** @param {RowData} data @param {Send} send */
  update(data, send) {
    const isOther = !this.data || this.data.id !== data.id;
    this.data = data;
    this.send = send;
    if (isOther) {
      this.at = -1;
      this.texts = data.names.map((name, row) => `${name} ${data.notes[row]}`.toLowerCase());
      this.field.placeholder = this.field.ariaLabel = data.words.find;
      this.list.ariaLabel = data.words.label;
      this.root.hidden = false; // until now its parts had no names
      this.list.dataset.count = String(data.names.length);
      this.find();
    }
    this.mark();
  }

  /* Show only the rows that hold all words of the field. */
  find() {
    const wanted = this.field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = this.texts.keys();
    this.rows = [...all].filter((row) => wanted.every((word) => this.texts[row].includes(word)));
    const { found } = this.data.words;
    this.told.textContent = wanted.length
      ? found.replace("{count}", String(this.rows.length)).replace("{total}", String(this.texts.length))
      : "";
    this.list.replaceChildren();
    this.list.scrollTop = 0;
    this.draw(CHUNK);
    this.mark();
  }

  /** @param {number} upTo */
  draw(upTo) {
    const more = this.rows.slice(this.list.children.length, upTo).map((row) => this.item(row));
    this.list.append(...more);
    const first = this.list.querySelector("button");
    if (first && !this.list.querySelector("button[tabindex='0']")) first.tabIndex = 0;
  }

  drawNear() {
    const { scrollTop, clientHeight, scrollHeight } = this.list;
    if (scrollTop + 2 * clientHeight > scrollHeight) this.draw(this.list.children.length + CHUNK);
  }

  /** @param {number} row */
  item(row) {
    const { names, notes, parts, records, glyphs } = this.data;
    const item = /** @type {HTMLLIElement} */ (this.pattern.cloneNode(true));
    const button = /** @type {HTMLButtonElement} */ (item.firstElementChild);
    const [glyph, name, note] = /** @type {Iterable<HTMLElement>} */ (/** @type {any} */ (button.children));
    item.classList.toggle("part", Boolean(parts[row]));
    button.dataset.row = String(row);
    button.disabled = !records.length;
    name.textContent = names[row];
    note.textContent = notes[row];
    const style = glyphs.styles[glyphs.of[row]];
    if (!style) glyph.remove();
    else {
      glyph.textContent = style[0];
      glyph.style.background = style[1];
      glyph.title = style[2];
    }
    return item;
  }

  /* Mark the row of the record that is selected; of several the one that was pressed. */
  mark() {
    const { records, selected } = this.data;
    const isSame = this.at >= 0 && records[this.at] === selected;
    if (!isSame) this.at = selected < 0 ? -1 : records.indexOf(selected);
    const before = this.list.querySelector("[aria-pressed=true]");
    if (before) before.ariaPressed = "false";
    const place = this.rows.indexOf(this.at);
    if (place < 0) return;
    this.draw(place + CHUNK);
    const button = this.button(place);
    button.ariaPressed = "true";
    this.reach(button);
    if (!isSame) this.see(button);
  }

  /** @param {HTMLElement | null} button */
  pick(button) {
    if (!button) return;
    this.at = Number(button.dataset.row);
    this.reach(button);
    this.send("picked", this.data.records[this.at]);
  }

  /** @param {number} place */
  button(place) {
    return /** @type {HTMLButtonElement} */ (this.list.children[place].firstElementChild);
  }

  /* The row that the tabulator key leads to. */
  /** @param {HTMLElement} button */
  reach(button) {
    /** @type {HTMLElement | null} */
    const before = this.list.querySelector("button[tabindex='0']");
    if (before) before.tabIndex = -1;
    button.tabIndex = 0;
  }

  /* Scroll the list, and nothing around it, until the row is seen. */
  /** @param {Element} button */
  see(button) {
    const row = button.getBoundingClientRect();
    const list = this.list.getBoundingClientRect();
    if (row.top < list.top) this.list.scrollTop -= list.top - row.top;
    if (row.bottom > list.bottom) this.list.scrollTop += row.bottom - list.bottom;
  }

  /** @param {On<KeyboardEvent>} event */
  key(event) {
    event.stopPropagation(); // letters typed here are not the page's shortcuts
    const here = event.target.closest("li");
    const items = this.list.children;
    const at = here ? [...items].indexOf(here) : -1;
    /** @type {Record<string, number>} */
    const steps =
      { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, End: this.rows.length, Home: -this.rows.length };
    if (event.target === this.field && event.key === "Escape") {
      this.field.value = "";
      this.find();
    }
    if (!(event.key in steps) || (!here && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(this.rows.length - 1, at + steps[event.key]));
    this.draw(to + CHUNK);
    if (at === 0 && steps[event.key] < 0) this.field.focus();
    else if (items[to] && !this.button(to).disabled) {
      this.reach(this.button(to));
      this.button(to).focus({ preventScroll: true });
      this.see(items[to]);
    }
  }
}
