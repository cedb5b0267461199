import type { Command } from "commander";
import type { App } from "./app.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol remove-admin`. */
export const removeAdminCommand = (app: App): Command =>
  documentVerb(app, {
    name: "remove-admin",
    summary: "take administration from users and roles",
    description: "Takes key administration from users and roles; what else they may do stays.",
    operand: { name: "principal", description: "user/NAME, role/NAME or ARN; - reads a list" },
    examples: [
      ["kmspol remove-admin alias/app role/Ops", "takes administration from the role"],
      ["kmspol remove-admin alias/app user/ana --dry-run", "shows what would change"],
    ],
    removesPrincipals: true,
    load: async () => (await import("../default-view/remove-admins.ts")).removeAdmins,
  });
