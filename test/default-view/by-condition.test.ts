import { expect, test } from "vitest";
import { listAccess } from "../../src/access/list-access.ts";
import { removeAdmins, removeUsers, revokeAccounts } from "../../src/core-verbs.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { delegation, useLists, users } from "./console-policies.ts";
import { arn, keys, other, own, policy, statements, statementsOf, type Short } from "./support.ts";

// Who is let in by a condition of an Allow for everyone (IAM User Guide, "AWS global condition context keys"; KMS
// Developer Guide, "kms:CallerAccount"; CloudTrail User Guide, "Granting decrypt permissions").

const third = "777788889999";
const trail = { "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${own}:trail/*` };
const to = (
  condition: JsonValue,
  may: Short["may"] = useLists.symmetric,
  who: Short["who"] = "*",
): Short => ({
  ...{ who, may, if: condition },
});
const verbs = { "remove-user": removeUsers, "remove-admin": removeAdmins, "revoke-account": revokeAccounts };

interface Case {
  readonly name: string;
  readonly verb: keyof typeof verbs;
  readonly who: string;
  readonly there: Short;
  /** Undefined: the statement goes. */
  readonly left: Short | undefined;
}

const cases: readonly Case[] = [
  {
    name: "one account of a list, beside a condition on the encryption context",
    ...{ verb: "revoke-account", who: other },
    there: to({ StringEquals: { "kms:CallerAccount": [own, other] }, StringLike: trail }, "kms:Decrypt"),
    left: to({ StringEquals: { "kms:CallerAccount": [own] }, StringLike: trail }, "kms:Decrypt"),
  },
  {
    name: "the only account: the statement goes",
    ...{ verb: "revoke-account", who: other },
    there: to({ StringEquals: { "kms:CallerAccount": other } }, "kms:*", { AWS: "*" }),
    left: undefined,
  },
  {
    name: "an account by aws:PrincipalAccount, the key in any case, another operator",
    ...{ verb: "revoke-account", who: arn("root", other) },
    there: to({ "ForAnyValue:StringLike": { "AWS:principalaccount": [third, other] } }),
    left: to({ "ForAnyValue:StringLike": { "AWS:principalaccount": [third] } }),
  },
  {
    name: "an account by the ARN of its role, and by a pattern of its ARNs",
    ...{ verb: "revoke-account", who: other },
    there: to({
      ArnLike: { "aws:PrincipalArn": [arn("role/App", other), arn("role/*", other), arn("role/App")] },
    }),
    left: to({ ArnLike: { "aws:PrincipalArn": [arn("role/App")] } }),
  },
  {
    name: "an account for whose resources a service acts",
    ...{ verb: "revoke-account", who: other },
    there: to({ StringEquals: { "aws:SourceAccount": [own, other] } }, "kms:Decrypt", {
      Service: "sns.amazonaws.com",
    }),
    left: to({ StringEquals: { "aws:SourceAccount": [own] } }, "kms:Decrypt", {
      Service: "sns.amazonaws.com",
    }),
  },
  {
    name: "an account by the only resource of a service's statement",
    ...{ verb: "revoke-account", who: other },
    there: to({ ArnLike: { "aws:SourceArn": `arn:aws:sns:*:${other}:*` } }, "kms:Decrypt", {
      Service: "sns.amazonaws.com",
    }),
    left: undefined,
  },
  {
    name: "a role of a list",
    ...{ verb: "remove-user", who: "role/App" },
    there: to({ ArnLike: { "aws:PrincipalArn": [arn("role/App"), arn("role/Batch")] } }),
    left: to({ ArnLike: { "aws:PrincipalArn": [arn("role/Batch")] } }),
  },
  {
    name: "the only role, by StringEquals",
    ...{ verb: "remove-user", who: arn("role/App", other) },
    there: to({ StringEquals: { "aws:PrincipalArn": arn("role/App", other) } }, "kms:Decrypt"),
    left: undefined,
  },
  {
    name: "a role to which the account's own share is narrowed",
    ...{ verb: "remove-user", who: "role/App" },
    there: to(
      { ArnEquals: { "aws:PrincipalArn": [arn("role/App"), arn("role/Batch")] } },
      "kms:Decrypt",
      "root",
    ),
    left: to({ ArnEquals: { "aws:PrincipalArn": [arn("role/Batch")] } }, "kms:Decrypt", "root"),
  },
  {
    name: "a user by name, in the key's account",
    ...{ verb: "remove-user", who: "user/Ann" },
    there: to({ StringEquals: { "aws:username": ["Ann", "Bob"], "kms:CallerAccount": own } }),
    left: to({ StringEquals: { "aws:username": ["Bob"], "kms:CallerAccount": own } }),
  },
  {
    name: "an administrator of a list",
    ...{ verb: "remove-admin", who: "role/Ops" },
    there: to({ ArnEquals: { "aws:PrincipalArn": [arn("role/Ops"), arn("user/Eve")] } }, [
      "kms:Put*",
      "kms:Enable*",
    ]),
    left: to({ ArnEquals: { "aws:PrincipalArn": [arn("user/Eve")] } }, ["kms:Put*", "kms:Enable*"]),
  },
];

const others = [delegation, users("role/Else")];

test.each(cases)("$verb takes out of a condition: $name", ({ verb, who, there, left }) => {
  const document = policy(...others, there);
  const result = verbs[verb](document, [who], keys.symmetric);
  expect(statementsOf(result.document)).toEqual(statements(...others, ...(left ? [left] : [])));
  const again = verbs[verb](result.document, [who], keys.symmetric);
  expect(again.document).toBe(result.document);
});

test("what somebody keeps beside the role is split off, with the condition that is theirs alone", () => {
  const may = ["kms:Decrypt", "kms:TagResource"];
  const both = to({ ArnLike: { "aws:PrincipalArn": [arn("role/App"), arn("role/Batch")] } }, may);
  const { document } = removeUsers(policy(delegation, both), ["role/App"], keys.symmetric);
  expect(statementsOf(document)).toEqual(
    statements(
      delegation,
      to({ ArnLike: { "aws:PrincipalArn": [arn("role/Batch")] } }, may),
      to({ ArnLike: { "aws:PrincipalArn": arn("role/App") } }, "kms:TagResource"),
    ),
  );
});

const inList = { ArnLike: { "aws:PrincipalArn": [arn("role/App*"), arn("role/Batch")] } };

test.each<[keyof typeof verbs, string, Short, string]>([
  ["remove-user", "role/App", to(inList), "aws:PrincipalArn ArnLike"],
  ["remove-user", "role/App", to({ StringEquals: { "kms:CallerAccount": own } }), `kms:CallerAccount`],
  ["remove-user", "role/App", to({ StringNotEquals: { "aws:PrincipalAccount": other } }), "StringNotEquals"],
  ["remove-user", "role/App", { who: "*", may: "kms:Decrypt" }, "Everyone"],
  ["revoke-account", other, to({ StringLike: { "kms:CallerAccount": "4444*" } }), "4444*"],
  ["revoke-account", other, to({ StringNotEquals: { "kms:CallerAccount": third } }), "StringNotEquals"],
  ["revoke-account", other, { who: "*", may: "kms:Decrypt" }, "Everyone"],
  ["remove-admin", "role/Ops", to({ StringLike: { "aws:PrincipalArn": arn("role/O*") } }, "kms:Put*"), "O*"],
])("%s %s is refused with the place where the policy still gives it", (verb, who, there, words) => {
  expect(() => verbs[verb](policy(...others, there), [who], keys.symmetric)).toThrow(
    expect.objectContaining({
      ...{ exit: 3, code: "access-remains" },
      message: expect.stringMatching(
        new RegExp(`${words.replaceAll("*", "\\*")}|statement 3`, "s"),
      ) as string,
      hint: expect.stringContaining("kmspol edit") as string,
    }) as Error,
  );
});

test.each<[string, keyof typeof verbs, string, readonly Short[]]>([
  ["a Deny takes it", "remove-user", "role/App", [to(inList), { deny: true, who: "role/App", may: "kms:*" }]],
  ["another account", "revoke-account", other, [to({ StringEquals: { "kms:CallerAccount": third } })]],
  ["others by ARN", "remove-user", "role/App", [to({ ArnLike: { "aws:PrincipalArn": arn("user/*") } })]],
  ["no use of the key", "remove-user", "role/App", [{ who: "*", may: "kms:DescribeKey" }]],
])("nothing is left and nothing refused: %s", (_, verb, who, there) => {
  const document = policy(...others, ...there);
  const result = verbs[verb](document, [who], keys.symmetric);
  expect(result.document).toBe(document);
  expect(result.notes.join()).not.toMatch(/Everyone|keeps/);
});

test("an organization may or may not be theirs: a note, no refusal", () => {
  const document = policy(...others, to({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }));
  const { notes } = revokeAccounts(document, [other], keys.symmetric);
  expect(notes.join("\n")).toContain(`perhaps ${other} too`);
});

test("where something was taken, an Allow for everyone is told beside it", () => {
  const document = policy(delegation, users("role/App"), { who: "*", may: "kms:Decrypt" });
  const { notes } = removeUsers(document, ["role/App"], keys.symmetric);
  expect(notes.join("\n")).toContain("Everyone, the removed ones too, has a share in use of the key");
});

test.each(cases.filter(({ verb }) => verb === "revoke-account"))(
  "who-can tells the same story: $name",
  ({ there, who }) => {
    const { document } = revokeAccounts(policy(...others, there), [who], keys.symmetric);
    const words = JSON.stringify(listAccess(readPolicy(document), keys.symmetric));
    expect(words).not.toContain(other);
  },
);
