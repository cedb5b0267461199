import type { Command } from "commander";
import type { App } from "./app.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol add-user`. */
export const addUserCommand = (app: App): Command =>
  documentVerb(app, {
    name: "add-user",
    summary: "make principals key users",
    description: "Makes principals key users: use of the key, and grants for AWS services on their behalf.",
    operand: { name: "principal", description: "user/NAME, role/NAME, ARN or account id; - reads a list" },
    examples: [
      ["kmspol add-user alias/app role/App", "lets the role use the key"],
      ["kmspol add-user policy.json role/App --account 111122223333", "the same in a file"],
      ["kmspol add-user alias/app - < roles.txt", "a role a line"],
    ],
    addsPrincipals: true,
    load: async () => (await import("../default-view/add-users.ts")).addUsers,
  });
