import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import { documentVerb } from "./document-verb.ts";
import { limitFlags } from "./limit-options.ts";
import { onlyFlag, type OnlyFlags } from "./only-option.ts";
import { changeFlags, type ChangeFlags } from "../../cli/options.ts";

export interface AddUserFlags extends ChangeFlags, OnlyFlags, LimitFlags {}

/** `kmspol add-user`. */
export const addUserVerb = documentVerb<AddUserFlags>({
  name: "add-user",
  group: "Administer and use:",
  summary: "make principals key users",
  description:
    "Makes principals key users: use of the key, and grants for AWS services on their behalf. With --only they get just that, in a statement of its own.",
  operand: {
    name: "principal",
    about: "user/NAME, role/NAME, sso/NAME, ARN or account id; - reads a list",
    several: true,
    named: { is: "principal", joins: "users", question: "Who becomes a key user?" },
  },
  examples: [
    ["kmspol add-user alias/app role/App", "lets the role use the key"],
    ["kmspol add-user policy.json role/App --account 111122223333", "the same in a file"],
    ["kmspol add-user alias/app - < roles.txt", "a role a line"],
    ["kmspol add-user alias/app sso/Developers", "an SSO permission set, whatever its role is called"],
    ["kmspol add-user alias/app role/Report --only decrypt", "lets the role decrypt, and no more"],
    ["kmspol add-user alias/app role/App --via s3 --until 2027-01-31", "only through S3, until then"],
  ],
  addsPrincipals: true,
  flags: { ...onlyFlag("give just this"), ...limitFlags("add"), ...changeFlags },
  menu: { place: 1, section: "Users", label: "Add users", about: "let users and roles use the key" },
  edit: async () => {
    const { addUsers } = await import("../../default-view/add-users.ts");
    const { limitsOf } = await import("../../default-view/limits/limits-of.ts");
    return (document, operands, facts, { only, ...flags }, now) =>
      addUsers(document, operands, facts, { only, limits: limitsOf(document, flags, facts, now) });
  },
});
