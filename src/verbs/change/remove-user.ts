import type { Command } from "commander";
import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import type { App } from "../../cli/app.ts";
import { documentVerb } from "./document-verb.ts";
import { addLimitOptions } from "./limit-options.ts";
import { onlyOption, type OnlyFlags } from "./only-option.ts";
import type { ChangeFlags } from "../../cli/options.ts";

export interface RemoveUserFlags extends ChangeFlags, OnlyFlags, LimitFlags {}

/** `kmspol remove-user`. */
export const removeUserCommand = (app: App): Command =>
  documentVerb<RemoveUserFlags>(app, {
    name: "remove-user",
    summary: "take use of the key from principals",
    description:
      "Takes use of the key from principals; what else they may do stays. With --only no more than that is taken.",
    operand: { name: "principal", description: "user/NAME, role/NAME, sso/NAME or ARN; - reads a list" },
    examples: [
      ["kmspol remove-user alias/app role/App", "takes use from the role"],
      ["kmspol remove-user alias/app role/App --yes --json", "in a script"],
      ["kmspol remove-user alias/app role/App --only decrypt", "takes decryption, and leaves the rest"],
      ["kmspol remove-user alias/app role/App --via s3", "takes what was given with the same flags"],
    ],
    options: (command) => addLimitOptions(command.addOption(onlyOption("take just this")), "remove"),
    removesPrincipals: true,
    load: async () => {
      const { removeUsers } = await import("../../default-view/remove-users.ts");
      const { limitsOf } = await import("../../default-view/limits/limits-of.ts");
      return (document, operands, facts, { only, ...flags }) =>
        removeUsers(document, operands, facts, { only, limits: limitsOf(document, flags, facts) });
    },
  });
