// A reporter of Stryker: notes what became of each fault as soon as it was tried, a line each, so that a run that is stopped has told.
import { appendFileSync } from "node:fs";
import { relative } from "node:path";
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

const reporter = {
  onMutantTested: ({ fileName, location, replacement, status }) =>
    appendFileSync(
      process.env.KMSPOL_MUTANTS_TRIED,
      `${JSON.stringify({ file: relative("", fileName), location, replacement, status })}\n`,
    ),
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Reporter, "each", reporter)];
