import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { addChangeOptions, type ChangeFlags, examples } from "../../cli/options.ts";

/** `kmspol put`: puts a file's policy. */
export const putCommand = (app: App): Command =>
  addChangeOptions(
    new Command("put")
      .summary("put a file's policy")
      .description("Replaces the policy by a file's, after showing what changes.")
      .argument("<target>", "key id, ARN, alias/NAME or policy file")
      .argument("<file>", "JSON, JSONC or YAML; - for standard input"),
  )
    .addHelpText(
      "after",
      examples([
        ["kmspol put alias/app policy.json", "shows what changes, asks, writes and verifies"],
        ["kmspol put alias/app policy.yaml --dry-run", "shows what would change"],
        ["generate-policy | kmspol put alias/app - --yes --json", "in a script"],
      ]),
    )
    .action((target: string, file: string, flags: ChangeFlags, command: Command) =>
      app.run(command, async (context) =>
        (await import("./run-put.ts")).runPut(context, target, file, flags),
      ),
    );
