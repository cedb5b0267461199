import { describe, expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import type { Policy } from "../../src/policy/model.ts";
import { app, facts, own, policyOf, when, type Written } from "./compare-fixtures.ts";
import { from } from "./sources.ts";

const nothing: Policy = { version: "2012-10-17", id: undefined, statements: [] };

/** What rests on something that cannot be decided is listed with the reason; it counts as a gain and as a loss, and is no difference to itself. */
const expectUndecided = (statements: readonly Written[], reason: RegExp) => {
  const policy = policyOf(statements);
  const entries = listAccess(policy, facts);
  expect(entries.length).toBeGreaterThan(0);
  for (const { undecided } of entries) expect(undecided).toMatch(reason);
  expect(compareAccess(nothing, policy, facts)).toMatchObject({ equivalent: false, gained: entries });
  expect(compareAccess(policy, nothing, facts)).toMatchObject({ equivalent: false, lost: entries });
  expect(compareAccess(policy, policy, facts).equivalent).toBe(true);
};

describe("what nobody can tell is possible, with the reason", () => {
  test.each<[what: string, source: string, statements: readonly Written[], reason: RegExp]>([
    [
      "an unknown operator",
      from.conditionElement,
      [when({ StringResembles: { "kms:ViaService": "a" } })],
      /StringResembles is no/,
    ],
    [
      "… with a prefix and IfExists",
      from.ifExists,
      [when({ "ForAnyValue:NullIfExists": { a: "b" } })],
      /NullIfExists is no/,
    ],
    [
      "an operator named as one of JavaScript's own",
      from.conditionElement,
      [when({ constructor: { a: "b" } })],
      /constructor is no/,
    ],
    ["an operator without keys", from.conditionElement, [when({ StringEquals: "x" })], /malformed/],
    ["a Condition that is no object", from.conditionElement, [{ Condition: "x" }], /malformed/],
    [
      "a number that is none",
      from.numericOperators,
      [when({ NumericLessThan: { "aws:MultiFactorAuthAge": "soon" } })],
      /"soon" is no/,
    ],
    [
      "a number too long to be compared",
      from.numericOperators,
      [when({ NumericLessThan: { "aws:MultiFactorAuthAge": "9007199254740993" } })],
      /at most 15 digits/,
    ],
    [
      "30 February",
      from.dateOperators,
      [when({ DateLessThan: { "aws:CurrentTime": "2026-02-30" } })],
      /no date/,
    ],
    [
      "milliseconds",
      from.dateOperators,
      [when({ DateLessThan: { "aws:CurrentTime": "1767225600000" } })],
      /no date/,
    ],
    [
      "a time in words",
      from.dateOperators,
      [when({ NumericLessThan: { "aws:EpochTime": "soon" } })],
      /no time in seconds/,
    ],
    [
      "a prefix too long",
      from.addressOperators,
      [when({ IpAddress: { "aws:SourceIp": "10.0.0.0/33" } })],
      /no IP address/,
    ],
    [
      "an address with leading zeros",
      from.addressOperators,
      [when({ IpAddress: { "aws:SourceIp": "010.0.0.0/8" } })],
      /no IP address/,
    ],
    [
      "a boolean that is none",
      from.boolOperator,
      [when({ Bool: { "aws:SecureTransport": "yes" } })],
      /neither true nor false/,
    ],
    [
      "Null of neither",
      from.nullOperator,
      [when({ Null: { "kms:ViaService": "yes" } })],
      /neither true nor false/,
    ],
    [
      "base64 that is none",
      from.binaryOperator,
      [when({ BinaryEquals: { "aws:PrincipalTag/k": "!" } })],
      /no base64/,
    ],
    [
      "a variable in Bool",
      from.variables,
      [when({ Bool: { "aws:SecureTransport": "${aws:PrincipalTag/k}" } })],
      /neither true/,
    ],
    [
      "a variable left open",
      from.variables,
      [when({ StringEquals: { "aws:PrincipalTag/k": "${aws:username" } })],
      /well-formed/,
    ],
    [
      "a variable of several values",
      from.variables,
      [when({ StringEquals: { "aws:PrincipalTag/k": "${aws:PrincipalOrgPaths" } })],
      /well-formed/,
    ],
    [
      "two kinds of test on one key that never hold together",
      from.conditionElement,
      [
        when({
          IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
          StringEquals: { "aws:SourceIp": "192.0.2.1" },
        }),
      ],
      /tests of aws:SourceIp are too different/,
    ],
    [
      "a group",
      from.principalElement,
      [{ Principal: { AWS: `arn:aws:iam::${own}:group/Ops` } }],
      /group\/Ops names nobody/,
    ],
    [
      "a broken ARN",
      from.principalElement,
      [{ Principal: { AWS: `arn:aws:iam:${own}:role/App` } }],
      /role\/App names nobody/,
    ],
    [
      "a wildcard in an ARN",
      from.principalElement,
      [{ Principal: { AWS: `arn:aws:iam::${own}:role/*` } }],
      /role\/\* names nobody/,
    ],
    [
      "a service under AWS",
      from.principalElement,
      [{ Principal: { AWS: "logs.amazonaws.com" } }],
      /logs.amazonaws.com names nobody/,
    ],
    [
      "a service that is all",
      from.principalElement,
      [{ Principal: { Service: "*" } }],
      /Service \* names nobody/,
    ],
    [
      "a Resource that may be another key",
      from.keyPolicies,
      [{ Resource: `arn:aws:kms:eu-west-1:${own}:key/1` }],
      /was not given/,
    ],
    [
      "NotResource of such a key",
      from.keyPolicies,
      [{ Resource: undefined, NotResource: `arn:aws:kms:eu-west-1:${own}:key/1` }],
      /was not given/,
    ],
    [
      "a variable in Resource",
      from.variables,
      [{ Resource: "arn:aws:kms:*:${aws:PrincipalAccount}:key/*" }],
      /policy variable/,
    ],
    [
      "NotPrincipal that lists the role and not its account",
      from.notPrincipal,
      [{}, { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: app } }],
      /NotPrincipal/,
    ],
  ])("%s (%s)", (_what, _source, statements, reason) => {
    expectUndecided(statements, reason);
  });
});

