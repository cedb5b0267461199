import { Command, Option } from "commander";
import type { App } from "../../cli/app.ts";
import { addIamDataOptions } from "../effective/iam-data-options.ts";
import { addFileOptions, examples } from "../../cli/options.ts";
import type { DiffOptions } from "./diff-options.ts";

/** `kmspol diff`: what changes from one policy to another. */
export const diffCommand = (app: App): Command =>
  addFileOptions(
    addIamDataOptions(
      new Command("diff")
        .summary("what changes from A to B: text, and who gains and loses what")
        .description(
          "Shows what changes from policy A to policy B: the text, and who gains and who loses what.",
        )
        .argument("<a>", "key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE")
        .argument(
          "[b]",
          "the same; without it a Terraform plan (before, after) or a CloudTrail file (step by step)",
        )
        .option("--text", "the text alone")
        .option("--access", "the access alone")
        .option("--exit-code", "exit with 1 where access differs (with --text: where the text does)")
        .addOption(new Option("--format <format>", "how to print it").choices(["text", "json", "markdown"]))
        .addOption(
          new Option(
            "--fail-on <what>",
            "exit with 1 where anybody gains access, or where anything changes",
          ).choices(["gained", "changed"]),
        )
        .option("--full", "show every line of long lists"),
    ),
  )
    .addHelpText(
      "after",
      examples([
        ["kmspol diff alias/app policy.json", "what would change if the file were put"],
        ["kmspol diff alias/app@{1} alias/app", "what the last change did"],
        [
          "kmspol diff plan.json --fail-on gained",
          "who gains and who loses what when Terraform applies a plan",
        ],
        ["kmspol diff template.yaml#AppKey alias/app", "whether the key is what the template says"],
        ["kmspol diff --access --exit-code old.json new.json", "fails where anybody gains or loses access"],
      ]),
    )
    .action((a: string, b: string | undefined, options: DiffOptions, command: Command) =>
      app.run(command, async (context) => (await import("./run-diff.ts")).runDiff(context, a, b, options)),
    );
