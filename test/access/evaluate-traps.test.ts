import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import type { AccessRequest, Decision } from "../../src/access/types.ts";
import { allowableActions, keyPolicyActions } from "../../src/policy/kms-actions.ts";
import { engineAnswer, isMirrored } from "./engine-answer.ts";
import type { StatementParts } from "./evaluate-fixtures.ts";
import {
  delegation,
  facts,
  keyArn,
  policyOf,
  policyOfJson,
  role,
  root,
  stranger,
  user,
} from "./evaluate-fixtures.ts";
import { levelOf } from "./inside-access.ts";
import { from } from "./sources.ts";

const app = role("App");

const decide = (
  statements: readonly StatementParts[],
  action = "kms:Decrypt",
  context: AccessRequest["context"] = {},
  keyFacts: KeyFacts = facts,
) => evaluate(policyOf(statements), { principal: app, action, context }, keyFacts);

// The engine lists actions in their documented spelling.
const named = (action: string) =>
  allowableActions.find((known) => known.toLowerCase() === action.toLowerCase()) ?? action;

const expectOfEngine = (
  statements: readonly StatementParts[],
  context: AccessRequest["context"],
  decision: Decision,
  action = "kms:Decrypt",
  keyFacts: KeyFacts = facts,
) => {
  const policy = policyOf(statements);
  expect(engineAnswer(policy, { principal: app, action, context }, keyFacts)).toEqual({
    level: levelOf(decision),
    undecided: [],
  });
  expect(isMirrored(policy, keyFacts)).toBe(true);
};

const only = (Condition: StatementParts): readonly StatementParts[] => [{ Condition }];
const deny = (parts: StatementParts): readonly StatementParts[] => [{}, { Effect: "Deny", ...parts }];

type Row = readonly [
  trap: string,
  source: string,
  readonly StatementParts[],
  AccessRequest["context"],
  Decision,
];

const ec = "kms:EncryptionContext:App";

