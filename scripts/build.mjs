// Bundles src/ into dist/: one entry and late-loaded chunks, so that an installed kmspol brings no tree of packages.
import { readFile, rename, rm } from "node:fs/promises";
import { build } from "esbuild";
import { writeThirdPartyLicences } from "./third-party-licences.mjs";

// Some dependencies are CommonJS and call require() for Node's own modules; an ES module has no require.
const requireForCommonJs =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const { version } = JSON.parse(await readFile("package.json", "utf8"));
// Built beside and swapped in at the end: whoever runs kmspol meanwhile never meets half a build.
const fresh = `dist.${process.pid}`;

const { metafile } = await build({
  metafile: true,
  entryPoints: { main: "src/main.ts", core: "src/core.ts" },
  outdir: fresh,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.17",
  mainFields: ["module", "main"],
  conditions: ["module", "import", "node"],
  minify: true,
  legalComments: "none",
  chunkNames: "chunks/[name]-[hash]",
  banner: { js: requireForCommonJs },
  // write-file-atomic mixes its own file name into those of its temporary files; an ES module has no __filename.
  define: { "process.env.KMSPOL_VERSION": JSON.stringify(version), __filename: '"kmspol"' },
  logLevel: "warning",
});
await writeThirdPartyLicences(Object.keys(metafile.inputs), `${fresh}/THIRD-PARTY-LICENSES.txt`);
await rm("dist", { recursive: true, force: true });
await rename(fresh, "dist");
