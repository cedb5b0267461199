import { target } from "../../cli/operand.ts";
import { changeFlags } from "../../cli/options.ts";
import type { UndoFlags } from "./run-undo.ts";
import type { Verb } from "../verb.ts";

/** `kmspol undo`: puts back what the last change replaced. */
export const undoVerb: Verb<[target: string], UndoFlags> = {
  name: "undo",
  group: "Change:",
  summary: "put back what the last change replaced",
  description: "Puts back what the last change of kmspol replaced; what others changed since then stays.",
  operands: [target("key id, ARN, alias/NAME or policy file")],
  flags: {
    to: { words: "--to <change>", does: "back to the policy that this change left (see kmspol history)" },
    change: { words: "--change <change>", does: "take back this change alone; later ones stay", not: ["to"] },
    ...changeFlags,
  },
  examples: [
    ["kmspol undo alias/app", "takes the last change back; a second undo redoes it"],
    ["kmspol undo alias/app --to 3f2a", "back to what change 3f2a left"],
  ],
  kind: "changes",
  json: "change",
  many: { takes: "each key" },
  menu: { place: 19, section: "History", label: "Undo", about: "put back what the last change replaced" },
  load: async () => (await import("./run-undo.ts")).undo,
};
