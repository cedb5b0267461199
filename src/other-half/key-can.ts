import type { KeyFacts } from "../policy/key-facts.ts";
import { kmsActionNamed, type KeyUsageClass } from "../policy/kms-actions.ts";
import { usageClassOf } from "../policy/key-usage.ts";

const kinds: Readonly<Partial<Record<KeyUsageClass, string>>> = {
  S: "a symmetric encryption key",
  A: "an asymmetric encryption key",
  V: "a signing key",
  M: "an HMAC key",
  K: "a key for key agreement",
};

/**
 * Why an operation never works on this key, whatever a policy says, as a clause; undefined where it works, or the key's
 * type is not known (KMS Developer Guide, "Key type reference").
 */
export const ineffectiveOnKey = (action: string, facts: KeyFacts): string | undefined => {
  const known = kmsActionNamed(action);
  if (!known?.onKey) return undefined;
  const name = `kms:${known.name}`;
  const usage = usageClassOf(facts);
  if (usage !== undefined && !known.usages.includes(usage)) {
    return `${name} does not work on ${kinds[usage] ?? "a key of this type"}`;
  }
  if (known.externalOnly && facts.origin !== undefined && facts.origin !== "EXTERNAL") {
    return `${name} works on keys with imported material alone`;
  }
  return known.multiRegionOnly && facts.multiRegion === false
    ? `${name} works on multi-Region keys alone`
    : undefined;
};

/** Why no key policy ever decides about an action, as a clause; undefined where it does. */
export const undecidedByKeyPolicy = (action: string): string | undefined => {
  const known = kmsActionNamed(action);
  if (!known || known.allowable) return undefined;
  const name = `kms:${known.name}`;
  if (!known.onKey) return `${name} acts on no key: IAM policies alone decide it`;
  return known.name === "RetireGrant"
    ? "an Allow of kms:RetireGrant in a key policy has no effect: the grant says who may retire it"
    : `an Allow of ${name} in a key policy has no effect`;
};
