/* Shared by the map's scripts: the namespace PM, decoding, DOM building, texts.

   Everything that came from a document reaches the page through PM.el, which sets
   textContent; no script here builds HTML from strings. */
(function () {
  "use strict";

  const PM = (window.PM = {});

  PM.FONT = '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
  PM.INK = "#2F2D29";
  PM.MUTED = "#6B665C";
  PM.ACCENT = "#B5322A";

  /* One mutable state, so that every script draws from the same facts. */
  PM.state = {
    map: null,
    config: null,
    areas: null,
    records: null,
    shown: null, // Uint8Array, 1 = passes the filter
    layers: { county: true, town: true, park: true, base: true, project: true },
    lang: "zh",
    selected: -1,
    revision: 0,
    drawnAt: 0,
  };

  /* Base64 of little-endian numbers -> typed array. */
  PM.array = function (text, Type) {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
    return new Type(bytes.buffer);
  };

  /* Base64 of packed bits, lowest bit first -> Uint8Array of 0 and 1, `count` long. */
  PM.bits = function (text, count) {
    const bytes = PM.array(text, Uint8Array);
    const bits = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) bits[i] = (bytes[i >> 3] >> (i & 7)) & 1;
    return bits;
  };

  PM.json = async function (url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(url + ": " + answer.status);
    return answer.json();
  };

  /* Text of the interface in the current language; {name} is filled from `values`. */
  PM.t = function (key, values) {
    const text = PM.state.config.texts[PM.state.lang][key] || key;
    return text.replace(/\{(\w+)\}/g, (whole, name) =>
      values && name in values ? String(values[name]) : whole
    );
  };

  PM.label = (item) => item[PM.state.lang === "en" ? "label_en" : "label_zh"];

  /* Element with classes, attributes and children; strings become text nodes. */
  PM.el = function (tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "style") Object.assign(node.style, value);
      else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value);
    }
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== "") node.append(child);
    }
    return node;
  };

  PM.number = (value) => value.toLocaleString("en-US");
})();
