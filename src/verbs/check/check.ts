import { Command, Option } from "commander";
import type { App } from "../../cli/app.ts";
import { addChangeOptions, collect, examples } from "../../cli/options.ts";
import type { CheckFlags, FailOn } from "./check-flags.ts";

const thresholds: readonly FailOn[] = ["error", "security", "warning", "suggestion", "never"];

/** `kmspol check`: the faults of policies. */
export const checkCommand = (app: App): Command =>
  addChangeOptions(
    new Command("check")
      .summary("find the faults of a policy")
      .description(
        "Reports what is wrong with a policy: where, why it matters, and what to write instead. A finding that you live with is accepted, with a reason, in .kmspolrc.json or in a comment: // kmspol-accept CODE: reason",
      )
      .argument("<target...>", "key id, ARN, alias/NAME, policy file, folder of them, -, or TARGET@CHANGE")
      .addOption(
        new Option("--format <format>", "how to print the findings").choices([
          "text",
          "json",
          "sarif",
          "github",
          "gitlab",
          "junit",
          "markdown",
        ]),
      )
      .addOption(
        new Option("--fail-on <severity>", "exit with 1 from this severity on")
          .choices(thresholds)
          .default("error"),
      )
      .option("--ignore <code>", "leave out findings with this code (repeatable)", collect)
      .option("--config <file>", "accepted findings, instead of the .kmspolrc.json above the file")
      .option("--fix", "mend what has one safe answer, through the same review as every change"),
  )
    .addHelpText(
      "after",
      examples([
        [
          "kmspol check policy.json --account 111122223333",
          "checks a file, as the policy of that account's key",
        ],
        [
          "kmspol check policies/ --fail-on warning",
          "fails a build where a policy below has a warning or worse",
        ],
        [
          "kmspol check policies/ --format sarif > kmspol.sarif",
          "for GitHub code scanning and other viewers",
        ],
        [
          "kmspol check policies/ --format gitlab > gl-code-quality-report.json",
          "for the widget of a GitLab merge request; junit is for Jenkins and others",
        ],
        [
          "kmspol check alias/app --fix",
          "mends misspelt actions, deleted principals and the like, after you say yes",
        ],
      ]),
    )
    .action((targets: string[], flags: CheckFlags, command: Command) =>
      app.run(command, async (context) => (await import("./run-check.ts")).runCheck(context, targets, flags)),
    );
