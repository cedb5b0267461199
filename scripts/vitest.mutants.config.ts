import { defineConfig } from "vitest/config";
import base from "../vitest.config.ts";

/** The tests that are run for each fault that the mutation tester puts in: those of `scripts/mutants.mjs`, in one process. */
const include = (process.env["KMSPOL_MUTANT_TESTS"] ?? "test/change/**/*.test.ts").split(",");

/**
 * They take seconds each: at hundreds of faults too long, and what they notice is noticed by others, too. The first one
 * reads the source itself, which is long with faults in it.
 */
const exclude = [
  "test/architecture.test.ts",
  "test/**/*{fuzz,properties,property,corpus*,every-policy,random-policy}.test.ts",
  "test/verbs/parses.test.ts",
  "test/change/sandbox-road.test.ts",
  "test/change/race.test.ts",
  "test/check/effort.test.ts",
  // A thread has no standard error of its own that a program could be given, no umask, and no home but the process's.
  "test/adapters/{editor,programs,history,private-files,find-upwards}.test.ts",
];

export default defineConfig({
  plugins: base.plugins ?? [],
  test: {
    include,
    exclude,
    globalSetup: ["test/support/temporary-folder.ts"],
    setupFiles: ["test/support/seed.ts"],
    server: { deps: { inline: [/\.wasm$/, /@actions\//] } },
    isolate: false,
    testTimeout: 60_000,
  },
});
