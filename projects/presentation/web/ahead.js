/* What a filter shows, before the page has answered: the widgets on the page tell what is chosen (facets.js),
   the records of each choice are known here. The page's answer follows and counts (main.js, apply). */
(function () {
  "use strict";

  const PM = window.PM;
  const { state } = PM;
  let choices = null; // per key: {zh, en: labels, start, list}

  PM.ahead = {
    /* Fetched when the map is drawn: nothing on it waits for this. */
    async load(url) {
      const found = await PM.json(url);
      for (const each of Object.values(found)) {
        each.start = PM.array(each.start, Uint32Array);
        each.list = PM.array(each.list, Uint32Array);
      }
      choices = found;
    },

    isReady: () => choices !== null,

    /* chosen: {lists: key -> labels, years: [first, last] or null}. Without a doubt, or not at all. */
    show(chosen) {
      const mask = choices && state.shown && PM.ahead.mask(chosen);
      if (mask) PM.showOnly(mask);
    },

    /* Uint8Array, 1 where a record meets all that is chosen and the conditions that no widget here holds;
       null where that cannot be known here. */
    mask({ lists, years }) {
      const { records } = state;
      let mask = state.others ? state.others.slice() : new Uint8Array(records.count).fill(1);
      for (const [key, labels] of Object.entries(lists)) {
        if (!labels.length) continue;
        const found = choices[key] && members(choices[key], labels);
        if (!found) return null;
        mask = mask.map((bit, record) => bit & found[record]);
      }
      return years ? mask.map((bit, record) => bit & overlaps(record, years)) : mask;
    },
  };

  /* Records of any of these choices; null when one is not known. */
  function members({ [state.lang]: named, start, list }, labels) {
    const found = new Uint8Array(state.records.count);
    for (const label of labels) {
      const at = named.indexOf(label);
      if (at < 0) return null;
      for (let i = start[at]; i < start[at + 1]; i += 1) found[list[i]] = 1;
    }
    return found;
  }

  /* 0 is no year: such a record belongs to none. */
  function overlaps(record, [first, last]) {
    const { year_start: start, year_end: end, year_base: base } = state.records;
    return start[record] && end[record] && end[record] + base >= first && start[record] + base <= last ? 1 : 0;
  }
})();
