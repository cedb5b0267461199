import { Command, Option } from "commander";
import type { App } from "./app.ts";
import { addFileOptions, collect, examples, type FileOptions } from "./options.ts";

export interface CheckOptions extends FileOptions {
  readonly format?: "text" | "json";
  readonly failOn: FailOn;
  readonly ignore?: readonly string[];
}

export type FailOn = "error" | "security" | "warning" | "suggestion" | "never";

const thresholds: readonly FailOn[] = ["error", "security", "warning", "suggestion", "never"];

/** `kmspol check`: the faults of policies. */
export const checkCommand = (app: App): Command =>
  addFileOptions(
    new Command("check")
      .summary("find the faults of a policy")
      .description("Reports what is wrong with a policy: where, why it matters, and what to write instead.")
      .argument("<target...>", "key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE")
      .addOption(new Option("--format <format>", "how to print the findings").choices(["text", "json"]))
      .addOption(
        new Option("--fail-on <severity>", "exit with 1 from this severity on")
          .choices(thresholds)
          .default("error"),
      )
      .option("--ignore <code>", "leave out findings with this code (repeatable)", collect),
  )
    .addHelpText(
      "after",
      examples([
        [
          "kmspol check policy.json --account 111122223333",
          "checks a file, as the policy of that account's key",
        ],
        [
          "kmspol check policies/*.json --fail-on warning",
          "fails a build where there is as much as a warning",
        ],
      ]),
    )
    .action((targets: string[], options: CheckOptions, command: Command) =>
      app.run(command, async (context) =>
        (await import("./run-check.ts")).runCheck(context, targets, options),
      ),
    );
