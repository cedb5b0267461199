import type { KeyFacts } from "../../../policy/key-facts.ts";
import type { Policy } from "../../../policy/model.ts";
import { ownerOf, partitionOfOwner } from "../../../policy/owner.ts";
import { parsePrincipal } from "../../../policy/principal.ts";

/** The partition that is meant where a policy gives a bare account id: of the key, else of its account's ARNs, else of the first ARN, else `aws`. */
export const partitionOf = (policies: readonly Policy[], facts: KeyFacts): string =>
  partitionOfOwner(policies, facts, ownerOf(policies, facts)) ?? firstPartition(policies) ?? "aws";

const firstPartition = (policies: readonly Policy[]): string | undefined => {
  for (const { statements } of policies)
    for (const { principals } of statements)
      for (const { type, value } of principals) {
        const principal = parsePrincipal(type, value);
        if ("partition" in principal && principal.partition !== undefined) return principal.partition;
      }
  return undefined;
};
