import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import { documentVerb } from "./document-verb.ts";
import { limitFlags } from "./limit-options.ts";
import { changeFlags, type ChangeFlags } from "../../cli/options.ts";

export interface AddAdminFlags extends ChangeFlags, LimitFlags {}

/** `kmspol add-admin`. */
export const addAdminVerb = documentVerb<AddAdminFlags>({
  name: "add-admin",
  group: "Administer and use:",
  summary: "make users and roles key administrators",
  description: "Makes users and roles of the key's account key administrators.",
  operand: {
    name: "principal",
    about: "user/NAME, role/NAME, sso/NAME or ARN; - reads a list",
    several: true,
    named: { is: "principal", joins: "admins", question: "Who becomes an administrator?" },
  },
  examples: [
    ["kmspol add-admin alias/app role/Contractor --until 2027-01-31", "for a time"],
    ["kmspol add-admin alias/app role/Ops", "makes the role an administrator"],
    ["kmspol add-admin policy.json user/ana user/ben --account 111122223333", "the same in a file"],
  ],
  addsPrincipals: true,
  flags: { ...limitFlags("add"), ...changeFlags },
  menu: {
    place: 3,
    section: "Administrators",
    label: "Add administrators",
    about: "let users and roles administer the key",
  },
  edit: async () => {
    const { addAdmins } = await import("../../default-view/add-admins.ts");
    const { limitsOf } = await import("../../default-view/limits/limits-of.ts");
    return (document, operands, facts, flags, now) =>
      addAdmins(document, operands, facts, { limits: limitsOf(document, flags, facts, now) });
  },
});
