import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { addIamDataOptions } from "../effective/iam-data-options.ts";
import { addFileOptions, collect, examples } from "../../cli/options.ts";
import type { WhatCanOptions } from "./asked-keys.ts";

/** `kmspol what-can`: the keys that a principal may use. */
export const whatCanCommand = (app: App): Command =>
  addFileOptions(
    addIamDataOptions(
      new Command("what-can")
        .summary("the keys that this principal may use")
        .description(
          "Lists the keys of the account and Region that a principal may do something with, riskiest first: what, when, and by which statement. --region and --profile may be given several times.",
        )
        .argument(
          "<who>",
          "ARN, role/NAME, user/NAME, sso/NAME, account id, root-user:ID, service:NAME or me",
        )
        .argument("[action...]", "only these actions, such as kms:Decrypt")
        .option("--full", "show every key and every action")
        .optionsGroup("Which keys:")
        .option("--alias <glob>", "those with such an alias; * and ? are wildcards (repeatable)", collect)
        .option("--tag <key=value>", "those with this tag (repeatable: all of them)", collect)
        .option("--keys-from <file>", "those that a file names, one a line; - for standard input")
        .option(
          "--from <path>",
          "a policy file, a document with policies or a folder, instead of AWS (repeatable)",
          collect,
        ),
    ),
  )
    .addHelpText(
      "after",
      examples([
        ["kmspol what-can role/App", "every key of the account and Region that the role may use"],
        [
          "kmspol what-can role/App kms:Decrypt --iam-data iam.json",
          "what it may decrypt with, its IAM policies counted",
        ],
        ["kmspol what-can me --iam", "what your own credentials may do, and with which keys"],
        [
          "kmspol what-can role/App --from policies/ --account 111122223333 --iam-data iam.json",
          "the same from files alone; a file named after its key id tells the key's ARN",
        ],
      ]),
    )
    .action((principal: string, actions: string[], options: WhatCanOptions, command: Command) =>
      app.run(command, async (context) =>
        (await import("./run-what-can.ts")).runWhatCan(context, principal, actions, options),
      ),
    );
