import type { Call } from "../call.ts";
import { regionOf } from "../state/lookup.ts";
import type { Context } from "./context.ts";
import { multiRegionType, type DescribedKey } from "./key-facts.ts";

/**
 * What a key says of itself to IAM policies. Key policies get the same from the key's facts, but for tags and aliases,
 * which only IAM policies may ask about (KMS Developer Guide, ABAC).
 */
export const keyContext = (call: Call, key: DescribedKey): Context => {
  const type = multiRegionType(key);
  const aliases = [...regionOf(call.state, key.account, key.region).aliases.values()];
  const names = aliases.filter(({ target }) => target === key.id).map(({ name }) => name);
  return {
    "aws:ResourceAccount": key.account,
    "kms:KeySpec": key.spec,
    "kms:KeyUsage": key.usage,
    "kms:KeyOrigin": key.origin,
    "kms:MultiRegion": String(key.related !== undefined),
    ...(type ? { "kms:MultiRegionKeyType": type } : {}),
    ...(names.length > 0 ? { "kms:ResourceAliases": names } : {}),
    ...Object.fromEntries([...key.tags].map(([name, value]) => [`aws:ResourceTag/${name}`, value])),
  };
};
