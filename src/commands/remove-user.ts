import type { Command } from "commander";
import type { App } from "./app.ts";
import { documentVerb } from "./document-verb.ts";
import { onlyOption, type OnlyFlags } from "./only-option.ts";
import type { ChangeFlags } from "./options.ts";

export interface RemoveUserFlags extends ChangeFlags, OnlyFlags {}

/** `kmspol remove-user`. */
export const removeUserCommand = (app: App): Command =>
  documentVerb<RemoveUserFlags>(app, {
    name: "remove-user",
    summary: "take use of the key from principals",
    description:
      "Takes use of the key from principals; what else they may do stays. With --only no more than that is taken.",
    operand: { name: "principal", description: "user/NAME, role/NAME or ARN; - reads a list" },
    examples: [
      ["kmspol remove-user alias/app role/App", "takes use from the role"],
      ["kmspol remove-user alias/app role/App --yes --json", "in a script"],
      ["kmspol remove-user alias/app role/App --only decrypt", "takes decryption, and leaves the rest"],
    ],
    options: (command) => command.addOption(onlyOption("take just this")),
    removesPrincipals: true,
    load: async () => {
      const { removeUsers } = await import("../default-view/remove-users.ts");
      return (document, operands, facts, { only }) => removeUsers(document, operands, facts, { only });
    },
  });
