import type { KeyFacts } from "./key-facts.ts";
import { usageWords } from "./key-usage.ts";
import type { KeyUsageClass, KmsAction } from "./kms-actions.ts";
import { possibleUsages } from "./possible-usages.ts";

/**
 * On what the operation does not work, where this key is such: `a signing key`. Undefined where it works, or too little is known of the
 * key: a spec of several usages lacks what none of them has (KMS Developer Guide, "Key type reference").
 */
export const lackedBy = (action: KmsAction, facts: KeyFacts): string | undefined => {
  const possible = possibleUsages(facts);
  if (possible && !possible.some((usage) => action.usages.includes(usage))) return wordsOf(possible, facts);
  if (action.externalOnly && facts.origin !== undefined && facts.origin !== "EXTERNAL")
    return "a key without imported key material";
  return action.multiRegionOnly && facts.multiRegion === false ? "a single-Region key" : undefined;
};

const wordsOf = ([one, ...others]: readonly KeyUsageClass[], { spec }: KeyFacts): string => {
  if (one !== undefined && others.length === 0) return usageWords(one);
  return spec === undefined ? "a key for encryption" : `a key of the spec ${spec}`;
};
