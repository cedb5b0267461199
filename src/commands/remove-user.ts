import type { Command } from "commander";
import type { App } from "./app.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol remove-user`. */
export const removeUserCommand = (app: App): Command =>
  documentVerb(app, {
    name: "remove-user",
    summary: "take use of the key from principals",
    description: "Takes use of the key from principals; what else they may do stays.",
    operand: { name: "principal", description: "user/NAME, role/NAME or ARN; - reads a list" },
    examples: [
      ["kmspol remove-user alias/app role/App", "takes use from the role"],
      ["kmspol remove-user alias/app role/App --yes --json", "in a script"],
    ],
    removesPrincipals: true,
    load: async () => (await import("../default-view/remove-users.ts")).removeUsers,
  });
