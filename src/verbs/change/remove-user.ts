import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import { documentVerb } from "./document-verb.ts";
import { grantsFlag, type GrantsFlags } from "./grants-option.ts";
import { limitFlags } from "./limit-options.ts";
import { onlyFlag, type OnlyFlags } from "./only-option.ts";
import { changeFlags, type ChangeFlags } from "../../cli/options.ts";

export interface RemoveUserFlags extends ChangeFlags, OnlyFlags, LimitFlags, Pick<GrantsFlags, "grants"> {}

/** `kmspol remove-user`. */
export const removeUserVerb = documentVerb<RemoveUserFlags>({
  name: "remove-user",
  group: "Administer and use:",
  summary: "take use of the key from principals",
  description:
    "Takes use of the key from principals; what else they may do stays. With --only no more than that is taken.",
  operand: {
    name: "principal",
    about: "user/NAME, role/NAME, sso/NAME or ARN; - reads a list",
    several: true,
    named: { is: "principal", leaves: "users", question: "Who is no longer a key user?" },
  },
  examples: [
    ["kmspol remove-user alias/app role/App", "takes use from the role"],
    ["kmspol remove-user alias/app role/App --yes --json", "in a script"],
    ["kmspol remove-user alias/app role/App --only decrypt", "takes decryption, and leaves the rest"],
    ["kmspol remove-user alias/app role/App --via s3", "takes what was given with the same flags"],
    ["kmspol remove-user alias/app role/App --grants", "takes use, then revokes the role's grants"],
  ],
  removesPrincipals: true,
  flags: { ...onlyFlag("take just this"), ...limitFlags("remove"), ...grantsFlag, ...changeFlags },
  menu: {
    place: 2,
    section: "Users",
    label: "Remove users",
    about: "take the use of the key from them",
    fits: ({ users }) => users.length > 0,
  },
  edit: async () => {
    const { removeUsers } = await import("../../default-view/remove-users.ts");
    const { limitsOf } = await import("../../default-view/limits/limits-of.ts");
    return (document, operands, facts, { only, ...flags }) =>
      removeUsers(document, operands, facts, { only, limits: limitsOf(document, flags, facts) });
  },
});
