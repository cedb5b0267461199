import { conditionKeyNamed } from "../../policy/condition-keys.ts";
import type { RequestCaller } from "./caller.ts";
import { kmsActionNamed } from "../../policy/kms-actions.ts";
import { matchesWildcards } from "./wildcard.ts";

// Keys of KMS that every call on a key carries, or may carry.
const onEveryCall =
  /^kms:(calleraccount|viaservice|keyspec|keyusage|keyorigin|multiregion|multiregionkeytype|customermasterkey(spec|usage)|resourcealiases)$/;
const onSomeCalls = /^(kms:|aws:requesttag\/|aws:tagkeys$)/;

/**
 * Does no request for the action carry the condition key (folded)? Which do is in the Service Authorization Reference. A key or an
 * action that no table knows may be carried.
 */
export const neverCarries = (action: string, key: string): boolean => {
  if (!onSomeCalls.test(key) || onEveryCall.test(key) || conditionKeyNamed(key) === undefined) return false;
  const carried = kmsActionNamed(action)?.conditionKeys;
  return carried !== undefined && !carried.some((pattern) => matchesWildcards(pattern.toLowerCase(), key));
};

/**
 * Does no request of such a caller carry the key (folded)? Only users and roles have tags, and a service is in no organization (IAM User
 * Guide, "aws:PrincipalTag", "aws:PrincipalOrgID").
 */
export const isNeverOf = (kind: RequestCaller["kind"], key: string): boolean =>
  key.startsWith("aws:principaltag/")
    ? kind === "root-user" || kind === "service"
    : kind === "service" && key.startsWith("aws:principalorg");

/** Is it a key (folded) that a request itself sets: one of the operation's own? A request of which it is not told lacks it. */
export const isOfRequest = (key: string): boolean =>
  onSomeCalls.test(key) && !onEveryCall.test(key) && conditionKeyNamed(key) !== undefined;
