import { target } from "../../cli/operand.ts";
import { changeFlags } from "../../cli/options.ts";
import type { EditFlags } from "./edit-start.ts";
import type { Verb } from "../verb.ts";

/** `kmspol edit`: the policy in the user's editor. */
export const editVerb: Verb<[target: string], EditFlags> = {
  name: "edit",
  group: "Change:",
  summary: "open the policy in your editor",
  description:
    "Opens the policy in your editor. When you save and leave it, the result is checked, what changes is shown, and you are asked.",
  operands: [target("key id, ARN, alias/NAME or policy file")],
  flags: {
    editor: {
      words: "--editor <command>",
      does: "instead of $KMSPOL_EDITOR, $VISUAL, $EDITOR, git's core.editor",
    },
    from: { words: "--from <file>", does: "begin with the text of this file, such as one that was kept" },
    format: { words: "--format <format>", does: "edit it as JSON or as YAML", choices: ["json", "yaml"] },
    ...changeFlags,
  },
  examples: [
    ["kmspol edit alias/app", "opens the policy of alias/app"],
    ['kmspol edit alias/app --editor "code --wait" --format yaml', "as YAML, in another editor"],
    ["kmspol edit alias/app --from policy.jsonc", "goes on with a text that was kept, errors and all"],
  ],
  kind: "changes",
  json: "change",
  menu: { place: 12, section: "Text", label: "Edit as text", about: "open the policy in your editor" },
  load: async () => ({ run: (await import("./run-edit.ts")).runEdit }),
};
