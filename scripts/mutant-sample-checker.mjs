import { PluginKind, declareValuePlugin } from "@stryker-mutator/api/plugin";
import { readFileSync } from "node:fs";
import { nameOfFault } from "./mutant-sample.mjs";

const drawn = new Set(JSON.parse(readFileSync(process.env.KMSPOL_MUTANT_SAMPLE, "utf8")));

/** Leaves out the faults that lie within the stretch of one that was drawn, and were not drawn themselves. */
const sampleChecker = {
  init: async () => {},
  check: async (mutants) => {
    return Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        drawn.has(nameOfFault(mutant))
          ? { status: "passed" }
          : { status: "compileError", reason: "not drawn" },
      ]),
    );
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Checker, "sample", sampleChecker)];
