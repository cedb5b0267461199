import { type Command, InvalidArgumentError, Option } from "commander";
import type { App } from "../../cli/app.ts";
import { documentVerb } from "./document-verb.ts";
import type { ChangeFlags } from "../../cli/options.ts";

export interface DenyDeletionFlags extends ChangeFlags {
  readonly usedWithin?: number;
}

/** `kmspol deny-deletion`. */
export const denyDeletionCommand = (app: App): Command =>
  documentVerb<DenyDeletionFlags>(app, {
    name: "deny-deletion",
    summary: "keep administrators from deleting the key",
    description:
      "Takes scheduling and cancelling the deletion of the key from its administrators. With --used-within they keep it, and everybody is denied the deletion of a key that is in use.",
    examples: [
      ["kmspol deny-deletion alias/app", "takes it from them"],
      ["kmspol deny-deletion policy.json", "the same in a file"],
      ["kmspol deny-deletion alias/app --used-within 90", "no deletion within 90 days of the last use"],
    ],
    options: (command) =>
      command.addOption(
        new Option(
          "--used-within <days>",
          "deny it to everybody, but only so long after the key was last used",
        ).argParser(wholeNumber),
      ),
    load: async () => {
      const { denyDeletion } = await import("../../default-view/deny-deletion.ts");
      const { guardDeletion } = await import("../../default-view/deletion-guard.ts");
      return (document, operands, facts, { usedWithin }) =>
        usedWithin === undefined
          ? denyDeletion(document, operands, facts)
          : guardDeletion(document, usedWithin, facts);
    },
  });

const wholeNumber = (value: string): number => {
  if (/^[1-9]\d{0,3}$/.test(value) && Number(value) <= 3650) return Number(value);
  throw new InvalidArgumentError("It is a whole number of days, from 1 to 3650.");
};
