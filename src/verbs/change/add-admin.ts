import type { Command } from "commander";
import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import type { App } from "../../cli/app.ts";
import { documentVerb } from "./document-verb.ts";
import { addLimitOptions } from "./limit-options.ts";
import type { ChangeFlags } from "../../cli/options.ts";

export interface AddAdminFlags extends ChangeFlags, LimitFlags {}

/** `kmspol add-admin`. */
export const addAdminCommand = (app: App): Command =>
  documentVerb<AddAdminFlags>(app, {
    name: "add-admin",
    summary: "make users and roles key administrators",
    description: "Makes users and roles of the key's account key administrators.",
    operand: { name: "principal", description: "user/NAME, role/NAME, sso/NAME or ARN; - reads a list" },
    examples: [
      ["kmspol add-admin alias/app role/Contractor --until 2027-01-31", "for a time"],
      ["kmspol add-admin alias/app role/Ops", "makes the role an administrator"],
      ["kmspol add-admin policy.json user/ana user/ben --account 111122223333", "the same in a file"],
    ],
    options: (command) => addLimitOptions(command, "add"),
    addsPrincipals: true,
    load: async () => {
      const { addAdmins } = await import("../../default-view/add-admins.ts");
      const { limitsOf } = await import("../../default-view/limits/limits-of.ts");
      return (document, operands, facts, flags, now) =>
        addAdmins(document, operands, facts, { limits: limitsOf(document, flags, facts, now) });
    },
  });
