import { expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { checkPolicy } from "../../src/check/check.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { whenWords } from "../../src/render/condition-words.ts";

/**
 * A word or a Region that is in no list of this program may be misspelt or newer than the list: `who-can` keeps the row and says so, `can`
 * leaves it open, and `check` never says "never" of it. What is in a list, and what no list can ever hold, is told as before.
 */
const account = "111122223333";
const somebody = "arn:aws:iam::111122223333:role/App";
const actions = ["kms:Decrypt", "kms:Sign", "kms:CreateGrant", "kms:Encrypt", "kms:GenerateMac"];
const more = [
  "kms:ReplicateKey",
  "kms:ImportKeyMaterial",
  "kms:GetParametersForImport",
  "kms:DeriveSharedSecret",
];

const storyOf = (effect: string, operator: string, key: string, value: string, facts: KeyFacts) => {
  const all = { Principal: { AWS: somebody }, Action: [...actions, ...more], Resource: "*" };
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      ...(effect === "Deny" ? [{ Effect: "Allow", ...all }] : []),
      { Effect: effect, ...all, Condition: { [operator]: { [key]: value } } },
    ],
  });
  const parsed = parsePolicyText(text, "json");
  const document = documentOf(parsed);
  if (!document) throw new Error("no policy");
  const policy = readPolicy(document);
  const rows = listAccess(policy, facts).filter(({ principal }) => principal === somebody);
  const told = checkPolicy(parsed, facts).filter(({ message }) => message.includes(value));
  const context = { [key]: value };
  const can = rows.flatMap((row) =>
    row.actions.map((action) => evaluate(policy, { principal: somebody, action, context }, facts).decision),
  );
  return { rows, words: rows.map(({ when }) => whenWords(when, true)).join("; "), told, can };
};

test.each([
  ["StringEquals", "kms:KeySpec", "RSA_2049"],
  ["StringEquals", "kms:KeyUsage", "SIGN"],
  ["StringEquals", "kms:CustomerMasterKeySpec", "ML_KEM_4096"],
  ["StringEquals", "kms:SigningAlgorithm", "ECDSA_SHA_999"],
  ["StringEquals", "kms:EncryptionAlgorithm", "AES_256"],
  ["StringEquals", "kms:MacAlgorithm", "HMAC_SHA_1"],
  ["StringEquals", "kms:MessageType", "RAWW"],
  ["StringLike", "kms:WrappingAlgorithm", "DES_*"],
  ["StringEquals", "kms:KeyAgreementAlgorithm", "X25519"],
  ["StringEquals", "kms:KeyOrigin", "AWS_MOON"],
  ["StringEquals", "kms:ExpirationModel", "SOON"],
  ["ForAnyValue:StringEquals", "kms:GrantOperations", "Frobnicate"],
  ["StringEquals", "kms:GrantConstraintType", "SourceVpc"],
  ["StringEquals", "aws:RequestedRegion", "eu-wset-1"],
  ["StringLike", "kms:ViaService", "s3.eu-wset-1.amazonaws.com"],
  ["StringEquals", "kms:ReplicaRegion", "moon-east-1"],
])(
  "%s %s %s is not known: the row stays and says so, and check does not say never",
  (...[operator, key, value]) => {
    for (const effect of ["Allow", "Deny"]) {
      const { rows, words, told, can } = storyOf(effect, operator, key, value, { account });
      expect(rows).not.toEqual([]);
      expect(words).toContain("not known to this kmspol");
      const messages = told.map(({ message }) => message);
      expect(messages.filter((message) => /this kmspol (?:knows|does not know)/.test(message))).toHaveLength(
        1,
      );
      expect(messages.filter((message) => /never|allows nobody|denies nobody/.test(message))).toEqual([]);
      if (effect === "Allow") expect(can).toContain("allowed");
    }
  },
);

test.each([
  ["StringEquals", "kms:KeySpec", "RSA_2048"],
  ["StringLike", "kms:KeySpec", "RSA_*"],
  ["StringEquals", "aws:RequestedRegion", "eu-west-1"],
  ["StringLike", "aws:RequestedRegion", "eu-*"],
  ["StringEquals", "kms:ViaService", "s3.us-gov-west-1.amazonaws.com"],
  ["StringEquals", "kms:KeySpec", "${aws:PrincipalTag/spec}"],
])("%s %s %s is known, or open: nothing is said of it", (...[operator, key, value]) => {
  const { rows, words, told } = storyOf("Allow", operator, key, value, { account });
  expect(rows).not.toEqual([]);
  expect(words).not.toContain("not known");
  expect(told.filter(({ code }) => /value-never-matches|unknown-region/.test(code))).toEqual([]);
});

test("what no list can ever hold gives nobody anything, everywhere", () => {
  const { rows, told } = storyOf("Allow", "StringEquals", "aws:PrincipalType", "Role", { account });
  expect(rows).toEqual([]);
  expect(told.map(({ message }) => message)).toEqual([
    expect.stringContaining('aws:PrincipalType is never "Role"'),
  ]);
});

test("the key tells its own Region: then it is settled, and both say so", () => {
  const known = { account, region: "eu-west-1" };
  const { rows, told } = storyOf("Allow", "StringEquals", "aws:RequestedRegion", "eu-wset-1", known);
  expect(rows).toEqual([]);
  expect(told.map(({ message }) => message)).toEqual([expect.stringContaining("is never")]);
});

test("a service of another Region is listed, and check does not say never; what is of no form of it is neither", () => {
  const known = { account, region: "eu-west-1" };
  const other = storyOf("Allow", "StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com", known);
  expect(other.rows).toHaveLength(1);
  expect(other.told.map(({ message }) => message)).toEqual([expect.not.stringContaining("never")]);
  for (const value of ["s3.amazonaws.com", "s3", "s3.cn-north-1.amazonaws.com.cn"]) {
    const { rows, told } = storyOf("Allow", "StringEquals", "kms:ViaService", value, known);
    expect(rows).toEqual([]);
    expect(told.map(({ message }) => message)).toContainEqual(expect.stringContaining("never"));
  }
});