const letters = Array.from("abcdefghijklmnop");
const roles = (pattern: (letter: string) => string) =>
  letters.map((letter) => `arn:aws:iam::${own}:role/${pattern(letter)}`);

// Each kind of caller, account or value is tried where they can be told apart; where that is too much, each test is left open by itself.
describe("too many ways to try each: the tests are left open", () => {
  test.each<[string, readonly Written[], RegExp]>([
    [
      "overlapping patterns on the caller's ARN",
      roles((letter) => `*${letter}*`).map((arn) => ({
        Principal: { AWS: "*" },
        ...when({ ArnLike: { "aws:PrincipalArn": arn }, StringEquals: { "kms:CallerAccount": own } }),
      })),
      /too many patterns on the caller/,
    ],
    [
      "… on the path of the role of a session",
      roles((letter) => `*${letter}*/Deep`).map((arn) => ({
        Principal: { AWS: `arn:aws:sts::${own}:assumed-role/Deep/one` },
        ...when({ ArnLike: { "aws:PrincipalArn": arn } }),
      })),
      /too many patterns on the caller/,
    ],
    [
      "… on the user's name",
      letters.map((letter) => ({
        Principal: { AWS: "*" },
        ...when({
          StringLike: { "aws:username": `*${letter}*` },
          StringEquals: { "kms:CallerAccount": own },
        }),
      })),
      /too many patterns on the caller/,
    ],
    [
      "… on account ids",
      Array.from("0123456789", (digit) => ({
        Principal: { AWS: "*" },
        ...when({ StringLike: { "kms:CallerAccount": [`*${digit}*${digit}*`, `*${digit}1*`] } }),
      })),
      /too many patterns/,
    ],
  ])("%s", (_what, statements, reason) => {
    const undecided = listAccess(policyOf(statements), facts).filter(
      (entry) => entry.undecided !== undefined,
    );
    expect(undecided.length).toBeGreaterThan(0);
    for (const entry of undecided) expect(entry.undecided).toMatch(reason);
    expect(compareAccess(policyOf(statements), policyOf(statements), facts).equivalent).toBe(true);
  });

  const patterns = letters.map((letter) => `*${letter}*`);
  test("one pattern less on the caller is a possible loss, and the conditions are named", () => {
    const guarded = (values: readonly string[]) =>
      policyOf(
        values.map((arn) => ({
          Principal: { AWS: "*" },
          ...when({ ArnLike: { "aws:PrincipalArn": arn }, StringEquals: { "kms:CallerAccount": own } }),
        })),
      );
    const all = roles((letter) => `*${letter}*`);
    const { gained, lost } = compareAccess(guarded(all), guarded(all.slice(1)), facts);
    expect(gained).toEqual([]);
    const [entry] = lost;
    expect(entry?.undecided).toMatch(/too many patterns on the caller/);
    expect(JSON.stringify(entry?.when)).toContain("role/*a*");
  });
  test("one value less on a context key is decided where an example shows it", () => {
    const before = policyOf(
      patterns.map((value) => when({ StringLike: { "kms:EncryptionContext:k": value } })),
    );
    const after = policyOf(
      patterns.slice(1).map((value) => when({ StringLike: { "kms:EncryptionContext:k": value } })),
    );
    const { gained, lost } = compareAccess(before, after, facts);
    expect([gained.length, lost.length]).toEqual([0, 1]);
    const [entry] = lost;
    if (!entry) throw new Error("the loss is not told");
    const ask = (policy: Policy) => evaluate(policy, entry.example, facts).decision;
    expect(entry.undecided !== undefined || (ask(before) === "allowed" && ask(after) === "not-allowed")).toBe(
      true,
    );
  });
  test("too many wildcards on actions: what AWS adds later is said to differ, without names", () => {
    const wild = patterns.map((name) => `kms:${name}`);
    const change = compareAccess(policyOf([{ Action: wild }]), policyOf([{ Action: wild.slice(1) }]), facts);
    expect(change.futureActions).toBe(true);
  });
});

