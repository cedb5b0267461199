import { describe, expect, test } from "vitest";
import { type Lockout, type LockoutOptions, lockoutOf, nobodyCanManage } from "../../src/access/lockout.ts";
import type { StatementParts } from "./evaluate-fixtures.ts";
import {
  delegation,
  facts,
  foreignRoot,
  owner,
  policyOf,
  role,
  root,
  session,
  stranger,
  user,
} from "./evaluate-fixtures.ts";
import { from } from "./sources.ts";

const manage = (AWS: string | readonly string[], more: StatementParts = {}): StatementParts => ({
  Principal: { AWS },
  Action: "kms:*",
  ...more,
});
const deny = (more: StatementParts): StatementParts => manage("*", { Effect: "Deny", ...more });
const admin = role("Admin");
const adminSession = session("Admin");

const lockout = (
  statements: readonly StatementParts[],
  arn = adminSession,
  options: LockoutOptions & { rolePath?: string } = {},
) => {
  const account = arn.split(":")[4] ?? "";
  return lockoutOf(policyOf(statements), { arn, account, rolePath: options.rolePath }, facts, options);
};
const codes = ({ fragile }: Lockout) => fragile.map(({ code }) => code);

describe("the caller and the new policy (KMS API, PutKeyPolicy)", () => {
  const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
  test.each<[string, readonly StatementParts[], string, Lockout["verdict"]]>([
    ["named by role", [manage(admin)], adminSession, "safe"],
    ["named by user", [manage(user("A"))], user("A"), "safe"],
    [
      "everyone of the account",
      [manage("*", { Condition: { StringEquals: { "kms:CallerAccount": owner } } })],
      adminSession,
      "safe",
    ],
    ["delegation only", [delegation], adminSession, "rests-on-iam"],
    ["delegation only, to the root user", [delegation], root, "safe"],
    ["a different admin is not enough", [manage(user("user123"))], root, "locked-out"],
    ["not named, no delegation", [manage(admin)], user("A"), "locked-out"],
    ["delegation of other actions", [{ ...delegation, Action: "kms:Describe*" }], adminSession, "locked-out"],
    ["no statement at all", [], adminSession, "locked-out"],
    ["a Deny", [manage(admin), deny({})], adminSession, "locked-out"],
    [
      "a Deny that spares the caller",
      [manage(admin), deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": admin } } })],
      adminSession,
      "safe",
    ],
    ["another account", [manage(foreignRoot)], user("Eve", stranger), "locked-out"],
    ["an open condition", [manage(admin, { Condition: mfa })], adminSession, "undecided"],
    [
      "an open condition beside delegation",
      [delegation, manage(admin, { Condition: mfa })],
      adminSession,
      "rests-on-iam",
    ],
    [
      "an open condition in a Deny",
      [manage(admin), deny({ Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } })],
      adminSession,
      "undecided",
    ],
    [
      "only through a service",
      [manage(admin, { Condition: { StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } } })],
      adminSession,
      "locked-out",
    ],
    [
      "only for what a service does in somebody's name",
      [manage(admin, { Condition: { StringEquals: { "aws:SourceAccount": owner } } })],
      adminSession,
      "locked-out",
    ],
    [
      "only at the end of a chain of services",
      [manage(admin, { Condition: { StringEquals: { "aws:CalledViaLast": "athena.amazonaws.com" } } })],
      adminSession,
      "locked-out",
    ],
    [
      "unless a service calls",
      [manage(admin, { Condition: { Bool: { "aws:ViaAWSService": "false" } } })],
      adminSession,
      "safe",
    ],
    [
      "a key that PutKeyPolicy never carries",
      [manage(admin, { Condition: { StringEquals: { "kms:EncryptionContext:a": "b" } } })],
      adminSession,
      "locked-out",
    ],
    [
      "a Deny of the bypass",
      [manage(admin), deny({ Condition: { Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" } } })],
      adminSession,
      "safe",
    ],
    [
      "a Deny without TLS",
      [manage(admin), deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } })],
      adminSession,
      "safe",
    ],
    [
      "an unknown operator",
      [manage(admin, { Condition: { StringMatches: { "aws:k": "x" } } })],
      adminSession,
      "undecided",
    ],
    ["a dead id", [manage("AROADBQP57FF2AEXAMPLE")], adminSession, "locked-out"],
    [
      "another session of the role",
      [manage(`arn:aws:sts::${owner}:assumed-role/Admin/other`)],
      adminSession,
      "locked-out",
    ],
  ])("%s", (_, statements, arn, verdict) => {
    const answer = lockout(statements, arn);
    expect(answer.verdict).toBe(verdict);
    expect(answer.reason).toMatch(/\.$/);
  });

  test("the reason names the statement, the key, the account", () => {
    expect(lockout([manage(admin), deny({ Sid: "No" })])).toMatchObject({
      reason: `Statement 2 denies ${adminSession} to change the policy again.`,
      statements: [{ index: 1, sid: "No", effect: "Deny" }],
    });
    expect(lockout([manage(admin, { Condition: mfa })]).reason).toContain("aws:MultiFactorAuthPresent");
    expect(lockout([delegation], user("Eve", stranger)).reason).toContain(owner);
    expect(lockout([manage(admin)])).toMatchObject({ statements: [{ index: 0, effect: "Allow" }] });
  });

  test("what is known of the caller decides", () => {
    const known = { "aws:MultiFactorAuthPresent": "true" };
    expect(lockout([manage(admin, { Condition: mfa })], adminSession, { known }).verdict).toBe("safe");
    const inPath = `arn:aws:iam::${owner}:role/team/*`;
    const statements = [manage(root, { Condition: { ArnLike: { "aws:PrincipalArn": inPath } } })];
    expect(lockout(statements).verdict).toBe("undecided");
    expect(lockout(statements, adminSession, { rolePath: "/team/" }).verdict).toBe("rests-on-iam");
    expect(lockout(statements, adminSession, { rolePath: "/" }).verdict).toBe("locked-out");
  });

  test("the path of a role counts in its own partition", () => {
    const inChina = (rest: string) => `arn:aws-cn:iam::${owner}:${rest}`;
    const policy = policyOf([
      manage(inChina("root"), { Condition: { ArnLike: { "aws:PrincipalArn": inChina("role/team/*") } } }),
    ]);
    const arn = `arn:aws-cn:sts::${owner}:assumed-role/Admin/one`;
    const key = { account: owner, partition: "aws-cn" };
    const verdict = (rolePath: string) => lockoutOf(policy, { arn, account: owner, rolePath }, key).verdict;
    expect([verdict("/team/"), verdict("/")]).toEqual(["rests-on-iam", "locked-out"]);
  });

  test("whose key it is may not be known: then nobody is said to be of another account", () => {
    const { reason } = lockoutOf(policyOf([manage(admin)]), { arn: user("A"), account: owner }, {});
    expect(reason).toBe(`No statement lets ${user("A")} change the policy again.`);
  });

  test("a caller that is no ARN leaves it undecided", () => {
    expect(lockout([delegation], "nobody")).toMatchObject({ verdict: "undecided", statements: [] });
  });
});

