import { changeFlags } from "../../cli/options.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol allow-deletion`. */
export const allowDeletionVerb = documentVerb({
  name: "allow-deletion",
  group: "Administer and use:",
  summary: "let administrators delete the key",
  description:
    "Lets the key administrators schedule and cancel the deletion of the key, and takes back what deny-deletion --used-within did.",
  examples: [
    ["kmspol allow-deletion alias/app", "lets them"],
    [
      "kmspol allow-deletion alias/app --yes --reason 'decommissioned in June'",
      "without a question, with a reason for the history",
    ],
  ],
  flags: changeFlags,
  menu: {
    place: 5,
    section: "Administrators",
    label: "Allow deletion",
    about: "let administrators delete the key",
    fits: ({ adminsMayDelete }) => !adminsMayDelete,
  },
  edit: async () => (await import("../../default-view/allow-deletion.ts")).allowDeletion,
});
