/* The drawer of saved views and tours: save what is shown under a name, open it again; put
   scenes in order, give them words, play them, keep them as a file. */
import { el, icon, json, send, state, t } from "./core.js";
import { panel } from "./panel.js";
import { playback } from "./playback.js";
import { present } from "./present.js";

/** @type {HTMLElement} */
let drawer;
/** @type {Saved} */
let saved = { views: [], tours: [] };
let address = "";
/** @type {Tour} */
let tour = { title: {}, scenes: [] };

/** @type {Scenes} */
export const scenes = {
  add(map) {
    drawer = el("aside", { class: "pm-drawer", hidden: "" });
    L.DomEvent.disableClickPropagation(drawer);
    L.DomEvent.disableScrollPropagation(drawer);
    map.getContainer().append(drawer);
    const bar = new L.Control({ position: "topleft" });
    bar.onAdd = () => {
      const box = el("div", { class: "leaflet-bar pm-tools" });
      L.DomEvent.disableClickPropagation(box);
      scenes.bar = box;
      return box;
    };
    bar.addTo(map);
  },

  /* Take what the page has saved, when that is another file than before. */
  async load(url) {
    if (url !== address) {
      address = url;
      saved = await json(url);
    }
    this.renderBar();
    if (!drawer.hidden) render();
  },

  renderBar() {
    /** @param {string} name @param {string} path @param {() => void} onclick */
    const button = (name, path, onclick) => el("button", {
      type: "button",
      title: t(name),
      "aria-label": t(name),
      "data-tool": name.split(".").pop(),
      onclick,
    }, icon(path));
    this.bar?.replaceChildren(
      button("map.scenes", "M5 3h10v14l-5-4-5 4z", () => { drawer.hidden = !drawer.hidden; render(); }),
      button("map.play", "M10 2.500a7.500 7.500 0 1 0 0 15a7.500 7.500 0 1 0 0-15M10 5.500V10l3 2",
        () => playback.toggle()),
      button("map.present", "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4", () => present.toggle()));
  },

  close() {
    drawer.hidden = true;
  },

  tours: () => saved.tours,
};

/** @param {string} label @param {() => void} onclick @param {Attributes=} attributes */
const button = (label, onclick, attributes) =>
  el("button", { type: "button", class: "pm-button", onclick, ...attributes }, label);
/** @param {string} label @param {string} sign @param {() => void} onclick @param {Attributes=} attributes */
const symbol = (label, sign, onclick, attributes) =>
  el("button", { type: "button", class: "pm-icon", "aria-label": label, title: label, onclick, ...attributes }, sign);
/* What is saved is there for all: it goes only after a second click. */
/** @param {SaveAction} action */
function remove(action) {
  const node = symbol(t("map.delete"), "×", () => {
    const sure = button(
      t("map.delete_sure"), () => send(action), { "data-act": "sure", onblur: () => sure.replaceWith(node) });
    node.replaceWith(sure);
    sure.focus();
  });
  return node;
}

/** @param {Words} texts */
const words = (texts) => present.words(texts);

function render() {
  const name = el("input",
    { type: "text", maxlength: "80", placeholder: t("map.views.name"), "aria-label": t("map.views.name") });
  /** @param {SubmitEvent} event */
  const save = (event) => {
    event.preventDefault();
    if (name.value.trim()) {
      send({
        do: "save_view",
        scene: { ...present.capture(), title: { [state.lang]: name.value.trim() } },
      });
    }
  };
  drawer.setAttribute("aria-label", t("map.scenes"));
  drawer.replaceChildren(
    symbol(t("map.close"), "×", () => scenes.close(), { class: "pm-icon pm-close" }),
    el("h2", {}, t("map.views")),
    el("form", { onsubmit: save }, name, el("button", { type: "submit", class: "pm-button" }, t("map.views.save"))),
    el("ul", { class: "pm-views" }, saved.views.map((view) => el("li", {},
      el("button", { type: "button", onclick: () => present.show(view) }, words(view.title)),
      remove({ do: "delete_view", name: words(view.title) })))),
    el("h2", {}, t("map.tour")),
    saved.tours.length ? tours() : "",
    field("input", tour, "title", t("map.tour.title"), 80),
    el("ol", { class: "pm-scenes" }, tour.scenes.map(row)),
    el("div", { class: "pm-buttons" },
      button(t("map.tour.add"), add, { "data-act": "add" }),
      button(t("map.tour.play"), () => present.play(tour.scenes, 0, tour.title),
        { "data-act": "play", ...(tour.scenes.length ? {} : { disabled: "" }) })),
    el("div", { class: "pm-buttons" },
      button(t("map.tour.save"), () => send({ do: "save_tour", tour }), { "data-act": "save" }),
      button(t("map.tour.download"), download, { "data-act": "download" }),
      el("label", { class: "pm-button" },
        t("map.tour.open"), el("input", { type: "file", accept: ".json,application/json", onchange: open }))));
}