// What has no effect gives nothing, and is no difference: `check` names each.
describe("inert statements give nothing", () => {
  test.each<[what: string, source: string, statement: Written]>([
    ["no valid Effect", from.policyLogic, { Effect: "allow" }],
    ["no Action", from.actionElement, { Action: [] }],
    ["no Resource", from.resourceElement, { Resource: [] }],
    ["no principal", from.principalElement, { Principal: {} }],
    ["an action without a colon", from.actionElement, { Action: ["Decrypt", "k*", "*Decrypt"] }],
    ["an action of another service", from.kmsActions, { Action: "s3:*" }],
    ["an alias", from.keyPolicies, { Resource: `arn:aws:kms:eu-west-1:${own}:alias/app` }],
    ["another service's Resource", from.keyPolicies, { Resource: "arn:aws:s3:::bucket" }],
    ["another account's key", from.keyPolicies, { Resource: "arn:aws:kms:*:999999999999:key/*" }],
    [
      "a principal of another partition",
      from.principalElement,
      { Principal: { AWS: `arn:aws-cn:iam::${own}:role/App` } },
    ],
    ["an empty list of values", from.conditionElement, when({ StringEquals: { "kms:ViaService": [] } })],
    [
      "a condition that contradicts itself",
      from.nullOperator,
      when({ StringEquals: { "kms:ViaService": "a" }, Null: { "kms:ViaService": true } }),
    ],
  ])("%s (%s)", (_what, _source, statement) => {
    expect(listAccess(policyOf([statement]), facts)).toEqual([]);
    expect(compareAccess(nothing, policyOf([statement]), facts)).toEqual({
      equivalent: true,
      gained: [],
      lost: [],
    });
  });
});

test("a key that KMS does not know is a condition as any other: it is told, not left out", () => {
  for (const key of ["foo:bar", "kms:Nonsense", "constructor", "__proto__"]) {
    const [entry] = listAccess(policyOf([{ Condition: { StringEquals: { [key]: "x" } } }]), facts);
    expect(entry?.when).toEqual([[{ key, test: "StringEquals", values: ["x"] }]]);
  }
});
