import { expect, test } from "vitest";
import type { Access, Condition } from "../../src/access/types.ts";
import { allowableActions } from "../../src/policy/kms-actions.ts";
import { renderAccessDiff } from "../../src/render/access-diff.ts";
import { accessSentence } from "../../src/render/access-words.ts";
import { renderAccessList } from "../../src/render/access-list.ts";
import { renderEvaluation } from "../../src/render/evaluation.ts";
import { riskWords } from "../../src/render/risk.ts";
import { createStyle, plainStyle } from "../../src/render/style.ts";

const facts = { account: "111122223333", partition: "aws" };
const app = "arn:aws:iam::111122223333:role/App";

const access = (over: Partial<Access>): Access => ({
  principal: app,
  actions: ["kms:Decrypt"],
  via: "key-policy",
  when: [[]],
  example: { principal: app, action: "kms:Decrypt", context: {} },
  ...over,
});

const when = (...all: readonly Condition[]) => ({ when: [all] });
const equals = (key: string, ...values: string[]): Condition => ({ key, test: "StringEquals", values });

const use = ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "DescribeKey", "GenerateDataKey"]
  .concat(["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext"])
  .map((name) => `kms:${name}`);

test.each<[Partial<Access>, string]>([
  [{}, "role/App gains kms:Decrypt"],
  [{ actions: ["kms:Decrypt", "kms:Encrypt"] }, "role/App gains kms:Decrypt and kms:Encrypt"],
  [
    {
      actions: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:GetPublicKey",
        "kms:Sign",
        "kms:DescribeKey",
        "kms:ListGrants",
      ],
    },
    "role/App gains kms:Decrypt and 5 more",
  ],
  [{ actions: allowableActions }, "role/App gains every action (kms:*)"],
  [
    { actions: allowableActions.filter((action) => action !== "kms:PutKeyPolicy") },
    "role/App gains every action but kms:PutKeyPolicy",
  ],
  [
    { actions: allowableActions.filter((action) => !/PutKeyPolicy|Schedule/.test(action)) },
    "role/App gains every action but kms:PutKeyPolicy and kms:ScheduleKeyDeletion",
  ],
  [{ actions: use }, "role/App gains use of the key"],
  [{ actions: [...use, "kms:TagResource"] }, "role/App gains use of the key and kms:TagResource"],
  [
    { actions: [...use, "kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"] },
    "role/App gains use of the key and grants (create, list, revoke)",
  ],
  [
    { actions: ["kms:Sign", "kms:Verify", "kms:DescribeKey", "kms:GetPublicKey"] },
    "role/App gains use of the key",
  ],
  [
    when(equals("kms:ViaService", "s3.us-east-1.amazonaws.com")),
    "role/App gains kms:Decrypt, only through s3.us-east-1.amazonaws.com",
  ],
  [
    when(
      equals("kms:ViaService", "a.amazonaws.com", "b.amazonaws.com"),
      equals("kms:CallerAccount", "111122223333"),
    ),
    "role/App gains kms:Decrypt, only through a.amazonaws.com or b.amazonaws.com and only from account 111122223333",
  ],
  [
    when({ key: "kms:GrantIsForAWSResource", test: "Bool", values: ["true"] }),
    "role/App gains kms:Decrypt, only for AWS services on its behalf",
  ],
  [
    when({ key: "aws:PrincipalTag/team", test: "Null", values: ["true"] }),
    "role/App gains kms:Decrypt, only where aws:PrincipalTag/team is absent",
  ],
  [
    when({ key: "aws:SourceVpc", test: "StringNotEquals", values: ["vpc-1"] }),
    "role/App gains kms:Decrypt, except from vpc-1",
  ],
  [
    when({ ...equals("kms:ViaService", "s3.us-east-1.amazonaws.com"), not: true }),
    "role/App gains kms:Decrypt, except through s3.us-east-1.amazonaws.com",
  ],
  [
    when({ key: "aws:SourceIp", test: "NotIpAddress", values: ["10.0.0.0/8", "192.0.2.0/24"] }),
    "role/App gains kms:Decrypt, except from 10.0.0.0/8 or 192.0.2.0/24",
  ],
  [
    when({ ...equals("kms:EncryptionContext:tenant", "a"), test: "StringEqualsIfExists" }),
    "role/App gains kms:Decrypt, only where (kms:EncryptionContext:tenant StringEqualsIfExists a)",
  ],
  [
    when({ key: "aws:MultiFactorAuthPresent", test: "Bool", values: ["true"] }),
    "role/App gains kms:Decrypt, only with MFA",
  ],
  [
    when({ key: "aws:MultiFactorAuthPresent", test: "BoolIfExists", values: ["false"], not: true }),
    "role/App gains kms:Decrypt, only with MFA",
  ],
  [
    when({ key: "aws:MultiFactorAuthPresent", test: "BoolIfExists", values: ["false"] }),
    "role/App gains kms:Decrypt, only without MFA",
  ],
  [
    when({ key: "aws:MultiFactorAuthPresent", test: "Bool", values: ["false"] }),
    "role/App gains kms:Decrypt, only where aws:MultiFactorAuthPresent is false",
  ],
  [
    when({ key: "aws:SourceIp", test: "NotIpAddress", values: ["10.0.0.0/8"], not: true }),
    "role/App gains kms:Decrypt, only from 10.0.0.0/8",
  ],
  [
    when({ key: "aws:SecureTransport", test: "Bool", values: ["false"], not: true }),
    "role/App gains kms:Decrypt, only with TLS",
  ],
  [
    when({ key: "aws:MultiFactorAuthPresent", test: "Bool", values: ["false"], not: true }),
    "role/App gains kms:Decrypt, only where not (aws:MultiFactorAuthPresent Bool false)",
  ],
  [
    when({ key: "kms:GrantIsForAWSResource", test: "Bool", values: ["true"], not: true }),
    "role/App gains kms:Decrypt, except for AWS services on its behalf",
  ],
  [
    when({ key: "aws:ViaAWSService", test: "Bool", values: ["true"], not: true }),
    "role/App gains kms:Decrypt, only without an AWS service in between",
  ],
  [
    { actions: ["kms:Decrypt", "kms:Sign", "kms:Verify"] },
    "role/App gains kms:Decrypt, kms:Sign and kms:Verify",
  ],
  [{ actions: [...use, "kms:Sign", "kms:Verify"] }, "role/App gains use of the key"],
  [
    when(equals("kms:EncryptionContext:tenant", "a\u001bb")),
    "role/App gains kms:Decrypt, only with EncryptionContext:tenant = a\\u001bb",
  ],
  [
    { principal: "arn:aws:iam::444455556666:role/team/Reader", via: "iam" },
    "role/team/Reader of 444455556666 gains kms:Decrypt, where that account's IAM allows it too",
  ],
  [
    { principal: "account:111122223333", via: "iam" },
    "this account gains kms:Decrypt, where IAM allows it too",
  ],
  [
    { principal: "account:444455556666", via: "iam" },
    "account 444455556666 gains kms:Decrypt, where that account's IAM allows it too",
  ],
  [
    { principal: "account:444455556666 (others)", via: "iam" },
    "anyone else in account 444455556666 gains kms:Decrypt, where that account's IAM allows it too",
  ],
  [{ principal: "root-user:111122223333" }, "the root user of this account gains kms:Decrypt"],
  [
    { principal: "service:logs.us-east-1.amazonaws.com" },
    "the service logs.us-east-1.amazonaws.com gains kms:Decrypt",
  ],
  [{ principal: "AIDACKCEVSQ6C2EXAMPLE" }, "the deleted user AIDACKCEVSQ6C2EXAMPLE gains kms:Decrypt"],
  [
    { principal: "anyone", via: "iam" },
    "anyone in any other account gains kms:Decrypt, where their own IAM allows it too",
  ],
  [
    { undecided: "policy variable ${aws:username}" },
    "role/App possibly gains kms:Decrypt (undecided: policy variable ${aws:username})",
  ],
])("%o", (over, words) => {
  expect(accessSentence(access(over), "gains", facts, false)).toBe(words);
});

