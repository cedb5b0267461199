import type { Command } from "commander";
import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import type { App } from "../../cli/app.ts";
import { documentVerb } from "./document-verb.ts";
import { addLimitOptions } from "./limit-options.ts";
import type { ChangeFlags } from "../../cli/options.ts";

export interface RemoveAdminFlags extends ChangeFlags, LimitFlags {}

/** `kmspol remove-admin`. */
export const removeAdminCommand = (app: App): Command =>
  documentVerb<RemoveAdminFlags>(app, {
    name: "remove-admin",
    summary: "take administration from users and roles",
    description: "Takes key administration from users and roles; what else they may do stays.",
    operand: { name: "principal", description: "user/NAME, role/NAME, sso/NAME or ARN; - reads a list" },
    examples: [
      ["kmspol remove-admin alias/app role/Ops", "takes administration from the role"],
      ["kmspol remove-admin alias/app user/ana --dry-run", "shows what would change"],
    ],
    options: (command) => addLimitOptions(command, "remove"),
    removesPrincipals: true,
    load: async () => {
      const { removeAdmins } = await import("../../default-view/remove-admins.ts");
      const { limitsOf } = await import("../../default-view/limits/limits-of.ts");
      return (document, operands, facts, flags) =>
        removeAdmins(document, operands, facts, { limits: limitsOf(document, flags, facts) });
    },
  });
