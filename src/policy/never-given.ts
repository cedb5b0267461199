import type { KeyFacts } from "./key-facts.ts";
import { lackedBy } from "./lacked-by.ts";
import { kmsActionNamed } from "./kms-actions.ts";

/** Why no key policy can give the action on this key, as a sentence without its full stop; undefined where one can. */
export const whyNeverGiven = (action: string, facts: KeyFacts): string | undefined =>
  whyNoPolicyGives(action) ?? whyNotOnKey(action, facts);

/** Why no key policy ever gives the action, whatever the key. */
export const whyNoPolicyGives = (action: string): string | undefined => {
  const known = kmsActionNamed(action);
  if (!known) return undefined;
  const name = `kms:${known.name}`;
  if (!known.onKey) return `${name} acts on no key: no key policy decides it, but IAM policies`;
  if (known.name === "RetireGrant")
    return `${name}: the grant says who may retire it, no key policy allows it`;
  return known.allowable ? undefined : `${name} is KMS's own: no key policy gives it`;
};

/** Why the action never works on this key, whatever a policy says; undefined where it works, or the key's type is not known. */
export const whyNotOnKey = (action: string, facts: KeyFacts): string | undefined => {
  const known = kmsActionNamed(action);
  const lacking = known?.onKey ? lackedBy(known, facts) : undefined;
  return known && lacking !== undefined ? `kms:${known.name} does not work on ${lacking}` : undefined;
};