describe("conditions", () => {
  const rows: readonly Row[] = [
    [
      "a missing key makes a positive operator false",
      from.conditionElement,
      only({ StringEquals: { [ec]: "x" } }),
      {},
      "not-allowed",
    ],
    [
      "… and a negated one true: the Deny fires",
      from.conditionElement,
      deny({ Condition: { StringNotEquals: { [ec]: "x" } } }),
      {},
      "denied",
    ],
    ["… IfExists true", from.ifExists, only({ StringEqualsIfExists: { [ec]: "x" } }), {}, "allowed"],
    [
      "… ForAllValues true",
      from.setOperators,
      only({ "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": "A" } }),
      {},
      "allowed",
    ],
    [
      "… ForAnyValue false",
      from.setOperators,
      only({ "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "A" } }),
      {},
      "not-allowed",
    ],
    [
      "StringEquals takes no wildcard",
      from.stringOperators,
      only({ StringEquals: { "kms:RequestAlias": "alias/a*" } }),
      { "kms:RequestAlias": "alias/ab" },
      "not-allowed",
    ],
    [
      "the name in kms:EncryptionContext folds case",
      from.kmsKeys,
      only({ StringEquals: { [ec]: "x" } }),
      { "KMS:encryptioncontext:APP": "x" },
      "allowed",
    ],
    [
      "… and may have colons",
      from.kmsKeys,
      only({ ArnLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b/*" } }),
      { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b/k" },
      "allowed",
    ],
    [
      "its value does not fold",
      from.stringOperators,
      only({ StringEquals: { [ec]: "x" } }),
      { [ec]: "X" },
      "not-allowed",
    ],
    [
      "StringNotEquals [a, b] is neither",
      from.multivalued,
      only({ StringNotEquals: { [ec]: ["a", "b"] } }),
      { [ec]: "b" },
      "not-allowed",
    ],
    [
      "two Allows with one each are everything",
      from.policyLogic,
      [{ Condition: { StringNotEquals: { [ec]: "a" } } }, { Condition: { StringNotEquals: { [ec]: "b" } } }],
      { [ec]: "b" },
      "allowed",
    ],
    [
      "ForAnyValue on a single-valued key is evaluated",
      from.setOperators,
      only({ "ForAnyValue:StringLike": { "kms:ViaService": "s3.*.amazonaws.com" } }),
      { "kms:ViaService": "s3.us-west-2.amazonaws.com" },
      "allowed",
    ],
    [
      "tests of a block are an and",
      from.conditionElement,
      only({ StringEquals: { [ec]: "x" }, Bool: { "kms:GrantIsForAWSResource": true } }),
      { [ec]: "x" },
      "not-allowed",
    ],
    [
      "unquoted values are their texts",
      from.conditionElement,
      only({ Bool: { "aws:MultiFactorAuthPresent": true } }),
      { "aws:MultiFactorAuthPresent": "true" },
      "allowed",
    ],
    ["an empty Condition restricts nothing", from.conditionElement, only({}), {}, "allowed"],
    ["an empty operator restricts nothing", from.conditionElement, only({ StringEquals: {} }), {}, "allowed"],
    [
      "an empty value list never matches",
      from.conditionElement,
      only({ StringEquals: { [ec]: [] } }),
      { [ec]: "x" },
      "not-allowed",
    ],
    [
      "Null true: the bypass was not asked for",
      "KMS API, PutKeyPolicy",
      only({ Null: { "kms:BypassPolicyLockoutSafetyCheck": "true" } }),
      {},
      "allowed",
    ],
    [
      "a key that an action never carries makes a negated Deny fire always",
      from.kmsActions,
      deny({ Action: "kms:*", Condition: { StringNotEquals: { [ec]: "x" } } }),
      {},
      "denied",
    ],
    [
      "one statement's condition never rescues another",
      from.policyLogic,
      [{ Action: "kms:Encrypt" }, { Condition: { StringEquals: { [ec]: "x" } } }],
      {},
      "not-allowed",
    ],
    ["Deny beats Allow, whatever the order", from.policyLogic, [{ Effect: "Deny" }, {}], {}, "denied"],
    [
      "kms:KeySpec follows from the key",
      from.kmsActions,
      only({ StringEquals: { "kms:KeySpec": "RSA_2048" } }),
      { "kms:KeySpec": "RSA_2048" },
      "not-allowed",
    ],
    [
      "kms:KeyUsage too",
      from.kmsActions,
      only({ StringEquals: { "kms:KeyUsage": "ENCRYPT_DECRYPT" } }),
      {},
      "allowed",
    ],
    ["kms:MultiRegion too", from.kmsActions, only({ Bool: { "kms:MultiRegion": "false" } }), {}, "allowed"],
    [
      "kms:MultiRegionKeyType is absent on a single-Region key",
      from.kmsActions,
      only({ Null: { "kms:MultiRegionKeyType": "true" } }),
      { "kms:MultiRegionKeyType": "PRIMARY" },
      "allowed",
    ],
    [
      "* guarded by the caller's account",
      from.kmsKeys,
      [{ Principal: { AWS: "*" }, Condition: { StringEquals: { "kms:CallerAccount": stranger } } }],
      {},
      "not-allowed",
    ],
  ];
  test.each(rows)("%s (%s)", (_trap, _source, statements, context, decision) => {
    const answer = decide(statements, "kms:Decrypt", context);
    expect(answer.decision).toBe(decision);
    expect(answer.undecided).toBeUndefined();
  });
  test.each(rows)("the engine: %s (%s)", (_trap, _source, statements, context, decision) => {
    expectOfEngine(statements, context, decision);
  });

  test(`Version matters for variables alone (${from.version})`, () => {
    const parts = [{ Condition: { StringEquals: { [ec]: "${aws:PrincipalTag/Team}" } } }];
    const ask = (version: string, value: string) => {
      const context = { [ec]: value, "aws:PrincipalTag/Team": "blue" };
      return evaluate(policyOf(parts, version), { principal: app, action: "kms:Decrypt", context }, facts)
        .decision;
    };
    expect(ask("2012-10-17", "blue")).toBe("allowed");
    expect(ask("2008-10-17", "blue")).toBe("not-allowed");
    expect(ask("2008-10-17", "${aws:PrincipalTag/Team}")).toBe("allowed");
    const without = policyOfJson({
      Statement: [{ Effect: "Allow", Principal: { AWS: app }, Action: "kms:*", Resource: "*", ...parts[0] }],
    });
    const context = { [ec]: "${aws:PrincipalTag/Team}" };
    expect(evaluate(without, { principal: app, action: "kms:Decrypt", context }, facts).decision).toBe(
      "allowed",
    );
  });

  test("unknown operators are never silent: the lesser decision, and why", () => {
    const Condition = { StringMatches: { [ec]: "x" } };
    expect(decide(only(Condition))).toMatchObject({
      decision: "not-allowed",
      undecided: "statement 1: StringMatches is no condition operator",
    });
    expect(decide(deny({ Condition }))).toMatchObject({
      decision: "denied",
      undecided: expect.stringContaining("statement 2") as string,
    });
    expect(decide([{}, { Condition }]).undecided).toBeUndefined();
    expect(decide([{ Effect: "Deny" }, { Condition }]).undecided).toBeUndefined();
  });
});

describe("actions (IAM User Guide, Action; Service Authorization Reference, AWS KMS)", () => {
  test.each<[string, string | readonly string[], string, Decision]>([
    ["case does not matter", "KMS:decrypt", "kms:Decrypt", "allowed"],
    ["nor in the request", "kms:Decrypt", "KMS:DECRYPT", "allowed"],
    ["a wildcard", "kms:GenerateDataKey*", "kms:GenerateDataKeyPair", "allowed"],
    ["one character", "kms:?ncrypt", "kms:Encrypt", "allowed"],
    ["the star alone", "*", "kms:Decrypt", "allowed"],
    ["kms:ReEncrypt matches nothing", "kms:ReEncrypt", "kms:ReEncryptFrom", "not-allowed"],
    ["kms:ReEncrypt* matches both", "kms:ReEncrypt*", "kms:ReEncryptTo", "allowed"],
    ["no colon", ["Decrypt", "kms=Decrypt"], "kms:Decrypt", "not-allowed"],
    ["another service", "s3:*", "kms:Decrypt", "not-allowed"],
    ["Allow of RetireGrant has no effect", "kms:*", "kms:RetireGrant", "not-allowed"],
    ["nor of SynchronizeMultiRegionKey", "kms:*", "kms:SynchronizeMultiRegionKey", "not-allowed"],
    ["nor of what is not done on a key", "kms:*", "kms:ListKeys", "not-allowed"],
    ["nor of another service", "*", "s3:GetObject", "not-allowed"],
    ["JavaScript's own names", "kms:constructor", "kms:__proto__", "not-allowed"],
  ])("%s", (_, Action, action, decision) => {
    expect(decide([{ Action }], action).decision).toBe(decision);
    expectOfEngine([{ Action }], {}, decision, named(action));
  });

  test("a Deny of RetireGrant works", () => {
    expect(decide([{ Effect: "Deny", Action: "kms:RetireGrant" }], "kms:RetireGrant").decision).toBe(
      "denied",
    );
  });
  test("kms:* is the 45 actions, less what the key cannot do", () => {
    const ofAnyKey = { account: facts.account, arn: undefined };
    const allowed = keyPolicyActions.filter(
      (action) => decide([{ Action: "kms:*" }], action, {}, ofAnyKey).decision === "allowed",
    );
    expect(allowed).toEqual(allowableActions);
    expect(decide([{ Action: "kms:*" }], "kms:Sign")).toMatchObject({
      decision: "not-allowed",
      because: "kms:Sign does not work on a symmetric encryption key",
    });
  });
  test("NotAction takes in all others, future ones too", () => {
    const parts = [{ NotAction: ["kms:Delete*", "kms:PutKeyPolicy"] }];
    expect(decide(parts).decision).toBe("allowed");
    expect(decide(parts, "kms:PutKeyPolicy").decision).toBe("not-allowed");
    expect(decide(parts, "kms:FutureThing")).toMatchObject({
      decision: "allowed",
      unknownAction: true,
    });
  });
});

describe("resources (IAM User Guide, Resource; KMS Developer Guide, 'Key policies')", () => {
  const otherKey = keyArn.replace("1234abcd", "9999abcd");
  test.each<[string, StatementParts, Decision]>([
    ["the key's own ARN", { Resource: keyArn }, "allowed"],
    ["a pattern of it", { Resource: "arn:aws:kms:*:*:key/*" }, "allowed"],
    ["one of several", { Resource: [otherKey, "*"] }, "allowed"],
    ["another key is inert", { Resource: otherKey }, "not-allowed"],
    ["an alias is inert", { Resource: keyArn.replace(/key.*/, "alias/app") }, "not-allowed"],
    ["NotResource of another key", { NotResource: otherKey }, "allowed"],
    ["NotResource of this key", { NotResource: keyArn }, "not-allowed"],
    ["no Resource at all", { Resource: [] }, "not-allowed"],
    ["no Action at all", { Action: [] }, "not-allowed"],
    ["no valid Effect", { Effect: "allow" }, "not-allowed"],
  ])("%s", (_, parts, decision) => {
    expect(decide([parts]).decision).toBe(decision);
    expectOfEngine([parts], {}, decision);
  });

  describe("of a key whose ARN is not known", () => {
    const ask = (parts: StatementParts, known = {}) =>
      decide([parts], "kms:Decrypt", {}, { account: facts.account, partition: "aws", ...known });
    test.each<[string, StatementParts, object, Decision]>([
      ["*", { Resource: "*" }, {}, "allowed"],
      ["every key of the account", { Resource: "arn:aws:kms:*:111122223333:key/*" }, {}, "allowed"],
      ["a key of another Region", { Resource: keyArn }, { region: "eu-west-1" }, "not-allowed"],
      ["a key of another account", { Resource: keyArn.replace("111122223333", stranger) }, {}, "not-allowed"],
      ["an alias", { Resource: keyArn.replace(/key.*/, "alias/app") }, {}, "not-allowed"],
      ["another service's ARN", { Resource: "arn:aws:s3:::bucket" }, {}, "not-allowed"],
      ["NotResource of another service's ARN", { NotResource: "arn:aws:s3:::bucket" }, {}, "allowed"],
    ])("%s is decided", (_, parts, known, decision) => {
      expect(ask(parts, known)).toMatchObject({ decision });
      const keyFacts = { account: facts.account, partition: "aws", ...known };
      expectOfEngine([parts], {}, decision, "kms:Decrypt", keyFacts);
      expect(ask(parts, known).undecided).toBeUndefined();
    });
    test.each<[string, StatementParts]>([
      ["a key of its account", { Resource: keyArn }],
      ["keys of some Region", { Resource: "arn:aws:kms:us-*:111122223333:key/*" }],
      ["NotResource of such a key", { NotResource: keyArn }],
    ])("%s may be this one: undecided", (_, parts) => {
      expect(ask(parts)).toMatchObject({
        decision: "not-allowed",
        undecided: expect.stringContaining("ARN was not given") as string,
      });
    });
  });
  test("a policy variable in Resource is resolved (IAM User Guide, 'Policy variables')", () => {
    const parts = { Resource: "arn:aws:kms:*:${aws:PrincipalAccount}:key/*" };
    expect(decide([parts]).decision).toBe("allowed");
    expect(decide([{ Resource: "arn:aws:kms:*:*:key/${aws:PrincipalTag/Key}" }]).decision).toBe(
      "not-allowed",
    );
    expect(
      evaluate(policyOf([parts], "2008-10-17"), { principal: app, action: "kms:Decrypt", context: {} }, facts)
        .decision,
    ).toBe("not-allowed");
  });
});

test("removing the delegation beside a direct grant loses only the via-iam level", () => {
  const ask = (statements: readonly StatementParts[], principal: string) =>
    evaluate(policyOf(statements), { principal, action: "kms:Decrypt", context: {} }, facts).decision;
  expect([ask([delegation, {}], app), ask([delegation, {}], user("A"))]).toEqual(["allowed", "needs-iam"]);
  expect([ask([{}], app), ask([{}], user("A"))]).toEqual(["allowed", "not-allowed"]);
  expect(ask([{ Principal: { AWS: [root, app] } }], app)).toBe("allowed");
});
