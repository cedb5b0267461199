import { availableParallelism } from "node:os";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compiledOf, compileSource } from "./scripts/compile-source.mjs";
import { reportPageModule } from "./scripts/report-page.mjs";
import { defineConfig, type Plugin } from "vitest/config";

/** Compiled code is imported as its bytes, as in the bundle. */
const wasmBytes: Plugin = {
  name: "wasm-bytes",
  enforce: "pre",
  load: async (id) =>
    id.endsWith(".wasm")
      ? `export default new Uint8Array(Buffer.from("${await readFile(id, "base64")}", "base64"));`
      : undefined,
};

/** The script and the style of the report's page, bundled as in the build. */
const reportPage: Plugin = {
  name: "report-page",
  resolveId: (id) => (id === "report-page" ? "\0report-page" : undefined),
  load: async (id) => (id === "\0report-page" ? reportPageModule() : undefined),
};

/** What a test imports of src/ is the compiled module, which Node loads by itself. */
const compiledSource: Plugin = {
  name: "compiled-source",
  enforce: "pre",
  resolveId: (id, importer = "") => {
    const path = id.startsWith("file:") ? fileURLToPath(id) : resolve(dirname(importer), id);
    const module = compiledOf(path);
    return module === undefined ? undefined : { id: module, external: true };
  },
};

/**
 * Vite compiles and links each module for each worker anew: that is what it needs to run tests again when a file changes, or with a fault put in.
 * `vitest run` does neither.
 */
const runsOnce = process.argv.includes("run");
if (runsOnce) await compileSource();

/**
 * They count steps by V8's own profiler, which makes whatever else runs in their process slow. All others share a process a
 * worker, which loads the program once.
 */
const counting = ["test/check/effort.test.ts", "test/verbs/parses.test.ts"];

/**
 * A third of a second and more a test, 4 % of all, and longer than all others together: `npm run test:slow`. They start programs (on
 * terminals, killed at each point, as packages, in a browser), wait, count steps, or are large products and properties.
 */
const slow = [
  "test/access/compare-access.properties.test.ts",
  "test/access/effective/{effective,services,whole-story}.properties.test.ts",
  "test/adapters/terminal.test.ts",
  "test/change/sandbox-road.test.ts",
  "test/container/every-verb.test.ts",
  "test/default-view/asked-roles.test.ts",
  "test/faults/*.test.ts",
  "test/hostile/umask.test.ts",
  "test/language-server/bad-input.test.ts",
  "test/other-half/{multi-region,stories}.test.ts",
  "test/moto/moto.test.ts",
  "test/package/{ci-files,package,recipes,schemas,start}.test.ts",
  "test/races/*.test.ts",
  "test/sandbox/{run,who-can-proof}.test.ts",
  "test/scenarios/scenarios.test.ts",
  "test/start/{compiled-code,module-loader}.test.ts",
  "test/terminal/{each-stopped,going-back,history,hostile-completion,kept,leaving,long-lists,menu,mfa,pager}.test.ts",
  "test/terminal/{plain-terminals,progress,review,series,shells,size,stopped,tutorial,typed-ahead,unfinished}.test.ts",
  "test/use/stories.test.ts",
  "test/verbs/{completion,less-than-a-role,report-browser}.test.ts",
];

/** Milliseconds; a test of the long form may take minutes by itself. */
const patience = process.env["KMSPOL_LONG"] === "1" ? 1_800_000 : 300_000;

export default defineConfig({
  plugins: runsOnce ? [compiledSource] : [wasmBytes, reportPage],
  test: {
    // The parser of workflows imports its tables as Vite does, not as Node does.
    server: { deps: { inline: [/\.wasm$/, /@actions\//] } },
    // Nothing rests on a time-out: they are there for what never ends, on a machine that does ten other things.
    testTimeout: patience,
    hookTimeout: patience,
    pool: "forks",
    globalSetup: ["test/support/temporary-folder.ts"],
    setupFiles: ["test/support/seed.ts", "test/support/as-it-was.ts"],
    // Each test waits for programs it runs, and for what takes its time, as long as it computes: half as many again as there are cores, so that none idles.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    projects: [
      {
        extends: true,
        test: {
          ...{ name: "quick", include: ["test/**/*.test.ts"], exclude: [...counting, ...slow] },
          isolate: false,
        },
      },
      { extends: true, test: { name: "slow", include: slow, isolate: false } },
      { extends: true, test: { name: "counting", include: counting } },
    ],
  },
});
