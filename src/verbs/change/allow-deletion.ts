import type { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol allow-deletion`. */
export const allowDeletionCommand = (app: App): Command =>
  documentVerb(app, {
    name: "allow-deletion",
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
    load: async () => (await import("../../default-view/allow-deletion.ts")).allowDeletion,
  });
