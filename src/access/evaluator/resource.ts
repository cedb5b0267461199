import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Statement } from "../../policy/model.ts";
import { matchesWildcards } from "./wildcard.ts";

/**
 * Does the statement's Resource or NotResource take in this key? `*` always does; a pattern does where it matches the
 * key's ARN. Where the ARN is not known, a pattern of key ARNs counts as this key unless a known part contradicts it:
 * published policies that name a key name their own. An alias never matches (a key policy speaks of its key alone).
 */
export const matchesResource = ({ resources, notResource }: Statement, facts: KeyFacts): boolean =>
  resources.some((pattern) => matchesKey(pattern, facts)) !== notResource;

const matchesKey = (pattern: string, facts: KeyFacts): boolean =>
  pattern === "*" || matchesWildcards(pattern, facts.arn ?? likelyArn(pattern, facts));

// The ARN of a key that has what is known, and for the rest what the pattern asks for.
const likelyArn = (pattern: string, { partition, region, account }: KeyFacts): string => {
  const [, wantedPartition, , wantedRegion, wantedAccount, ...rest] = pattern.split(":");
  const resource = rest.join(":").replace(/[*?]/g, "x");
  return [
    "arn",
    partition ?? (concrete(wantedPartition) || "aws"),
    "kms",
    region ?? (concrete(wantedRegion) || "us-east-1"),
    account ?? (concrete(wantedAccount) || "111122223333"),
    resource.startsWith("key/") ? resource : "key/x",
  ].join(":");
};

const concrete = (part = ""): string => part.replace(/[*?]/g, "x");
