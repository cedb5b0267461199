import type { Command } from "commander";
import type { App } from "./app.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol revoke-account`. */
export const revokeAccountCommand = (app: App): Command =>
  documentVerb(app, {
    name: "revoke-account",
    summary: "take access from other accounts",
    description:
      "Takes other accounts out of the policy; their users and roles that are named one by one stay, and are told.",
    operand: { name: "account", description: "12-digit account id; - reads a list" },
    examples: [
      ["kmspol revoke-account alias/app 444455556666", "takes the account out"],
      ["kmspol revoke-account alias/app 444455556666 --dry-run", "shows what would change"],
    ],
    load: async () => (await import("../default-view/revoke-accounts.ts")).revokeAccounts,
  });