const options = { style: plainStyle, columns: 80, full: false, more: "--full shows all" };

test("gains come first, the riskiest first, marked by what makes it risky", () => {
  const change = {
    equivalent: false,
    gained: [
      access({ principal: "arn:aws:iam::111122223333:role/Reader" }),
      access({ principal: "arn:aws:iam::111122223333:role/Ops", actions: ["kms:PutKeyPolicy"] }),
      access({ principal: "anyone", via: "iam" }),
    ],
    lost: [access({})],
  };
  expect(renderAccessDiff(change, facts, options)).toBe(
    [
      "+ anyone in any other account gains kms:Decrypt, where their own IAM allows it",
      "  too [public]",
      "+ role/Ops gains kms:PutKeyPolicy [may change this policy]",
      "+ role/Reader gains kms:Decrypt",
      "- role/App loses kms:Decrypt",
      "",
    ].join("\n"),
  );
});

const roles = (count: number): readonly Access[] =>
  Array.from({ length: count }, (_, i) =>
    access({ principal: `arn:aws:iam::111122223333:role/R${String(i).padStart(2, "0")}` }),
  );

test("a long list is cut with a count, unless all is asked for", () => {
  const gained = roles(20).map((entry, i) => ({ ...entry, ...when(equals("aws:SourceAccount", String(i))) }));
  const change = { equivalent: false, gained, lost: [] };
  const lines = renderAccessDiff(change, facts, options).trimEnd().split("\n");
  expect(lines).toHaveLength(9);
  expect(lines[8]).toBe("  … and 12 more; --full shows all");
  expect(
    renderAccessDiff(change, facts, { ...options, full: true })
      .trimEnd()
      .split("\n"),
  ).toHaveLength(20);
});

