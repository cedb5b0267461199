import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { Policy } from "../../src/policy/model.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

const folder = fileURLToPath(new URL("../corpus/", import.meta.url));

/** The policy in a file of the corpus, named from the corpus folder: `valid/001-….json`. */
export const corpusPolicy = (name: string): Policy => {
  const document = documentOf(parsePolicyText(readFileSync(folder + name, "utf8"), "json"));
  if (!document) throw new Error(`${name} does not parse`);
  return readPolicy(document);
};

export const validPolicies: readonly string[] = readdirSync(`${folder}valid`)
  .filter((name) => name.endsWith(".json"))
  .map((name) => `valid/${name}`);

/** Older and newer versions of the same file. */
export const corpusPairs: readonly (readonly [before: string, after: string])[] = readFileSync(
  `${folder}PAIRS.tsv`,
  "utf8",
)
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [before = "", after = ""] = line.split("\t");
    return [before, after];
  });

/** A policy without one of its statements. */
export const without = (policy: Policy, index: number): Policy => ({
  ...policy,
  statements: policy.statements.filter((statement) => statement.index !== index),
});
