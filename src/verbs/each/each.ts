import { Command, Option } from "commander";
import type { App, RunLine } from "../../cli/app.ts";
import { collect, examples } from "../../cli/options.ts";
import type { EachFlags } from "./each-flags.ts";

/** `kmspol each`: the same verb on many keys. `again` runs one more command line. */
export const eachCommand = (app: App, again: RunLine): Command =>
  new Command("each")
    .summary("the same verb on many keys")
    .description(
      "Runs one verb on every key selected: looks at all of them first, shows one summary, asks once, then writes. After -- stands the verb as always, its target left out. --region and --profile may be given several times. A key that fails stops no other.",
    )
    .usage("[flags] -- VERB ARGS")
    .argument("[words...]", "the verb and its operands, without the target")
    .optionsGroup("Which keys:")
    .option("--all", "every customer managed key of the account and Region")
    .option("--alias <glob>", "those with such an alias; * and ? are wildcards (repeatable)", collect)
    .option("--tag <key=value>", "those with this tag (repeatable: all of them)", collect)
    .option("--keys-from <file>", "those that a file names, one a line; - for standard input")
    .optionsGroup("How:")
    .option("--dry-run", "show what would change, write nothing")
    .option("-y, --yes", "do not ask")
    .option("--full", "show every line of long lists")
    .option("--reason <text>", "why, kept in the history of each key")
    .addOption(
      new Option("--resume <run>", "go on with what a run has not done").conflicts([
        ...["undo", "all", "alias", "tag", "keysFrom", "reason"],
      ]),
    )
    .addOption(
      new Option("--undo <run>", "put back all that a run changed").conflicts([
        "all",
        "alias",
        "tag",
        "keysFrom",
      ]),
    )
    .addOption(
      new Option("--runs", "the runs of this machine: when, what, how far").conflicts([
        ...["resume", "undo", "all", "alias", "tag", "keysFrom", "reason", "yes", "dryRun"],
      ]),
    )
    .addHelpText(
      "after",
      examples([
        ["kmspol each --alias 'app-*' -- add-user role/App", "the role may use them all"],
        [
          "kmspol each --all --region eu-west-1 --region us-east-1 -- check",
          "checks every key of two Regions",
        ],
        ["kmspol each --all --dry-run -- prune", "what would go"],
        ["kmspol each --undo 3f2a9c01", "puts a whole run back"],
      ]),
    )
    .action((_words: readonly string[], flags: EachFlags, command: Command) =>
      app.run(command, async (context) => (await import("./run-each.ts")).runEach({ context, again, flags })),
    );
