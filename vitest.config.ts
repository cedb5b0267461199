import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Each test waits for programs it runs as long as it computes, so no core is left aside.
    maxWorkers: availableParallelism(),
  },
});
