import { InvalidArgumentError } from "commander";
import { documentVerb } from "./document-verb.ts";
import { changeFlags, type ChangeFlags } from "../../cli/options.ts";

export interface DenyDeletionFlags extends ChangeFlags {
  readonly usedWithin?: number;
}

const wholeNumber = (value: string): number => {
  if (/^[1-9]\d{0,3}$/.test(value) && Number(value) <= 3650) return Number(value);
  throw new InvalidArgumentError("It is a whole number of days, from 1 to 3650.");
};

/** `kmspol deny-deletion`. */
export const denyDeletionVerb = documentVerb<DenyDeletionFlags>({
  name: "deny-deletion",
  group: "Administer and use:",
  summary: "keep administrators from deleting the key",
  description:
    "Takes scheduling and cancelling the deletion of the key from its administrators. With --used-within they keep it, and everybody is denied the deletion of a key that is in use.",
  examples: [
    ["kmspol deny-deletion alias/app", "takes it from them"],
    ["kmspol deny-deletion policy.json", "the same in a file"],
    ["kmspol deny-deletion alias/app --used-within 90", "no deletion within 90 days of the last use"],
  ],
  flags: {
    usedWithin: {
      words: "--used-within <days>",
      does: "deny it to everybody, but only so long after the key was last used",
      read: wholeNumber,
    },
    ...changeFlags,
  },
  menu: {
    place: 6,
    section: "Administrators",
    label: "Deny deletion",
    about: "no longer let administrators delete the key",
    fits: ({ adminsMayDelete }) => adminsMayDelete,
  },
  edit: async () => {
    const { denyDeletion } = await import("../../default-view/deny-deletion.ts");
    const { guardDeletion } = await import("../../default-view/deletion-guard.ts");
    return (document, operands, facts, { usedWithin }) =>
      usedWithin === undefined
        ? denyDeletion(document, operands, facts)
        : guardDeletion(document, usedWithin, facts);
  },
});