describe(`fragile control (${from.choice})`, () => {
  test.each<[string, readonly StatementParts[], readonly string[]]>([
    ["delegation", [delegation, manage(admin)], []],
    ["two admins", [manage([admin, user("A")])], []],
    ["one admin", [manage(admin)], ["single-manager"]],
    [
      "one admin, an external account, a dead id, a service",
      [
        manage([admin, foreignRoot, "AIDACKCEVSQ6C2EXAMPLE"]),
        { Principal: { Service: "sns.amazonaws.com" }, Action: "kms:*" },
      ],
      ["single-manager"],
    ],
    ["one admin and a session", [manage([admin, session("Other")])], ["single-manager"]],
    [
      "one admin; the delegation only reads",
      [manage(admin), { ...delegation, Action: "kms:Get*" }],
      ["single-manager"],
    ],
    [
      "one admin spared by a Deny",
      [delegation, deny({ Condition: { ArnNotEquals: { "aws:PrincipalArn": admin } } })],
      ["single-manager"],
    ],
    ["only sessions", [manage(adminSession)], ["manager-only-session"]],
    ["everyone", [manage("*")], []],
    [
      "roles by a pattern",
      [manage("*", { Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Admin*" } } })],
      [],
    ],
    [
      "Put without Get",
      [delegation, manage(admin, { Action: "kms:PutKeyPolicy" }), deny({ Action: "kms:GetKeyPolicy" })],
      ["put-without-get"],
    ],
  ])("%s", (_, statements, expected) => {
    expect(codes(lockout(statements))).toEqual(expected);
  });

  test("the delegation is removed", () => {
    const before = policyOf([delegation, manage([admin, user("A")])]);
    const after = [manage([admin, user("A")])];
    expect(codes(lockout(after, adminSession, { before }))).toEqual(["no-account-root"]);
    expect(codes(lockout([delegation], adminSession, { before }))).toEqual([]);
    expect(codes(lockout(after, adminSession, { before: policyOf(after) }))).toEqual([]);
  });
});

describe(`a file has no caller: an error only where nobody may PutKeyPolicy (${from.choice})`, () => {
  test.each<[string, readonly StatementParts[], boolean]>([
    ["delegation", [delegation], false],
    ["a role", [manage(admin)], false],
    ["a session", [manage(adminSession)], false],
    ["everyone", [manage("*")], false],
    ["users alone", [manage("*", { Condition: { StringEquals: { "aws:PrincipalType": "User" } } })], false],
    [
      "the root user alone",
      [{ ...delegation, Condition: { StringEquals: { "aws:PrincipalType": "Account" } } }],
      false,
    ],
    [
      "roles by a pattern over accounts",
      [manage("*", { Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/team/Admin?" } } })],
      false,
    ],
    [
      "roles by StringLike",
      [manage("*", { Condition: { StringLike: { "aws:PrincipalArn": "*/Admin" } } })],
      false,
    ],
    [
      "users under a path by a variable",
      [
        manage("*", {
          Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${owner}:user/team/\${aws:username}` } },
        }),
      ],
      false,
    ],
    [
      "under an open condition",
      [manage(admin, { Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } })],
      false,
    ],
    [
      "all but one denied",
      [delegation, deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": admin } } })],
      false,
    ],
    ["nothing but use", [{}], true],
    ["everyone denied", [delegation, deny({})], true],
    ["the own account denied", [delegation, manage(root, { Effect: "Deny" })], true],
    ["an external account", [manage(foreignRoot)], true],
    ["a service", [{ Principal: { Service: "sns.amazonaws.com" }, Action: "kms:*" }], true],
    ["a dead id", [manage("AROADBQP57FF2AEXAMPLE")], true],
    ["no statement", [], true],
  ])("%s", (_, statements, nobody) => {
    const policy = policyOf(statements);
    expect(nobodyCanManage(policy, facts) !== undefined).toBe(nobody);
  });

  test("whose key it is may not be known: any account that is mentioned may own it", () => {
    expect(nobodyCanManage(policyOf([manage(foreignRoot)]), {})).toBeUndefined();
    expect(nobodyCanManage(policyOf([manage("*")]), {})).toBeUndefined();
    const ofStranger = { Condition: { StringEquals: { "kms:CallerAccount": stranger } } };
    expect(nobodyCanManage(policyOf([manage("*", ofStranger)]), {})).toBeUndefined();
    expect(nobodyCanManage(policyOf([{}]), {})).toContain("kms:PutKeyPolicy");
  });
});
