import { Command, Option } from "commander";
import type { App } from "../../cli/app.ts";
import { addChangeOptions, examples } from "../../cli/options.ts";
import type { EditFlags } from "./edit-start.ts";

/** `kmspol edit`: the policy in the user's editor. */
export const editCommand = (app: App): Command =>
  addChangeOptions(
    new Command("edit")
      .summary("open the policy in your editor")
      .description(
        "Opens the policy in your editor. When you save and leave it, the result is checked, what changes is shown, and you are asked.",
      )
      .argument("<target>", "key id, ARN, alias/NAME or policy file")
      .option("--editor <command>", "instead of $KMSPOL_EDITOR, $VISUAL, $EDITOR, git's core.editor")
      .option("--from <file>", "begin with the text of this file, such as one that was kept")
      .addOption(new Option("--format <format>", "edit it as JSON or as YAML").choices(["json", "yaml"])),
  )
    .addHelpText(
      "after",
      examples([
        ["kmspol edit alias/app", "opens the policy of alias/app"],
        ['kmspol edit alias/app --editor "code --wait" --format yaml', "as YAML, in another editor"],
        ["kmspol edit alias/app --from policy.jsonc", "goes on with a text that was kept, errors and all"],
      ]),
    )
    .action((target: string, flags: EditFlags, command: Command) =>
      app.run(command, async (context) => (await import("./run-edit.ts")).runEdit(context, target, flags)),
    );
