import assert from "node:assert/strict";
import test from "node:test";
import "./load.js";

for (const [page, name] of [["map", "projectMap"], ["country", "countryMap"]]) {
  test(`the script of the ${page} starts: each module finds what it needs at once`, async () => {
    await import(`../../projects/presentation/web/built/${page}.js`);
    for (const call of ["start", "show", "stats"]) assert.equal(typeof globalThis[name][call], "function");
  });
}
