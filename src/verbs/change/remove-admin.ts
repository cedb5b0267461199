import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import { documentVerb } from "./document-verb.ts";
import { grantsFlag, type GrantsFlags } from "./grants-option.ts";
import { limitFlags } from "./limit-options.ts";
import { changeFlags, type ChangeFlags } from "../../cli/options.ts";

export interface RemoveAdminFlags extends ChangeFlags, LimitFlags, Pick<GrantsFlags, "grants"> {}

/** `kmspol remove-admin`. */
export const removeAdminVerb = documentVerb<RemoveAdminFlags>({
  name: "remove-admin",
  group: "Administer and use:",
  summary: "take administration from users and roles",
  description: "Takes key administration from users and roles; what else they may do stays.",
  operand: {
    name: "principal",
    about: "user/NAME, role/NAME, sso/NAME or ARN; - reads a list",
    several: true,
    named: { is: "principal", leaves: "admins", question: "Who is no longer an administrator?" },
  },
  examples: [
    ["kmspol remove-admin alias/app role/Ops", "takes administration from the role"],
    ["kmspol remove-admin alias/app user/ana --dry-run", "shows what would change"],
    ["kmspol remove-admin alias/app role/Ops --grants", "revokes the grants of the role too"],
  ],
  removesPrincipals: true,
  flags: { ...limitFlags("remove"), ...grantsFlag, ...changeFlags },
  menu: {
    place: 4,
    section: "Administrators",
    label: "Remove administrators",
    about: "no longer let them administer it",
    fits: ({ admins }) => admins.length > 0,
  },
  edit: async () => {
    const { removeAdmins } = await import("../../default-view/remove-admins.ts");
    const { limitsOf } = await import("../../default-view/limits/limits-of.ts");
    return (document, operands, facts, flags) =>
      removeAdmins(document, operands, facts, { limits: limitsOf(document, flags, facts) });
  },
});