const users = roles(2).map((entry) => ({ ...entry, principal: entry.principal.replace("role/R", "user/U") }));
const grants = roles(40).map((entry) => ({
  ...entry,
  actions: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
}));

/** Who gains what, and the lines: those who gain the very same are told once, and no other fact is pushed out. */
const together: readonly (readonly [what: string, gained: readonly Access[], lines: readonly string[]])[] = [
  ["two", roles(2), ["+ role/R00 and role/R01 gain kms:Decrypt"]],
  ["three", roles(3), ["+ role/R00, role/R01 and role/R02 gain kms:Decrypt"]],
  [
    "forty, with grants",
    [...roles(40), ...grants],
    [
      "+ 40 roles gain grants (create, list, revoke): role/R00, role/R01, role/R02 and 37 more [may hand on access by grants]",
      "+ 40 roles gain kms:Decrypt: role/R00, role/R01, role/R02 and 37 more",
      "  … --full shows all",
    ],
  ],
  [
    "roles and users",
    [...roles(2), ...users],
    [
      "+ 2 roles and 2 users gain kms:Decrypt: role/R00, role/R01, user/U00 and 1 more",
      "  … --full shows all",
    ],
  ],
  [
    "the same in different accounts",
    [access({}), access({ principal: "arn:aws:iam::444455556666:role/App" })],
    ["+ role/App of 444455556666 gains kms:Decrypt [another account]", "+ role/App gains kms:Decrypt"],
  ],
  [
    "the same under different conditions",
    [access({}), access({ principal: users[0]?.principal ?? "", ...when(equals("aws:SourceAccount", "1")) })],
    ["+ role/App gains kms:Decrypt", "+ user/U00 gains kms:Decrypt, only for resources of account 1"],
  ],
  [
    "what is undecided is not told with what is certain",
    [access({}), access({ principal: users[0]?.principal ?? "", undecided: "too large" })],
    ["+ role/App gains kms:Decrypt", "+ user/U00 possibly gains kms:Decrypt (undecided: too large)"],
  ],
];

test.each(together)("equal gains of %s", (_, gained, lines) => {
  const shown = renderAccessDiff({ equivalent: false, gained, lost: [] }, facts, {
    ...options,
    columns: 200,
  });
  expect(shown.trimEnd().split("\n")).toEqual(lines);
});

test("with --full each of them is named", () => {
  const shown = renderAccessDiff({ equivalent: false, gained: [], lost: roles(5) }, facts, {
    ...options,
    columns: 200,
    full: true,
  });
  expect(shown).toBe("- 5 roles lose kms:Decrypt: role/R00, role/R01, role/R02, role/R03 and role/R04\n");
});

test.each([
  [{}, "Nobody gains or loses access: the same rights, written differently.\n"],
  [
    { futureActions: true, future: { gained: [{ principal: app, wildcards: ["kms:Get*"] }], lost: [] } },
    "Nobody gains or loses access today.\n  later, role/App will also gain what AWS adds to kms:Get*\n",
  ],
  [
    { futureActions: true, future: { gained: [], lost: [{ principal: app, wildcards: [] }] } },
    "Nobody gains or loses access today.\n  later, role/App will also lose whatever AWS adds\n",
  ],
  [
    { futureActions: true, future: { gained: [], lost: [] } },
    "Nobody gains or loses access today.\n  they also differ in actions that AWS adds later\n",
  ],
])("nothing changes: %o", (over, words) => {
  expect(renderAccessDiff({ equivalent: true, gained: [], lost: [], ...over }, facts, options)).toBe(words);
});

