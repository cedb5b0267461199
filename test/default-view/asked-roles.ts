import { addAdmins } from "../../src/default-view/add-admins.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { allowDeletion } from "../../src/default-view/allow-deletion.ts";
import { guardDeletion } from "../../src/default-view/deletion-guard.ts";
import { grantAccounts } from "../../src/default-view/grant-accounts.ts";
import { type LimitFlags, parseLimits } from "../../src/default-view/limits/parse-limits.ts";
import { type OnlyRole, onlyRoles } from "../../src/default-view/limits/only-role.ts";
import { removeAdmins } from "../../src/default-view/remove-admins.ts";
import { removeUsers } from "../../src/default-view/remove-users.ts";
import { revokeAccounts } from "../../src/default-view/revoke-accounts.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { arn, own } from "./support.ts";

// What people ask for beyond the console's words: less than use, under a condition, a permission set, a guard against deletion. Each with
// what takes it back, who gets it, and the request in which its condition holds.

/** An account that no hand-written shape names. */
const other = "999988887777";

type Change = (document: PolicyDocument, facts: KeyFacts, at?: Date) => PolicyDocument;
type Context = Readonly<Record<string, string>>;
type Verb = (
  document: PolicyDocument,
  who: readonly string[],
  facts: KeyFacts,
  options?: { readonly limits?: ReturnType<typeof parseLimits> },
) => { readonly document: PolicyDocument };

export interface Role {
  readonly asked: string;
  readonly add: Change;
  readonly remove: Change;
  /** Who gets it, as a caller. */
  readonly caller: string;
  /** Every condition of it holds there. */
  readonly met: Context;
}

const now = new Date("2026-11-29T12:00:00Z");

const role = (
  asked: string,
  [add, remove]: readonly [Verb, Verb],
  who: string,
  { flags = {}, met = {} }: { readonly flags?: LimitFlags; readonly met?: Context } = {},
): Role => {
  const options = (facts: KeyFacts, at?: Date) => ({
    ...(Object.keys(flags).length > 0 && { limits: parseLimits(flags, facts, at) }),
  });
  return {
    ...{ asked, met, caller: callers[who] ?? arn(who) },
    add: (document, facts) => add(document, [who], facts, options(facts, now)).document,
    remove: (document, facts) => remove(document, [who], facts, options(facts)).document,
  };
};

const callers: Readonly<Record<string, string>> = {
  [other]: arn("role/Theirs", other),
  "sso/Team": `arn:aws:iam::${own}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Team_0123456789abcdef`,
};

const user = [addUsers, removeUsers] as const;
const just = (...only: readonly OnlyRole[]): readonly [Verb, Verb] => [
  (document, who, facts, options) => addUsers(document, who, facts, { ...options, only }),
  (document, who, facts, options) => removeUsers(document, who, facts, { ...options, only }),
];
const admin = [addAdmins, removeAdmins] as const;
const account = [grantAccounts, revokeAccounts] as const;

const dated = {
  flags: { until: "2027-01-31" },
  met: { "aws:CurrentTime": "2026-12-01T00:00:00Z" },
};
const member = {
  flags: { org: ["o-a1b2c3d4e5"] },
  met: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
};
const viaS3 = {
  flags: { via: ["s3"] },
  met: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
};
const billing = {
  flags: { encryptionContext: ["app=billing"] },
  met: { "kms:EncryptionContext:app": "billing" },
};
const both = (one: typeof viaS3, two: { readonly flags: LimitFlags; readonly met: Context }) => ({
  flags: { ...one.flags, ...two.flags },
  met: { ...one.met, ...two.met },
});

export const conditional: readonly Role[] = [
  role("add-user role/New --via s3", user, "role/New", viaS3),
  role("add-user role/New --until 2027-01-31", user, "role/New", dated),
  role("add-user role/New --via s3 --until 2027-01-31", user, "role/New", both(viaS3, dated)),
  role("add-user role/New --org o-a1b2c3d4e5", user, "role/New", member),
  role("add-user role/New --encryption-context app=billing", user, "role/New", billing),
  role("add-admin role/New --until 2027-01-31", admin, "role/New", dated),
  role("add-admin role/New --org o-a1b2c3d4e5", admin, "role/New", member),
  role(`grant-account ${other} --org o-a1b2c3d4e5`, account, other, member),
  role(`grant-account ${other} --until 2027-01-31`, account, other, dated),
  role(`grant-account ${other} --via s3`, account, other, viaS3),
  role(`grant-account ${other} --encryption-context app=billing`, account, other, billing),
  role("add-user sso/Team", user, "sso/Team"),
  role("add-user sso/Team --until 2027-01-31", user, "sso/Team", dated),
  role("add-admin sso/Team", admin, "sso/Team"),
];

export const less: readonly Role[] = [
  ...onlyRoles.map((only) => role(`add-user role/New --only ${only}`, just(only), "role/New")),
  role("add-user sso/Team --only decrypt", just("decrypt"), "sso/Team"),
  role("add-user role/New --only decrypt --via s3", just("decrypt"), "role/New", viaS3),
];

export const guard: Role = {
  asked: "deny-deletion --used-within 90",
  add: (document, facts) => guardDeletion(document, 90, facts).document,
  remove: (document, facts) => allowDeletion(document, [], facts).document,
  caller: arn("role/Ops"),
  met: { "kms:TrailingDaysWithoutKeyUsage": "12" },
};
