// Bundles src/ into dist/: one entry and late-loaded chunks, so that an installed kmspol brings no tree of packages.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build, transform } from "esbuild";
import { mergeChunks } from "./merge-chunks.mjs";
import { writeThirdPartyLicences } from "./third-party-licences.mjs";

// Some dependencies are CommonJS and call require() for Node's own modules; an ES module has no require. Only chunks that call it get one.
const requireForCommonJs =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);\n";

/** Commander starts programs for verbs that lie in files of their own. We have none, and Node's module for it is slow to load. */
const noExecutables = {
  name: "no-executables",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: "no-executables", namespace: "stub" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};

/** Chalk looks at the terminal for colours, with modules of Node that are slow to load. We tell it: its browser build does not look. */
const noColourSearch = {
  name: "no-colour-search",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^#supports-color$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, "vendor/supports-color/browser.js"),
    }));
  },
};

/**
 * V8 takes twice as long to compile nested arrow functions as plain ones, and that is half of what `check` and `diff` take to start.
 * Only our own sources are written so: in derived classes of libraries esbuild would move `this` before super().
 */
const plainFunctions = {
  name: "plain-functions",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      if (path.includes("node_modules")) return undefined;
      const source = await readFile(path, "utf8");
      const { code } = await transform(source, {
        loader: "ts",
        target: "node20.17",
        supported: { arrow: false },
      });
      return { contents: code, loader: "js" };
    });
  },
};

/** What `check FILE` loads, the pre-commit hook's command; most other verbs begin with the same. */
const start = [
  "src/program.ts",
  "src/adapters/outside.ts",
  "src/adapters/policy-file.ts",
  "src/adapters/policy-folder.ts",
  "src/commands/run-check.ts",
  "src/render/style.ts",
];

const { version } = JSON.parse(await readFile("package.json", "utf8"));
// Built beside and swapped in at the end: whoever runs kmspol meanwhile never meets half a build.
const fresh = `dist.${process.pid}`;

const bundle = async (entryPoints, chunkNames) => {
  const { metafile, outputFiles } = await build({
    metafile: true,
    write: false,
    plugins: [plainFunctions, noExecutables, noColourSearch],
    entryPoints,
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
    chunkNames,
    // write-file-atomic mixes its own file name into those of its temporary files; an ES module has no __filename.
    define: { "process.env.KMSPOL_VERSION": JSON.stringify(version), __filename: '"kmspol"' },
    logLevel: "warning",
  });
  const files = new Map(outputFiles.map(({ path, text }) => [relative(process.cwd(), path), text]));
  return { files, outputs: metafile.outputs, inputs: Object.keys(metafile.inputs) };
};

// The core is for programs that import it: it shares no file with the program, and loads nothing of it.
const program = await bundle({ main: "src/main.ts" }, "chunks/[name]-[hash]");
const core = await bundle({ core: "src/core.ts" }, "chunks/core-[name]-[hash]");
const merged = await mergeChunks({ ...program, entries: start, start: `${fresh}/chunks/start.js` });
for (const [path, text] of [...merged, ...core.files]) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, /\brequire\b/.test(text) ? requireForCommonJs + text : text);
}
await writeThirdPartyLicences([...program.inputs, ...core.inputs], `${fresh}/THIRD-PARTY-LICENSES.txt`);
await rm("dist", { recursive: true, force: true });
await rename(fresh, "dist");