test("what a wildcard covers later is told once for somebody who is named, and where one asks for all", () => {
  const other = "arn:aws:iam::111122223333:role/Other";
  const later = (principal: string) => ({ principal, wildcards: ["kms:Get*"] });
  const change = { equivalent: false, gained: [access({})], lost: [], futureActions: true };
  const both = { ...change, future: { gained: [later(app), later(other)], lost: [] } };
  const words = (shown: typeof both, full: boolean) => renderAccessDiff(shown, facts, { ...options, full });
  const sentence = (who: string) => `  later, ${who} will also gain what AWS adds to kms:Get*\n`;
  expect(words({ ...change, future: { gained: [later(app)], lost: [] } }, false)).toBe(
    "+ role/App gains kms:Decrypt\n",
  );
  expect(words(both, false)).toBe(`+ role/App gains kms:Decrypt\n${sentence("role/Other")}`);
  expect(words(both, true)).toBe(`+ role/App gains kms:Decrypt\n${sentence("role/App and role/Other")}`);
});

test("CreateGrant is a risk unless it is only for AWS services", () => {
  const grants = { actions: ["kms:CreateGrant"] };
  const services = { key: "kms:GrantIsForAWSResource", test: "Bool", values: ["true"] };
  const risk = (over: Partial<Access>) => riskWords(access({ ...grants, ...over }), facts);
  expect(risk({})).toBe("may hand on access by grants");
  expect(risk(when(services))).toBeUndefined();
  expect(risk(when({ ...services, not: true }))).toBe("may hand on access by grants");
  expect(risk(when({ ...services, values: ["false"] }))).toBe("may hand on access by grants");
});

test("what would turn an answer is told as requests", () => {
  const turned = (...all: readonly Condition[]) =>
    renderEvaluation(
      { decision: "needs-iam", statements: [], otherwise: [all] },
      { principal: app, action: "kms:Decrypt" },
      facts,
      plainStyle,
    ).split("\n")[1];
  const s3 = equals("kms:ViaService", "s3.us-east-1.amazonaws.com");
  expect(turned(s3)).toBe("  the answer would turn for a request through s3.us-east-1.amazonaws.com");
  expect(turned({ ...s3, not: true })).toBe(
    "  the answer would turn for a request not through s3.us-east-1.amazonaws.com",
  );
});

test.each([true, false])("what is cut is said once, in colour (%s) and without", (colour) => {
  const many = access({ actions: allowableActions.slice(0, 20) });
  const style = createStyle(colour);
  const lines = renderAccessList([many], facts, { style, columns: 80, full: false }).trimEnd().split("\n");
  const shown = lines.map((line) => line.replaceAll(/\u001b\[\d+m/g, ""));
  expect(shown).toEqual([
    "role/App has kms:CreateGrant and 19 more [may hand on access by grants]",
    "… --full shows all",
  ]);
});

test("who-can on a terminal: roles of whom the same is told are one line, who else is let in has its own; a pipe has a line each", () => {
  const roles = ["App", "Report", "Backup", "Audit"].map((name) =>
    access({ principal: `arn:aws:iam::111122223333:role/${name}` }),
  );
  const all = [...roles, access({ principal: "arn:aws:iam::111122223333:root" }), access({ principal: "arn:aws:iam::444455556666:root" })]; // prettier-ignore
  const linesAt = (columns: number, full: boolean) =>
    renderAccessList(all, facts, { style: plainStyle, columns, full }).trimEnd().split("\n");
  const others = ["account 444455556666 has kms:Decrypt [another account]", "this account has kms:Decrypt"];
  const few = "4 roles have kms:Decrypt: role/App, role/Audit, role/Backup and 1 more";
  const named = "4 roles have kms:Decrypt: role/App, role/Audit, role/Backup and role/Report";
  expect(linesAt(300, false)).toEqual([others[0], few, others[1], "… --full shows all"]);
  expect(linesAt(300, true)).toEqual([others[0], named, others[1]]);
  expect(linesAt(Number.POSITIVE_INFINITY, false)).toHaveLength(6);
});
