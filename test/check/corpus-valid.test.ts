import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import type { Finding } from "../../src/check/finding.ts";
import { parsePolicyText } from "../../src/policy/document.ts";

const folder = new URL("../corpus/valid/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const textOf = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const findings = (name: string): readonly Finding[] => checkPolicy(parsePolicyText(textOf(name), "json"), {});

/** Errors that are right: the folder holds what people published, not only what AWS took. */
const rightly: Readonly<Record<string, readonly string[]>> = {
  // A documentation example whose reader fills in the role's name.
  "142-groovy-sky-zero-etl-creating-smlh-l372.json": ["malformed-principal-arn"],
  "143-groovy-sky-zero-etl-creating-l352.json": ["malformed-principal-arn"],
  // A whole file with two members StringEquals in one Condition: parsers keep the last.
  "212-myoko1996-kms-policy.json": ["duplicate-json-key"],
};

/** Whether the text nowhere gives anyone the right to put a policy: a fragment out of a guide, which KMS would refuse alone. */
const isFragment = (text: string): boolean =>
  !/"kms:(\*|Put\*|PutKeyPolicy)"|"\*:\*"|"NotAction"/i.test(
    text.replaceAll(/"Effect"\s*:\s*"Deny"[^{}]*/g, ""),
  );

test.each(names)("%s has no error but those that are right", (name) => {
  const errors = findings(name).filter(({ severity }) => severity === "error");
  const expected = [...(rightly[name] ?? [])];
  const others = errors.map(({ code }) => code).filter((code) => !expected.includes(code));
  expect(others.filter((code) => code !== "lockout")).toEqual(
    emptyPrincipals.has(name) ? ["missing-principal"] : [],
  );
  if (others.includes("lockout")) expect(isFragment(textOf(name)) || nobodyManages.has(name)).toBe(true);
});

/** A statement of a guide with `"Principal": {}`, for the reader to fill in. */
const emptyPrincipals = new Set(names.filter((name) => /"Principal"\s*:\s*\{\s*\}/.test(textOf(name))));

/** Policies that speak of PutKeyPolicy and let nobody call it: looked at by hand. */
const nobodyManages: ReadonlySet<string> = new Set([
  // A scanner's fixture: `"Principal": {}` beside kms:*.
  "071-aws-cloudformation-iam-policy-validator-test-resource-vali-l354.json",
  // A template with a placeholder of 11 digits for the account: the Deny hits all of the key's own account.
  "167-k9securityio-k9example-l436.json",
  "168-k9securityio-k9example-l436.json",
  "169-k9securityio-k9example-l447.json",
]);

/** Every policy that the rules call open to the world, with what a reader sees there. */
const open: Readonly<Record<string, string>> = {
  "070-aws-cloudformation-iam-policy-validator-test-resource-vali-l342.json":
    "a scanner's fixture: * without condition",
  "098-cloud-custodian-kms-getkeypolicy-1-l4.json": "a scanner's fixture: * without condition",
  "101-cloud-custodian-kms-getkeypolicy-1-l4.json": "* through a service, and no account",
  "102-cloud-custodian-kms-getkeypolicy-1-l4.json": "a scanner's fixture: * without condition",
  "104-cloud-custodian-kms-getkeypolicy-1-l4.json": "a scanner's fixture: * without condition",
  "105-cloud-custodian-kms-getkeypolicy-3-l4.json": "a scanner's fixture: * without condition",
  "197-lifebookai-kms-key-policy-uploads.json": "* through S3, limited by the encryption context alone",
  "223-netflix-test-kms-l43.json": "a scanner's fixture: * without condition",
  "227-panther-labs-aws-kms-key-policy-restricts-usage-l43.json": "a scanner's fixture: * without condition",
  "229-panther-labs-aws-resource-made-public-l502.json": "a scanner's fixture: * without condition",
};

test("only what is open to the world is called so", () => {
  const exposure = ["public-access", "ineffective-restriction", "via-service-without-account"];
  const called = names.filter((name) => findings(name).some(({ code }) => exposure.includes(code)));
  expect(called).toEqual(Object.keys(open));
});
