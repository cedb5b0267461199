import { conditionKeyNamed } from "../../../policy/condition-keys.ts";
import type { KeyFacts } from "../../../policy/key-facts.ts";
import { keyUsageOf } from "../../../policy/key-usage.ts";
import { kmsActions } from "../../../policy/kms-actions.ts";

/** Keys whose value follows from who calls, in lower case. */
export const callerKeys: ReadonlySet<string> = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "kms:calleraccount",
  "aws:principalisawsservice",
  "aws:principaltype",
  "aws:username",
  "aws:principalservicename",
  "aws:principalservicenameslist",
]);

/** The key whose value follows from who calls for some callers only: the root user's is its account. */
export const userId = "aws:userid";

// The IAM User Guide calls these present in every request; the KMS ones are properties that every key has.
const alwaysPresent: ReadonlySet<string> = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:securetransport",
  "aws:viaawsservice",
  "aws:requestedregion",
  "aws:resourceaccount",
  userId,
  "kms:keyorigin",
  "kms:keyspec",
  "kms:keyusage",
  "kms:customermasterkeyspec",
  "kms:customermasterkeyusage",
  "kms:multiregion",
]);

/** Whether a key is a condition of the document around the policy: true or false and nothing else, whoever calls. */
export const isChoice = (key: string): boolean => key.startsWith("template:");

/** Whether no request is without the key. */
export const isAlwaysPresent = (key: string): boolean => alwaysPresent.has(key) || isChoice(key);

/**
 * The keys that follow from the KMS key itself, with their value (undefined: absent). A key that is not in the map is not known.
 * Source: KMS Developer Guide, "Condition keys" (the CustomerMasterKey names are the older ones of the same); keys are Regional, and KMS
 * takes encrypted connections only (IAM User Guide, "Global condition keys").
 */
export const keysOfKey = (facts: KeyFacts): ReadonlyMap<string, string | undefined> => {
  const known = new Map<string, string | undefined>();
  const add = (value: string | undefined, ...keys: readonly string[]): void => {
    if (value !== undefined) for (const key of keys) known.set(key, value);
  };
  add("true", "aws:securetransport");
  add(facts.region, "aws:requestedregion");
  add(facts.account, "aws:resourceaccount");
  add(facts.spec, "kms:keyspec", "kms:customermasterkeyspec");
  add(keyUsageOf(facts), "kms:keyusage", "kms:customermasterkeyusage");
  add(facts.origin, "kms:keyorigin");
  add(facts.multiRegion?.toString(), "kms:multiregion");
  add(facts.multiRegionKeyType, "kms:multiregionkeytype");
  if (facts.multiRegion === false) known.set("kms:multiregionkeytype", undefined);
  return known;
};

// Keys that only some actions on a key carry; a family ends in `*`. CreateKey is no such action: its keys describe every key.
const ownKeys = new Map(
  kmsActions
    .filter(({ onKey }) => onKey)
    .map((action) => [`kms:${action.name}`, new Set(action.conditionKeys.map((key) => key.toLowerCase()))]),
);
const someActionsOnly = new Set(
  [...ownKeys.values()]
    .flatMap((keys) => [...keys])
    .filter((key) => key.startsWith("kms:") || key === "aws:requesttag/*" || key === "aws:tagkeys"),
);

/**
 * Whether requests for the action can carry the key. A `kms:` key or a tag in the request that other actions alone carry is always
 * absent; global keys, unknown keys and actions that no table knows are taken as possible (Service Authorization Reference, KMS).
 */
export const carries = (action: string, key: string): boolean => carriersOf(key)(action);

/** The same for many actions and one key. */
export const carriersOf = (key: string): ((action: string) => boolean) => {
  const name = conditionKeyNamed(key)?.name.toLowerCase();
  if (name === undefined || !someActionsOnly.has(name)) return () => true;
  return (action) => ownKeys.get(action)?.has(name) ?? true;
};
