import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { addFileOptions, examples } from "../../cli/options.ts";
import type { ShowOptions } from "./run-show.ts";

/** `kmspol show`: the default view. */
export const showCommand = (app: App): Command =>
  addFileOptions(
    new Command("show")
      .summary("administrators, users, accounts: the console's default view")
      .description(
        "Shows who administers the key, who uses it, which accounts and services share it, and what else the policy says.",
      )
      .argument("<target>", "key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE")
      .option("--grants", "list the key's grants too"),
  )
    .addHelpText(
      "after",
      examples([
        ["kmspol show alias/app", "what a person wants to see first"],
        ["kmspol show policy.json --account 111122223333 --json", "a file, for a machine"],
      ]),
    )
    .action((target: string, options: ShowOptions, command: Command) =>
      app.run(command, async (context) => (await import("./run-show.ts")).runShow(context, target, options)),
    );
