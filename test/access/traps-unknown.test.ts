import { describe, expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import type { AccessRequest } from "../../src/access/types.ts";
import { both, denyWhen, named, when } from "./both-ways.ts";
import {
  delegation,
  facts,
  foreignRoot,
  owner,
  policyOf,
  role,
  root,
  stranger,
} from "./evaluate-fixtures.ts";
import { from } from "./sources.ts";

const app = role("App");
const nothing = policyOf([]);

describe("an action that no table knows is access like any other", () => {
  const fresh = { Action: "kms:Frobnicate" };
  both([
    ["it is allowed", from.choice, [fresh], app, {}, "allowed", "kms:Frobnicate"],
    [
      "by the delegation it needs IAM",
      from.choice,
      [{ ...fresh, ...named(root) }],
      app,
      {},
      "needs-iam",
      "kms:Frobnicate",
    ],
    [
      "by another account too",
      from.choice,
      [{ ...fresh, ...named(foreignRoot) }],
      role("x", stranger),
      {},
      "needs-iam",
      "kms:Frobnicate",
    ],
    [
      "a Deny hits it",
      from.choice,
      [fresh, { ...fresh, Effect: "Deny" }],
      app,
      {},
      "denied",
      "kms:Frobnicate",
    ],
    [
      "a wildcard covers it",
      from.choice,
      [{ Action: "kms:Frob*" }, { ...fresh, Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      app,
      {},
      "allowed",
      "kms:Frobnicate",
    ],
    [
      "its condition counts",
      from.choice,
      [{ ...fresh, ...when({ StringEquals: { "kms:RequestAlias": "alias/a" } }) }],
      app,
      { "kms:RequestAlias": "alias/a" },
      "allowed",
      "kms:Frobnicate",
    ],
  ]);
  test("it is gained and lost, and marked", () => {
    const change = compareAccess(
      nothing,
      policyOf([{ Action: ["kms:Frobnicate", "KMS:frobnicate", "kms:Decrypt"] }]),
      facts,
    );
    expect(change.gained).toMatchObject([
      {
        principal: app,
        actions: ["kms:Decrypt", "KMS:frobnicate"].map(
          (name) => expect.stringMatching(new RegExp(name, "i")) as string,
        ),
        unknownActions: [expect.stringMatching(/^kms:frobnicate$/i)],
      },
    ]);
    expect(compareAccess(policyOf([fresh]), nothing, facts).lost).toMatchObject([
      { unknownActions: ["kms:Frobnicate"] },
    ]);
  });
  test("whoever has all has it, where it is named or asked for", () => {
    const all = policyOf([delegation, fresh]);
    const words = listAccess(all, facts, ["kms:frobnicate"]).map(({ principal }) => principal);
    expect(words.sort()).toEqual([`account:${owner}`, app, `root-user:${owner}`]);
    expect(listAccess(policyOf([delegation]), facts, ["kms:Frobnicate"])).toHaveLength(2);
  });
});

describe("a condition key that no table knows may be there or not", () => {
  const key = "acme:Colour";
  const ask = (statements: Parameters<typeof policyOf>[0], context = {}) =>
    evaluate(policyOf(statements), { principal: app, action: "kms:Decrypt", context }, facts);
  test("can leaves it open", () => {
    const because = expect.stringContaining(`it depends on ${key}, which is not known here`) as string;
    expect(ask([when({ StringEquals: { [key]: "red" } })])).toMatchObject({
      decision: "not-allowed",
      undecided: because,
    });
    expect(ask(denyWhen({ StringNotEquals: { [key]: "red" } }))).toMatchObject({
      decision: "denied",
      undecided: because,
    });
    expect(ask(denyWhen({ Null: { "kms:NewKey": "true" } }))).toMatchObject({
      decision: "denied",
      undecided: expect.any(String) as string,
    });
  });
  test("given it decides, by an empty list too", () => {
    expect(ask([when({ StringEquals: { [key]: "red" } })], { [key]: "red" })).toMatchObject({
      decision: "allowed",
    });
    expect(ask(denyWhen({ StringNotEquals: { [key]: "red" } }), { [key]: [] })).toEqual(
      expect.objectContaining({ decision: "denied" }),
    );
  });
  test("who-can names it as a condition, and is sure", () => {
    for (const unknown of [
      key,
      "kms:NewKey",
      "aws:NewKey",
      "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub",
    ]) {
      const [entry] = listAccess(policyOf(denyWhen({ StringEquals: { [unknown]: "red" } })), facts);
      expect(entry).toMatchObject({
        when: [[{ key: unknown, test: "StringEquals", values: ["red"], not: true }]],
      });
      expect(entry?.undecided).toBeUndefined();
    }
  });
});

describe("a key of ML-KEM (KMS API Reference, Encapsulate)", () => {
  const kem = { ...facts, spec: "ML_KEM_768", usage: "ENCAPSULATE_DECAPSULATE" };
  test("it encapsulates and does nothing else", () => {
    const actions = listAccess(policyOf([{ Action: "kms:*" }]), kem).flatMap((entry) => entry.actions);
    expect(actions).toEqual(
      expect.arrayContaining(["kms:Encapsulate", "kms:Decapsulate", "kms:GetPublicKey", "kms:PutKeyPolicy"]),
    );
    for (const never of ["kms:Decrypt", "kms:Sign", "kms:DeriveSharedSecret", "kms:GenerateDataKey"])
      expect(actions).not.toContain(never);
    expect(
      listAccess(policyOf([{ Action: "kms:*" }]), facts).flatMap((entry) => entry.actions),
    ).not.toContain("kms:Decapsulate");
  });
  test("which condition keys its requests carry is not known", () => {
    const [entry] = listAccess(
      policyOf([{ Action: "kms:Decapsulate", ...when({ StringEquals: { "kms:RequestAlias": "alias/a" } }) }]),
      kem,
    );
    expect(entry).toMatchObject({ actions: ["kms:Decapsulate"], when: [[{ key: "kms:RequestAlias" }]] });
  });
});

describe("a condition key that the action never carries", () => {
  const attested = { StringEqualsIgnoreCase: { "kms:RecipientAttestation:ImageSha384": "00" } };
  const signing = { ...facts, spec: "ECC_SECG_P256K1", usage: "SIGN_VERIFY" };
  test.each([
    ["kms:Sign", "kms:RecipientAttestation:ImageSha384", signing],
    ["kms:Sign", "kms:EncryptionContext:A", signing],
    ["kms:DescribeKey", "kms:EncryptionContext:A", facts],
    ["kms:DescribeKey", "kms:GrantOperations", facts],
    ["kms:Decrypt", "aws:RequestTag/a", facts],
    ["kms:Decrypt", "kms:BypassPolicyLockoutSafetyCheck", facts],
    ["kms:GenerateDataKeyWithoutPlaintext", "kms:RecipientAttestation:PCR0", facts],
  ])("%s with %s", (action, key, own) => {
    const request = { principal: app, action, context: { [key]: "1" } };
    const answer = evaluate(
      policyOf([{ Action: action, ...when({ StringEquals: { [key]: "1" } }) }]),
      request,
      own,
    );
    expect(answer).toEqual({
      decision: "not-allowed",
      statements: [],
      ignored: [{ key, because: `${action} does not carry it` }],
    });
  });
  test("it is not offered as what would turn the answer", () => {
    const policy = policyOf([{ Action: "kms:Sign", ...when(attested) }, { Action: "kms:Sign" }]);
    const answer = evaluate(policy, { principal: app, action: "kms:Sign", context: {} }, signing);
    expect(answer.otherwise).toBeUndefined();
  });
  test("a settled key is told to have no effect, where another value is given", () => {
    const request = {
      principal: app,
      action: "kms:Decrypt",
      context: { "aws:RequestedRegion": "eu-west-1", "aws:SecureTransport": "true" },
    };
    expect(evaluate(policyOf([{}]), request, facts).ignored).toEqual([
      { key: "aws:RequestedRegion", because: "it is us-west-2 in every such request" },
    ]);
  });
  test.each<readonly [what: string, context: AccessRequest["context"], because: string | undefined]>([
    ["its own value", { "kms:KeySpec": "SYMMETRIC_DEFAULT" }, undefined],
    ["another value", { "kms:KeySpec": "RSA_2048" }, "it is SYMMETRIC_DEFAULT in every such request"],
    [
      "one value more",
      { "kms:KeySpec": ["SYMMETRIC_DEFAULT", "RSA_2048"] },
      "it is SYMMETRIC_DEFAULT in every such request",
    ],
    [
      "its own value twice",
      { "kms:KeySpec": ["SYMMETRIC_DEFAULT", "SYMMETRIC_DEFAULT"] },
      "it is SYMMETRIC_DEFAULT in every such request",
    ],
    ["no value", { "kms:KeySpec": [] }, "it is SYMMETRIC_DEFAULT in every such request"],
    [
      "a value of what no such request has",
      { "aws:PrincipalServiceName": "logs.amazonaws.com" },
      "it is absent in every such request",
    ],
    ["none of what no such request has", { "aws:PrincipalServiceName": [] }, undefined],
    ["what follows from nothing", { "aws:SourceIp": "203.0.113.7" }, undefined],
  ])("%s is given", (_, context, because) => {
    const [key] = Object.keys(context);
    const { ignored } = evaluate(policyOf([{}]), { principal: app, action: "kms:Decrypt", context }, facts);
    expect(ignored).toEqual(because === undefined ? undefined : [{ key, because }]);
  });
});
