import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { addIamDataOptions } from "../effective/iam-data-options.ts";
import { addFileOptions, examples } from "../../cli/options.ts";
import type { WhoCanOptions } from "./run-who-can.ts";

/** `kmspol who-can`: everybody that the policy lets do something. */
export const whoCanCommand = (app: App): Command =>
  addFileOptions(
    addIamDataOptions(
      new Command("who-can")
        .summary("everyone who may do something, and when")
        .description("Lists every principal with its actions and the conditions on them, riskiest first.")
        .argument("<target>", "key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE")
        .argument("[action...]", "only these actions, such as kms:Decrypt")
        .option("--grants", "list the key's grants beside it")
        .option("--full", "show every line and every action"),
    ),
  )
    .addHelpText(
      "after",
      examples([
        ["kmspol who-can alias/app", "everyone, with what they may do"],
        ["kmspol who-can alias/app kms:Decrypt --grants", "who may decrypt, by policy or by grant"],
      ]),
    )
    .action((target: string, actions: string[], options: WhoCanOptions, command: Command) =>
      app.run(command, async (context) =>
        (await import("./run-who-can.ts")).runWhoCan(context, target, actions, options),
      ),
    );
