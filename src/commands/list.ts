import { Command } from "commander";
import type { App } from "./app.ts";
import { collect, examples } from "./options.ts";

export interface ListOptions {
  readonly alias?: readonly string[];
  readonly tag?: readonly string[];
  readonly allManagers?: boolean;
}

/** `kmspol list`: the keys of the account and Region. */
export const listCommand = (app: App): Command =>
  new Command("list")
    .summary("list the keys of the account and Region")
    .description("Lists the keys of the account and Region: alias, id, state, spec, manager.")
    .option("--alias <glob>", "only keys with such an alias; * and ? are wildcards (repeatable)", collect)
    .option("--tag <key=value>", "only keys with this tag (repeatable: all of them)", collect)
    .option("--customer-managed", "only the keys you manage (the default)")
    .option("--all-managers", "AWS managed keys too")
    .addHelpText(
      "after",
      examples([
        ["kmspol list", "lists your keys"],
        ["kmspol list --alias 'app-*' --tag env=prod", "lists those with such an alias and that tag"],
        ["kmspol list --json | jq -r '.keys[].arn'", "prints their ARNs"],
      ]),
    )
    .action((options: ListOptions, command: Command) =>
      app.run(command, async (context) => (await import("./run-list.ts")).runList(context, options)),
    );
