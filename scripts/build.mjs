// Bundles src/ into dist/: one entry and late-loaded chunks, so that an installed kmspol brings no tree of packages.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { reportPage } from "./report-page.mjs";
import { packModules } from "./pack-modules.mjs";
import { writeThirdPartyLicences } from "./third-party-licences.mjs";

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

/** The SDK takes the words of a browser apart to say which one runs it. None does. */
const noBrowser = {
  name: "no-browser",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^bowser$/ }, ({ path }) => ({ path, namespace: "no-browser" }));
    onLoad({ filter: /.*/, namespace: "no-browser" }, () => ({ contents: "export default {};" }));
  },
};

/** Picocolors looks whether standard output is a terminal, for which Node loads its network. We tell it what to do. */
const noColourSearch = {
  name: "no-colour-search",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]picocolors[\\/]picocolors\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace("(p.stdout || {}).isTTY", "false");
      if (contents === text) throw new Error(`${path} is not as it was: look for standard output`);
      return { contents, loader: "js" };
    });
  },
};

/** The runtime of tree-sitter looks for its files, on the disk and with modules of Node. It is given them: it need not know where it runs. */
const noFileSearch = {
  name: "no-file-search",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]web-tree-sitter[\\/]web-tree-sitter\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text
        .replace(/var ENVIRONMENT_IS_NODE = [^\n]*;/, "var ENVIRONMENT_IS_NODE = false;")
        .replace("var _scriptName = import.meta.url;", 'var _scriptName = "";')
        .replaceAll("import.meta.url", '""');
      if (!contents.includes("ENVIRONMENT_IS_NODE = false"))
        throw new Error(`${path} is not as it was: look for files`);
      return { contents, loader: "js" };
    });
  },
};

/** A grammar is half a megabyte as text, and a fifth of that compressed: it is taken apart when it is loaded, which takes milliseconds. */
const compressedWasm = {
  name: "compressed-wasm",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.wasm$/ }, async ({ path }) => {
      const text = brotliCompressSync(await readFile(path)).toString("base64");
      const contents = `import { brotliDecompressSync } from "node:zlib";
export default new Uint8Array(brotliDecompressSync(Buffer.from(${JSON.stringify(text)}, "base64")));`;
      return { contents, loader: "js" };
    });
  },
};

/** The doors of the access engine: most checks of a policy see at one look what they must know, and never go through. */
const doors = [
  "src/access/banned-access.ts",
  "src/access/compare-access.ts",
  "src/access/gives-nothing.ts",
  "src/access/list-access.ts",
  "src/access/lockout.ts",
  "src/access/lockout/managers.ts",
];
const nameOfDoor = (path) => basename(path, ".ts");

/** Who imports a door asks the loader for it, which loads what lies behind when something of it is first used. */
const closedDoors = {
  name: "closed-doors",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[.].*[.]ts$/ }, ({ path, kind, resolveDir }) => {
      const door = relative(process.cwd(), join(resolveDir, path)).replaceAll("\\", "/");
      const isDoor = kind === "import-statement" && doors.includes(door);
      return isDoor ? { path: `./${nameOfDoor(door)}.js`, external: true } : undefined;
    });
  },
};

/** What the start itself loads, by its name. */
const firstOfTwo = "src/verbs/lsp/work-thread.ts";

/** What is loaded together: by nearly every verb, by those that judge policies, that speak with AWS, that change. */
const groups = {
  start: ["src/main.ts", "src/output/answer.ts"],
  policies: [
    "src/adapters/policy-file.ts",
    "src/adapters/policy-folder.ts",
    "src/adapters/find-upwards.ts",
    "src/verbs/check/run-check.ts",
  ],
  engine: doors,
  compare: ["src/verbs/diff/run-diff.ts"],
  // A policy in another document, and one that is written as YAML.
  documents: [
    "src/container/container-in.ts",
    "src/container/open-policy.ts",
    "src/verbs/check/check-contained.ts",
    "src/target/told-in-document.ts",
  ],
  templates: ["src/container/cloudformation/template.ts", "src/policy/yaml/parse-yaml.ts"],
  aws: ["src/verbs/look/run-get.ts", "src/adapters/open-aws.ts"],
  subjects: ["src/change/key-subject.ts"],
  change: [
    "src/verbs/change/run-document-verb.ts",
    "src/verbs/change/run-put.ts",
    "src/verbs/change/run-undo.ts",
    "src/change/judges.ts",
    "src/change/settle-pending.ts",
    "src/adapters/history.ts",
    "src/adapters/state-folder.ts",
  ],
  // Two threads of `kmspol lsp`: one knows the protocol, the other policies. The other one is started before all else.
  threads: [firstOfTwo],
  listen: ["src/verbs/lsp/thread-service.ts", "src/verbs/lsp/serve.ts"],
  language: ["src/verbs/lsp/language-service.ts", "src/verbs/check/check-below.ts"],
};

const { version } = JSON.parse(await readFile("package.json", "utf8"));
// Built beside and swapped in at the end: whoever runs kmspol meanwhile never meets half a build.
const fresh = `dist.${process.pid}`;

const bundle = async ({ plugins = [], ...options }) => {
  const { metafile, outputFiles } = await build({
    metafile: true,
    write: false,
    plugins: [compressedWasm, noExecutables, noBrowser, noColourSearch, noFileSearch, reportPage, ...plugins],
    outdir: fresh,
    bundle: true,
    platform: "node",
    target: "node20.17",
    mainFields: ["module", "main"],
    conditions: ["module", "import", "node"],
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    ...options,
    define: {
      "process.env.KMSPOL_VERSION": JSON.stringify(version),
      ...options.define,
    },
  });
  const files = outputFiles.map(({ path, text }) => [relative(process.cwd(), path), text]);
  return { files, outputs: metafile.outputs, inputs: Object.keys(metafile.inputs) };
};

const program = await bundle({
  plugins: [closedDoors],
  entryPoints: Object.fromEntries(
    ["src/main.ts", firstOfTwo, ...doors].map((path) => [nameOfDoor(path), path]),
  ),
  format: "esm",
  splitting: true,
  chunkNames: "[name]-[hash]",
});
const modules = new Map(program.files.map(([path, text]) => [basename(path, ".js"), text]));
const packs = await packModules({ modules, outputs: program.outputs, groups });
const packed = [...packs].map(([name, { text }]) => [`${fresh}/chunks/${name}.js`, text]);

const start = await bundle({
  entryPoints: { main: "src/start/start.ts" },
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: {
    KMSPOL_DOORS: JSON.stringify(doors.map(nameOfDoor)),
    KMSPOL_PACKS: JSON.stringify(Object.fromEntries([...packs].map(([name, { names }]) => [name, names]))),
  },
});
/** Some dependencies are CommonJS and call require() for Node's own modules; an ES module has none. */
const withRequire = ([path, text]) =>
  /\brequire\b/.test(text)
    ? [path, `import{createRequire as r0}from"node:module";const require=r0(import.meta.url);\n${text}`]
    : [path, text];

// The core is for programs that import it: it shares no file with the program, and loads nothing of it.
const core = await bundle({
  entryPoints: ["src/core.ts"],
  format: "esm",
  splitting: true,
  chunkNames: "chunks/core-[name]-[hash]",
});

for (const [path, text] of [...packed, ...start.files, ...core.files.map(withRequire)]) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
await writeThirdPartyLicences([...program.inputs, ...core.inputs], `${fresh}/THIRD-PARTY-LICENSES.txt`);
await rm("dist", { recursive: true, force: true });
await rename(fresh, "dist");
