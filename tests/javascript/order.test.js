import assert from "node:assert/strict";
import test from "node:test";
import { given, open } from "./load.js";

for (const [page, names] of Object.entries(given.bundles)) {
  test(`the scripts of the ${page} stand in an order in which each finds what it needs at once`, () => {
    const { PM, window } = open(...names);
    assert.ok(PM.state.layers);
    assert.equal(typeof (page === "country" ? window.countryMap : window.projectMap).show, "function");
  });
}
