import type { Command } from "commander";
import type { App } from "./app.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol deny-deletion`. */
export const denyDeletionCommand = (app: App): Command =>
  documentVerb(app, {
    name: "deny-deletion",
    summary: "keep administrators from deleting the key",
    description: "Takes scheduling and cancelling the deletion of the key from its administrators.",
    examples: [
      ["kmspol deny-deletion alias/app", "takes it from them"],
      ["kmspol deny-deletion policy.json", "the same in a file"],
    ],
    load: async () => (await import("../default-view/deny-deletion.ts")).denyDeletion,
  });
