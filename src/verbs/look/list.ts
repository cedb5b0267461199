import { Command, Option } from "commander";
import { keyColumns } from "../../render/key-columns.ts";
import type { App } from "../../cli/app.ts";
import { columnList, keyOrder, keyState } from "./list-layout.ts";
import { collect, examples } from "../../cli/options.ts";
import type { ListOptions } from "./list-options.ts";

/** `kmspol list`: the keys of the account and Region. */
export const listCommand = (app: App): Command =>
  new Command("list")
    .summary("list the keys of the account and Region")
    .description(
      "Lists the keys of the account and Region: alias, id, state, spec, manager; or those of a document that holds key policies.",
    )
    .argument("[file]", "a document that holds key policies: lists its keys")
    .option("--alias <glob>", "only keys with such an alias; * and ? are wildcards (repeatable)", collect)
    .option("--tag <key=value>", "only keys with this tag (repeatable: all of them)", collect)
    .option("--customer-managed", "only the keys you manage (the default)")
    .option("--all-managers", "AWS managed keys too")
    .addOption(new Option("--state <state>", "only keys in this state (repeatable)").argParser(keyState))
    .addOption(
      new Option(
        "--columns <names>",
        `the columns of the table: ${Object.keys(keyColumns).join(",")}`,
      ).argParser(columnList),
    )
    .addOption(
      new Option("--sort <column>", "by this column; with a - before it the other way round").argParser(
        keyOrder,
      ),
    )
    .addOption(
      new Option("--output <form>", "table, json (as --json), or jsonl: one JSON object a line").choices([
        ...["table", "json", "jsonl"],
      ]),
    )
    .addHelpText(
      "after",
      examples([
        ["kmspol list", "lists your keys"],
        ["kmspol list --alias 'app-*' --tag env=prod", "lists those with such an alias and that tag"],
        ["kmspol list --columns alias,created,description --sort -created", "the newest keys first"],
        ["kmspol list --state PendingDeletion --columns alias,key,deletion", "what goes, and when"],
        ["kmspol list template.yaml", "lists the keys of a template, a plan, a manifest"],
        ["kmspol list --json | jq -r '.keys[].arn'", "prints their ARNs"],
      ]),
    )
    .action((file: string | undefined, options: ListOptions, command: Command) =>
      app.run(command, async (context) =>
        file === undefined
          ? (await import("./run-list.ts")).runList(context, options)
          : (await import("./run-list-file.ts")).runListFile(context, file, options),
      ),
    );
