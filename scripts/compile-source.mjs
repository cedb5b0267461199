// src/ as plain modules, a file each, for the tests: Node loads and runs them by itself. Vite's own way, for each worker anew, takes several times as long.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { reportPage } from "./report-page.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "src");
/** What this script makes of it is another thing than what an earlier one made. */
const edition = createHash("sha256")
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest("hex")
  .slice(0, 8);
const compiled = join(root, "node_modules", ".cache", "kmspol", edition, "src");

/** The module that a file of src/ (an absolute path) has become; undefined for any other file. */
export const compiledOf = (path) =>
  path.startsWith(source + sep) && path.endsWith(".ts")
    ? join(compiled, relative(source, path)).replace(/\.ts$/, ".mjs")
    : undefined;

/** Each file stays a file of its own, and imports the others as what they have become. */
const apart = {
  name: "apart",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, kind }) =>
      kind === "entry-point" ? undefined : { path: path.replace(/\.ts$/, ".mjs"), external: true },
    );
    onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => ({
      path: createRequire(join(resolveDir, "here.js")).resolve(path),
      namespace: "wasm",
    }));
    onLoad({ filter: /.*/, namespace: "wasm" }, ({ path }) => ({
      contents: `import { readFileSync } from "node:fs";\nexport default new Uint8Array(readFileSync(${JSON.stringify(path)}));`,
    }));
  },
};

const filesBelow = (folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name));

/** What each module was made of, by the hash of its source: an age tells less, where files are unpacked or put back. */
const notes = join(compiled, "..", "made-of.json");

const madeOf = () => {
  try {
    return JSON.parse(readFileSync(notes, "utf8"));
  } catch {
    // None yet, or a torn one: everything is compiled.
    return {};
  }
};

const hashOf = (path) => createHash("sha256").update(readFileSync(path)).digest("base64");

/** Written beside and moved: whoever runs tests meanwhile never meets half a module. */
const write = (path, contents) => {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, contents);
  renameSync(beside, path);
};

/** The report's page lies in its module, and is made of files that are looked at each time. */
const isMadeOfMore = (path) => /[\\/]report[\\/]html\.ts$/.test(path);

/** Compiles what is new, or another one, since the last time. */
export const compileSource = async () => {
  mkdirSync(compiled, { recursive: true });
  const files = filesBelow(source).filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"));
  const hashes = Object.fromEntries(files.map((path) => [relative(source, path), hashOf(path)]));
  const modules = new Set(files.map(compiledOf));
  const there = new Set(filesBelow(compiled).filter((path) => path.endsWith(".mjs")));
  for (const path of there) if (!modules.has(path)) rmSync(path);
  const before = madeOf();
  const isStale = (path) => {
    const name = relative(source, path);
    return before[name] !== hashes[name] || !there.has(compiledOf(path)) || isMadeOfMore(path);
  };
  const { outputFiles } = await build({
    entryPoints: files.filter(isStale),
    outdir: compiled,
    outbase: source,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    treeShaking: false,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20.17",
    sourcemap: "inline",
    sourcesContent: false,
    plugins: [reportPage, apart],
    logLevel: "warning",
  });
  for (const { path, contents } of outputFiles) write(path, contents);
  write(notes, JSON.stringify(hashes));
};
