import { availableParallelism } from "node:os";
import { readFile } from "node:fs/promises";
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

export default defineConfig({
  plugins: [wasmBytes],
  test: {
    server: { deps: { inline: [/\.wasm$/] } },
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Each test waits for programs it runs as long as it computes, so no core is left aside.
    maxWorkers: availableParallelism(),
  },
});
