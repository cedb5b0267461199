import { Command, Option } from "commander";
import type { App } from "../../cli/app.ts";
import { addChangeOptions, examples } from "../../cli/options.ts";
import type { UndoFlags } from "./run-undo.ts";

/** `kmspol undo`: puts back what the last change replaced. */
export const undoCommand = (app: App): Command =>
  addChangeOptions(
    new Command("undo")
      .summary("put back what the last change replaced")
      .description("Puts back what the last change of kmspol replaced; what others changed since then stays.")
      .argument("<target>", "key id, ARN, alias/NAME or policy file")
      .option("--to <change>", "back to the policy that this change left (see kmspol history)")
      .addOption(
        new Option("--change <change>", "take back this change alone; later ones stay").conflicts("to"),
      ),
  )
    .addHelpText(
      "after",
      examples([
        ["kmspol undo alias/app", "takes the last change back; a second undo redoes it"],
        ["kmspol undo alias/app --to 3f2a", "back to what change 3f2a left"],
      ]),
    )
    .action((target: string, flags: UndoFlags, command: Command) =>
      app.run(command, async (context) => (await import("./run-undo.ts")).runUndo(context, target, flags)),
    );
