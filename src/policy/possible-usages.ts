import type { KeyFacts } from "./key-facts.ts";
import { usageClassOf } from "./key-usage.ts";
import type { KeyUsageClass } from "./kms-actions.ts";

// KMS Developer Guide, "Key spec reference": what a key of a spec can be for, where that is more than one thing.
const ofSpec: readonly (readonly [RegExp, readonly KeyUsageClass[]])[] = [
  [/^RSA_/, ["A", "V"]],
  [/^ECC_NIST_P/, ["V", "K"]],
  [/^SM2$/, ["A", "V", "K"]],
];

/** Everything that the key may be for, as far as its spec and usage tell; undefined where they tell nothing. */
export const possibleUsages = (facts: KeyFacts): readonly KeyUsageClass[] | undefined => {
  const one = usageClassOf(facts);
  if (one !== undefined) return [one];
  if (facts.spec === undefined) return facts.usage === "ENCRYPT_DECRYPT" ? ["S", "A"] : undefined;
  return facts.usage === undefined ? ofSpec.find(([specs]) => specs.test(facts.spec ?? ""))?.[1] : undefined;
};
