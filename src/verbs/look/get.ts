import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { addFileOptions, examples } from "../../cli/options.ts";
import type { GetOptions } from "./run-get.ts";

/** `kmspol get`: the policy's text. */
export const getCommand = (app: App): Command =>
  addFileOptions(
    new Command("get")
      .summary("print the policy, exactly as it is")
      .description("Prints the policy's text, exactly as KMS returned it.")
      .argument("<target>", "key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE")
      .option("--out <file>", "write it to a file instead"),
  )
    .addHelpText(
      "after",
      examples([
        ["kmspol get alias/app", "prints the policy"],
        ["kmspol get alias/app --out policy.json", "writes it to a file, byte for byte"],
        ["kmspol get alias/app@{1}", "prints what it was before the last change"],
      ]),
    )
    .action((target: string, options: GetOptions, command: Command) =>
      app.run(command, async (context) => (await import("./run-get.ts")).runGet(context, target, options)),
    );
