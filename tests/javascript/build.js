/* What browsers get of the map's modules, one file per page: node tests/javascript/build.js [FOLDER].

   The files are part of the repository, so that to run the program takes neither Node nor a network. Names are
   kept: an error that somebody reports says where it arose. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const WEB = new URL("../../projects/presentation/web/", import.meta.url);
const ENTRIES = { map: "main", country: "country", standalone: "standalone", early: "early" };

await build({
  absWorkingDir: fileURLToPath(WEB),
  entryPoints: Object.entries(ENTRIES).map(([out, name]) => ({ in: `${name}.js`, out })),
  outdir: process.argv[2] || "built",
  banner: { js: "/* Built by nox -s scripts from the modules beside this folder; MIT, see LICENSE. */" },
  bundle: true,
  charset: "utf8",
  format: "iife",
  legalComments: "none",
  lineLimit: 120, // for the differences between versions
  minifySyntax: true,
  minifyWhitespace: true,
  target: "es2020",
});
