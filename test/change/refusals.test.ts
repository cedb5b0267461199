import { expect, test } from "vitest";
import type { Finding } from "../../src/check/finding.ts";
import { findingRefusals } from "../../src/change/refusals.ts";
import { keyChanged as key } from "./fakes.ts";

// Which findings keep a change from being written, how it is told, and what lifts it.

const file = { ...key, target: { kind: "file" as const, path: "p.json" } };
const plain = { accepted: [], bypass: false, restores: false };
const finding = (code: string, severity: Finding["severity"], more: Partial<Finding> = {}) => ({
  code,
  severity,
  message: "it says so",
  path: "",
  line: 7,
  column: 1,
  fixable: false,
  ...more,
});

const fresh = { introduced: true };
const old = { introduced: false };

test.each([
  ["a new error", finding("invalid-effect", "error", fresh), key, plain, ["invalid-effect", false]],
  [
    "an error of which it is not known",
    finding("unknown-action", "error"),
    key,
    plain,
    ["unknown-action", false],
  ],
  [
    "an old error that KMS refuses",
    finding("invalid-effect", "error", old),
    key,
    plain,
    ["invalid-effect", false],
  ],
  ["an old error that KMS takes", finding("unknown-action", "error", old), key, plain, undefined],
  ["a new exposure", finding("public-access", "security", fresh), key, plain, ["public-access", true]],
  ["an old exposure", finding("public-access", "security", old), key, plain, undefined],
  ["an exposure of which it is not known", finding("public-access", "security"), key, plain, undefined],
  [
    "one that is accepted",
    finding("public-access", "security", fresh),
    key,
    { ...plain, accepted: ["public-access"] },
    undefined,
  ],
  [
    "another one that is accepted",
    finding("public-access", "security", fresh),
    key,
    { ...plain, accepted: ["invalid-effect"] },
    ["public-access", true],
  ],
  [
    "an error that is accepted",
    finding("invalid-effect", "error", fresh),
    key,
    { ...plain, accepted: ["invalid-effect"] },
    ["invalid-effect", false],
  ],
  ["a new warning", finding("unknown-action", "warning", fresh), key, plain, undefined],
  ["a new suggestion", finding("missing-sid", "suggestion", fresh), key, plain, undefined],
  ["a lockout, which is decided elsewhere", finding("lockout", "error", fresh), key, plain, undefined],
  ["a lockout of which it is not known", finding("lockout-unknown", "error", fresh), key, plain, undefined],
  [
    "a Deny of everybody's management",
    finding("deny-everyone-manage", "error", fresh),
    key,
    plain,
    ["deny-everyone-manage", false],
  ],
  [
    "the same with the bypass",
    finding("deny-everyone-manage", "error", fresh),
    key,
    { ...plain, bypass: true },
    undefined,
  ],
  [
    "another error with the bypass",
    finding("invalid-effect", "error", fresh),
    key,
    { ...plain, bypass: true },
    ["invalid-effect", false],
  ],
  [
    "somebody new whom IAM does not know",
    finding("unverified-principal", "warning", fresh),
    key,
    plain,
    ["unverified-principal", false],
  ],
  ["the same, as before", finding("unverified-principal", "warning", old), key, plain, undefined],
  [
    "an exposure that an undo brings back",
    finding("public-access", "security", fresh),
    key,
    { ...plain, restores: true },
    undefined,
  ],
  [
    "an error that an undo brings back, and KMS takes",
    finding("unknown-action", "error", fresh),
    key,
    { ...plain, restores: true },
    undefined,
  ],
  [
    "one that KMS refuses",
    finding("invalid-effect", "error", fresh),
    key,
    { ...plain, restores: true },
    ["invalid-effect", false],
  ],
  [
    "somebody whom IAM does not know",
    finding("unverified-principal", "warning", fresh),
    key,
    { ...plain, restores: true },
    ["unverified-principal", false],
  ],
  [
    "what is as good as a lockout",
    finding("deny-everyone-manage", "error", fresh),
    key,
    { ...plain, restores: true },
    ["deny-everyone-manage", false],
  ],
  [
    "what KMS refuses, brought back to a file",
    finding("invalid-effect", "error", fresh),
    file,
    { ...plain, restores: true },
    undefined,
  ],
  [
    "somebody unknown, brought back to a file",
    finding("unverified-principal", "warning", fresh),
    file,
    { ...plain, restores: true },
    undefined,
  ],
] as const)("%s", (_, found, subject, options, ends) => {
  const refusals = findingRefusals([found], subject, options);
  expect(refusals.map(({ code, acceptable }) => [code, acceptable])).toEqual(ends ? [ends] : []);
  for (const { message } of refusals) expect(message).toMatch(/(^|: )line 7: it says so$/);
});

test.each([
  ["new", finding("invalid-effect", "error", { ...fresh, hint: "do this" }), "do this"],
  ["old", finding("invalid-effect", "error", old), "mend it with: kmspol edit"],
  [
    "old, with a safe answer",
    finding("invalid-effect", "error", { ...old, fixable: true }),
    "mend it first: kmspol check arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab --fix",
  ],
  [
    "old, of somebody deleted",
    finding("deleted-principal", "error", { ...old, fixable: true }),
    "mend it first: kmspol prune",
  ],
  [
    "an exposure",
    finding("public-access", "security", fresh),
    "if that is meant, give --accept public-access",
  ],
])("the way out of an error that is %s", (_, found, way) => {
  const [refusal] = findingRefusals([found], key, plain);
  expect(refusal?.hint).toContain(way);
});
