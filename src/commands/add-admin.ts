import type { Command } from "commander";
import type { App } from "./app.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol add-admin`. */
export const addAdminCommand = (app: App): Command =>
  documentVerb(app, {
    name: "add-admin",
    summary: "make users and roles key administrators",
    description: "Makes users and roles of the key's account key administrators.",
    operand: { name: "principal", description: "user/NAME, role/NAME or ARN; - reads a list" },
    examples: [
      ["kmspol add-admin alias/app role/Ops", "makes the role an administrator"],
      ["kmspol add-admin policy.json user/ana user/ben --account 111122223333", "the same in a file"],
    ],
    addsPrincipals: true,
    load: async () => (await import("../default-view/add-admins.ts")).addAdmins,
  });