function tours() {
  const choose = el("select",
    {
      "aria-label": t("map.tour.choose"),
      onchange: () => {
        tour = copy(saved.tours[Number(choose.value)]);
        render();
      },
    },
    el("option", { value: "", selected: "", disabled: "" }, t("map.tour.choose")),
    saved.tours.map((each, i) => el("option", { value: String(i) }, words(each.title) || each.name)));
  const own = saved.tours.find((each) => each.is_own && words(each.title) === words(tour.title));
  return el("div", { class: "pm-buttons" }, choose, own ? remove({ do: "delete_tour", name: own.name || "" }) : "");
}

/** @param {Tour} value */
const copy = (value) => JSON.parse(JSON.stringify({ title: value.title, scenes: value.scenes }));

/* A field for a text in the page's language. */
/**
 * @param {"input" | "textarea"} tag
 * @param {{ title: Words, caption?: Words }} owner
 * @param {"title" | "caption"} key
 * @param {string} label
 * @param {number} longest
 */
function field(tag, owner, key, label, longest) {
  const node = el(tag, {
    maxlength: String(longest),
    placeholder: label,
    "aria-label": label,
    oninput: () => {
      owner[key] = { ...owner[key], [state.lang]: node.value };
    },
  });
  node.value = owner[key]?.[state.lang] || "";
  return node;
}

/** @param {Scene} scene @param {number} i */
function row(scene, i) {
  /** @param {number} by */
  const move = (by) => () => { tour.scenes.splice(i + by, 0, ...tour.scenes.splice(i, 1)); render(); };
  return el("li", {},
    field("input", scene, "title", t("map.scene.title", { number: i + 1 }), 80),
    field("textarea", scene, "caption", t("map.scene.caption"), 600),
    el("div", {},
      symbol(t("map.scene.show"), "▶", () => present.show(scene)),
      symbol(t("map.scene.update"), "⟳", () => {
        Object.assign(scene, present.capture(), { title: scene.title, caption: scene.caption });
        render();
      }),
      symbol(t("map.scene.up"), "↑", move(-1), i ? {} : { disabled: "" }),
      symbol(t("map.scene.down"), "↓", move(1), i < tour.scenes.length - 1 ? {} : { disabled: "" }),
      symbol(t("map.delete"), "×", () => { tour.scenes.splice(i, 1); render(); })));
}

function add() {
  tour.scenes.push({
    ...present.capture(),
    title: { [state.lang]: state.conditions.join(" · ").slice(0, 80) },
  });
  render();
}

function download() {
  const link = el("a", {
    href: URL.createObjectURL(new Blob([JSON.stringify(tour, null, 1)], { type: "application/json" })),
    download: `${words(tour.title) || "tour"}.json`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/* A file of the user: what is no tour is said and changes nothing. */
/** @param {On<Event>} event */
async function open(event) {
  const text = await event.target.files[0].text();
  /** @type {any} */
  let read = null;
  try {
    read = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  /** @param {Scene} each */
  const isScene = (each) =>
    each && typeof each.query === "object" && typeof each.layers === "object" &&
    [each.lon, each.lat, each.zoom].every(Number.isFinite);
  /** @type {(each: Scene) => Scene} */
  const worded = (each) => ({ ...each, title: each.title || {}, caption: each.caption || {} });
  if (read && Array.isArray(read.scenes) && read.scenes.every(isScene)) {
    tour = {
      title: read.title || {},
      scenes: read.scenes.map(worded),
    };
    render();
  } else panel.say(t("map.tour.bad"));
}
