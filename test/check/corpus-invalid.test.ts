import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import type { CheckOptions } from "../../src/check/options.ts";
import { parsePolicyText } from "../../src/policy/document.ts";

const folder = new URL("../corpus/invalid/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const account = "111122223333";
const someone = { arn: `arn:aws:iam::${account}:user/someone`, account };

/**
 * For each file the finding that its `.expect.txt` asks for: code, line, and JSON Pointer. In 008 a Deny with NotPrincipal
 * lists the caller's account and not the caller: the guide leaves open whom that exempts, so the refusal is foretold as possible.
 */
const expected: Readonly<Record<string, readonly [code: string, line: number, path: string]>> = {
  "001": ["missing-principal", 19, "/Statement/1/Principal/AWS"],
  "002": ["missing-principal", 20, "/Statement/1/Principal/AWS"],
  "003": ["malformed-principal-arn", 10, "/Statement/0/Principal/AWS"],
  "004": ["other-key-resource", 8, "/Statement/0/Resource"],
  "005": ["lockout", 1, ""],
  "006": ["lockout", 1, ""],
  "007": ["lockout", 1, ""],
  "008": ["lockout-unknown", 1, ""],
  "009": ["unverified-principal", 0, ""],
  "010": ["unverified-principal", 0, ""],
  "011": ["group-principal", 21, "/Statement/1/Principal/AWS/0"],
  "012": ["deleted-principal", 18, "/Statement/1/Principal/AWS"],
  "013": ["deleted-principal", 57, "/Statement/3/Principal/AWS"],
  "014": ["json-syntax", 1, ""],
  "015": ["lockout", 1, ""],
  "016": ["invalid-version", 2, "/Version"],
  "017": ["malformed-principal-arn", 11, "/Statement/0/Principal/AWS/1"],
  "018": ["malformed-principal-arn", 8, "/Statement/0/Principal/AWS"],
  "019": ["malformed-principal-arn", 8, "/Statement/0/Principal/AWS"],
  "020": ["missing-resource", 4, "/Statement/0"],
  "021": ["missing-resource", 40, "/Statement/2"],
  "022": ["wildcard-in-principal", 18, "/Statement/1/Principal/AWS"],
  "023": ["wildcard-in-principal", 7, "/Statement/0/Principal/AWS"],
  "024": ["invalid-account-id", 7, "/Statement/0/Principal/AWS"],
  "025": ["malformed-principal-arn", 7, "/Statement/0/Principal/AWS"],
  "026": ["malformed-principal-arn", 6, "/Statement/0/Principal/AWS/1"],
  "027": ["invalid-account-id", 8, "/Statement/0/Principal/AWS"],
  "028": ["invalid-account-id", 23, "/Statement/1/Principal/AWS"],
  "029": ["invalid-account-id", 9, "/Statement/0/Principal/AWS"],
  "030": ["invalid-account-id", 38, "/Statement/2/Principal/AWS"],
  "031": ["malformed-principal-arn", 29, "/Statement/1/Principal/AWS/0"],
  "032": ["invalid-principal-format", 6, "/Statement/0/Principal"],
  "033": ["invalid-principal-format", 6, "/Statement/0/Principal"],
  "034": ["other-key-resource", 34, "/Statement/1/Resource"],
  "035": ["other-key-resource", 13, "/Statement/0/Resource"],
  "036": ["unknown-element", 15, "/Statement/0/AWS"],
  "037": ["unknown-element", 2, "/_comment"],
  "038": ["malformed-principal-arn", 7, "/Statement/0/Principal/AWS"],
  "039": ["json-syntax", 29, ""],
  "040": ["json-syntax", 28, ""],
  "041": ["json-syntax", 2, ""],
  "042": ["json-syntax", 11, ""],
  "043": ["json-syntax", 6, ""],
  "044": ["json-syntax", 1, ""],
  "045": ["json-syntax", 5, ""],
  "046": ["json-syntax", 33, ""],
  "047": ["json-syntax", 5, ""],
  "048": ["json-syntax", 5, ""],
  "049": ["json-syntax", 18, ""],
  "050": ["json-syntax", 19, ""],
  "051": ["json-syntax", 8, ""],
  "052": ["json-syntax", 27, ""],
  "053": ["json-syntax", 8, ""],
};

/** What cannot be told from the text: who calls, and what IAM knows. */
const known: Readonly<Record<string, CheckOptions>> = {
  "007": { caller: someone },
  "008": { caller: someone },
  "015": { caller: someone },
};

test.each(names)("%s is reported at its place", (name) => {
  const id = name.slice(0, 3);
  const text = readFileSync(new URL(name, folder), "utf8");
  const [code, line, path] = expected[id]!;
  if (code === "unverified-principal") {
    const principals = [...text.matchAll(/"(arn:aws[^"]*:(?:iam|sts)::[^"]*)"/g)].map(([, arn]) => arn!);
    const found = checkPolicy(parsePolicyText(text, "json"), {}, { missingPrincipals: new Set(principals) });
    expect(found.map((finding) => finding.code)).toContain(code);
    return;
  }
  const found = checkPolicy(parsePolicyText(text, "json"), { account }, known[id] ?? {});
  expect(found.filter((finding) => finding.code === code)).toContainEqual(
    expect.objectContaining({ severity: code === "lockout-unknown" ? "warning" : "error", line, path }),
  );
});
