import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { examples } from "../../cli/options.ts";
import type { HistoryFlags } from "./run-history.ts";

/** `kmspol history`: the changes made to a target, newest first. */
export const historyCommand = (app: App): Command =>
  new Command("history")
    .summary("the changes made, newest first")
    .description(
      "Lists the changes that kmspol made to this policy from this machine, newest first; with --cloudtrail those of others too.",
    )
    .argument("<target>", "key id, ARN, alias/NAME or policy file")
    .option("--cloudtrail", "add what CloudTrail has seen from elsewhere (90 days)")
    .addHelpText(
      "after",
      examples([
        ["kmspol history alias/app", "who changed what, when and why"],
        ["kmspol history alias/app --cloudtrail", "what the console, Terraform and colleagues changed too"],
        ["kmspol diff alias/app@{1} alias/app", "what the last change did"],
      ]),
    )
    .action((target: string, flags: HistoryFlags, command: Command) =>
      app.run(command, async (context) =>
        (await import("./run-history.ts")).runHistory(context, target, flags),
      ),
    );
