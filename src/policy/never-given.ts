import type { KeyFacts } from "./key-facts.ts";
import { lackedBy } from "./key-usage.ts";
import { kmsActionNamed } from "./kms-actions.ts";

/** Why no key policy can give the action on this key, as a sentence without its full stop; undefined where one can. */
export const whyNeverGiven = (action: string, facts: KeyFacts): string | undefined => {
  const known = kmsActionNamed(action);
  if (!known) return undefined;
  if (!known.onKey) return `${action} acts on no key: no key policy decides it, but IAM policies`;
  if (known.name === "RetireGrant") return `${action}: the grant decides, no key policy allows it`;
  if (!known.allowable) return `${action} is KMS's own: no key policy gives it`;
  const lacking = lackedBy(known, facts);
  return lacking === undefined ? undefined : `${action} does not work on ${lacking}`;
};
