import { describe, expect, test } from "vitest";
import { addAdmins } from "../../src/default-view/add-admins.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { grantAccounts } from "../../src/default-view/grant-accounts.ts";
import { type LimitFlags, parseLimits } from "../../src/default-view/limits/parse-limits.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { removeAdmins } from "../../src/default-view/remove-admins.ts";
import { removeUsers } from "../../src/default-view/remove-users.ts";
import { revokeAccounts } from "../../src/default-view/revoke-accounts.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { adminLists, admins, delegation, grants, useLists } from "./console-policies.ts";
import { matrix, type Row } from "./console-matrix.ts";
import { sample } from "../support/long-form.ts";
import { other, policy } from "./support.ts";

// Conditions and permission sets on the console's policy of every kind of key: what is added is shown under its words, is added once,
// and goes again byte for byte.

const now = new Date("2026-11-29T12:00:00Z");

type Change = (document: PolicyDocument, facts: KeyFacts, at?: Date) => PolicyDocument;
type Verb = (
  document: PolicyDocument,
  who: readonly string[],
  facts: KeyFacts,
  options?: { readonly limits: ReturnType<typeof parseLimits> },
) => { readonly document: PolicyDocument };

interface Role {
  readonly asked: string;
  readonly add: Change;
  readonly remove: Change;
}

const role = (
  asked: string,
  [add, remove]: readonly [Verb, Verb],
  who: string,
  flags: LimitFlags = {},
): Role => {
  const limits = (facts: KeyFacts, at?: Date) =>
    Object.keys(flags).length === 0 ? undefined : { limits: parseLimits(flags, facts, at) };
  return {
    asked,
    add: (document, facts) => add(document, [who], facts, limits(facts, now)).document,
    remove: (document, facts) => remove(document, [who], facts, limits(facts)).document,
  };
};

const user = [addUsers, removeUsers] as const;
const admin = [addAdmins, removeAdmins] as const;
const account = [grantAccounts, revokeAccounts] as const;
const dated: LimitFlags = { until: "2027-01-31" };
const member: LimitFlags = { org: ["o-a1b2c3d4e5"] };
const viaS3: LimitFlags = { via: ["s3"] };

const roles: readonly Role[] = [
  role("add-user role/New --via s3", user, "role/New", viaS3),
  role("add-user role/New --until", user, "role/New", dated),
  role("add-user role/New --via s3 --until", user, "role/New", { ...viaS3, ...dated }),
  role("add-admin role/New --until", admin, "role/New", dated),
  role("add-admin role/New --org", admin, "role/New", member),
  role("grant-account --org", account, other, member),
  role("grant-account --until", account, other, dated),
  role("add-user sso/Team", user, "sso/Team"),
  role("add-user sso/Team --until", user, "sso/Team", dated),
  role("add-admin sso/Team", admin, "sso/Team"),
];

const consolePolicy = ({ list, use, grants: hasGrants }: Row): PolicyDocument =>
  policy(
    delegation,
    admins(["role/Ops"], adminLists[list]),
    { sid: "Allow use of the key", who: "role/App", may: useLists[use] },
    ...(hasGrants ? [grants("role/App")] : []),
  );

describe.each(roles)("$asked", ({ add, remove }) => {
  test.each(sample(matrix, 10, ({ kind }) => [kind]))("$kind key, $list", (row) => {
    const before = consolePolicy(row);
    const after = add(before, row.facts);
    expect(after.text).not.toBe(before.text);
    expect(add(after, row.facts)).toBe(after);
    const [was, is] = [before, after].map((document) => readDefaultView(document, row.facts));
    expect(is?.otherStatements).toEqual(was?.otherStatements);
    expect(told(is)).not.toEqual(told(was));
    expect(remove(after, row.facts).text).toBe(before.text);
  });
});

const told = (view: ReturnType<typeof readDefaultView> | undefined) => [
  view?.users,
  view?.admins,
  view?.limited,
];
