import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { examples } from "../../cli/options.ts";
import type { CollectFlags } from "./run-collect.ts";

/** `kmspol collect`: keeps what AWS says of accounts and their organization, for --iam-data. */
export const collectCommand = (app: App): Command =>
  new Command("collect")
    .summary("keep what IAM and the organization say, for --iam-data")
    .description(
      "Reads the users, roles, groups and policies of the account of each --profile (repeatable), and with --org the organization's policies, into files of a folder that --iam-data takes. The files are private (0600). What could not be read is told, and noted in the folder. Nothing is changed at AWS.",
    )
    .argument("<dir>", "the folder; a new one is made, private (0700)")
    .option("--org", "the organization, too: its tree and its policies")
    .addHelpText(
      "after",
      examples([
        ["kmspol collect iam", "the account of the credentials in use"],
        [
          "kmspol collect iam --profile prod --profile partner --profile management --org",
          "three accounts, and the organization as its management account tells it",
        ],
        ["kmspol who-can alias/app kms:Decrypt --iam-data iam", "the people, from what was kept"],
      ]),
    )
    .action((dir: string, flags: CollectFlags, command: Command) =>
      app.run(command, async (context) => (await import("./run-collect.ts")).runCollect(context, dir, flags)),
    );
