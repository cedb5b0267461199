import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import type { FindingCode } from "../../src/check/catalogue.ts";
import { fixOne } from "../../src/check/fix-one.ts";
import { documentOf, loadPolicyText, parsePolicyText } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { changed, facts, plain, only, textOf, when } from "./fixture.ts";

// What an editor offers for a finding: the edit that its hint describes, and none where the hint leaves something to be filled in.

const named = (Principal: unknown) => changed({ Principal });
const account = { account: "111122223333" };

test.each<[string, FindingCode, Record<string, unknown>, string | undefined, KeyFacts?]>([
  [
    "a service without its Region",
    "service-principal-region",
    named({ Service: "logs.amazonaws.com" }),
    '"logs.us-west-2.amazonaws.com"',
  ],
  [
    "a service without its Region, and the key's is not known",
    "service-principal-region",
    named({ Service: "logs.amazonaws.com" }),
    undefined,
    account,
  ],
  [
    "a service of another Region",
    "service-principal-region",
    named({ Service: "logs.eu-west-1.amazonaws.com" }),
    '"logs.us-west-2.amazonaws.com"',
  ],
  [
    "a version that is none",
    "invalid-version",
    { ...only(plain), Version: "2026-01-01" },
    '"Version": "2012-10-17"',
  ],
  [
    "a version that is none, and a variable: the newer one would read it otherwise",
    "invalid-version",
    { ...when({ StringEquals: { "aws:PrincipalTag/team": "${aws:username}" } }), Version: "2026-01-01" },
    undefined,
  ],
  ["an account id with hyphens", "invalid-account-id", named({ AWS: "1111-2222-3334" }), '"111122223334"'],
  ["an account id that is too short", "invalid-account-id", named({ AWS: "1111222233" }), undefined],
  [
    "a session for its role",
    "principal-arn-session",
    when({ ArnEquals: { "aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/App/*" } }),
    ':role/App"',
  ],
  [
    "milliseconds",
    "date-format",
    when({ DateLessThan: { "aws:EpochTime": "1900000000000" } }),
    '"1900000000"',
  ],
  ["what is no date", "date-format", when({ DateLessThan: { "aws:CurrentTime": "tomorrow" } }), undefined],
  ["yes for true", "bool-not-boolean", when({ Bool: { "aws:SecureTransport": "yes" } }), '"true"'],
  ["no for false", "bool-not-boolean", when({ Bool: { "aws:SecureTransport": "no" } }), '"false"'],
  [
    "what is neither true nor false",
    "bool-not-boolean",
    when({ Bool: { "aws:SecureTransport": "maybe" } }),
    undefined,
  ],
  [
    "a key without its prefix",
    "condition-key-format",
    when({ StringEquals: { ViaService: "s3.us-west-2.amazonaws.com" } }),
    '"kms:ViaService"',
  ],
  [
    "a key that is like none",
    "condition-key-format",
    when({ StringEquals: { Frobnicated: "x" } }),
    undefined,
  ],
  ["a misspelt action", "unknown-action", changed({ Action: "kms:Decript" }), '"kms:Decrypt"'],
  ["an action that is like none", "unknown-action", changed({ Action: "kms:Frobnicate" }), undefined],
  ["no Resource", "missing-resource", changed({ Resource: undefined }), '"Resource": "*"'],
  [
    "no Resource, but a word that is nearly that",
    "missing-resource",
    changed({ Resource: undefined, Resourse: "*" }),
    undefined,
  ],
  ["an empty Resource", "missing-resource", changed({ Resource: [] }), '"Resource": "*"'],
  ["no Action", "missing-action", changed({ Action: undefined }), undefined],
])("%s (%s)", (_, code, policy, edit, of = facts) => {
  const parsed = parsePolicyText(textOf(policy), "json");
  const found = checkPolicy(parsed, of).find((finding) => finding.code === code);
  expect(found?.code).toBe(code);
  const fixed = found && fixOne(documentOf(parsed)!, of, {}, found);
  if (edit === undefined) expect(fixed).toBeUndefined();
  else {
    const count = (text: string) => text.split(edit).length;
    expect(count(fixed?.document.text ?? "")).toBe(count(parsed.text) + 1);
    expect(fixed?.hint).toBe(found?.hint);
  }
});

test("members that are all misspelt are mended together, or not at all", () => {
  const { Effect, Principal, Action, ...rest } = plain;
  const policy = only(plain, { ...rest, Efect: Effect, Pricipal: Principal, Acton: Action });
  const parsed = parsePolicyText(textOf(policy), "json");
  const found = checkPolicy(parsed, facts).filter(({ code }) => code === "unknown-element");
  expect(found).toHaveLength(3);
  for (const finding of found) {
    const fixed = fixOne(documentOf(parsed)!, facts, {}, finding);
    expect(fixed?.isSafe).toBe(true);
    expect(JSON.parse(fixed?.document.text ?? "")).toEqual(only(plain, plain));
  }
});

test("one finding of several of its code is mended, the others stay", () => {
  const twice = changed({ Action: ["kms:Decrypt", "kms:decrypt", "kms:Encrypt", "kms:encrypt"] });
  const parsed = parsePolicyText(textOf(twice), "json");
  const found = checkPolicy(parsed, facts).filter(({ fixable }) => fixable);
  expect(found).toHaveLength(2);
  const [first] = found;
  const text = fixOne(documentOf(parsed)!, facts, {}, first!)?.document.text ?? "";
  expect([text.includes("kms:decrypt"), text.includes("kms:encrypt")]).toEqual([false, true]);
});

test("what is no finding of the policy is not mended", () => {
  const parsed = parsePolicyText(textOf(changed({ Action: "kms:Decript" })), "json");
  const elsewhere = { code: "unknown-action" as const, path: "/Statement/0/Action" };
  expect(fixOne(documentOf(parsed)!, facts, {}, elsewhere)).toBeUndefined();
});

test("a character that KMS does not take is found in YAML, too", async () => {
  const text =
    'Version: "2012-10-17"\nStatement:\n  - Sid: Allow – use\n    Effect: Allow\n    Principal: { AWS: "arn:aws:iam::111122223333:root" }\n    Action: kms:*\n    Resource: "*"\n';
  const found = checkPolicy(await loadPolicyText(text, "yaml"), facts);
  expect(found.filter(({ code }) => code === "invalid-character")).toMatchObject([
    { line: 3, hint: 'write "-" instead' },
  ]);
});
