import { conditionKeyNamed } from "../../policy/condition-keys.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { kmsActionNamed } from "../../policy/kms-actions.ts";
import type { RequestCaller } from "../evaluator/caller.ts";
import type { OpenRequest } from "../evaluator/scene.ts";
import type { ContextEntries } from "../evaluator/request-context.ts";
import { matchesWildcards } from "../evaluator/wildcard.ts";

/**
 * A later call of the same caller, made straight to KMS over TLS and without the lockout bypass: what such a call
 * carries for certain is given, what it never carries is absent, and the rest (MFA, addresses, tags, time) is open.
 */
export const laterCall = (
  caller: RequestCaller,
  action: string,
  facts: KeyFacts,
  known: ContextEntries = [],
): OpenRequest => ({
  caller,
  action,
  given: [...directCall(facts), ...known],
  isOpen: (key) => !neverCarried(key, action),
});

const directCall = ({ region, account }: KeyFacts): ContextEntries => [
  ...absentFromDirectCalls.map((key) => [key, []] as const),
  ["aws:ViaAWSService", ["false"]],
  ["aws:SecureTransport", ["true"]],
  ...(region === undefined ? [] : [["aws:RequestedRegion", [region]] as const]),
  ...(account === undefined ? [] : [["aws:ResourceAccount", [account]] as const]),
];

const absentFromDirectCalls: readonly string[] = [
  ...["kms:ViaService", "kms:BypassPolicyLockoutSafetyCheck"],
  ...["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"],
  ...["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"],
  ...["aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"],
];

// Keys of KMS that every call on a key carries, or may carry.
const onEveryCall =
  /^kms:(calleraccount|viaservice|keyspec|keyusage|keyorigin|multiregion|multiregionkeytype|customermasterkey(spec|usage)|resourcealiases)$/;

/** `key` is folded. A key that no table knows may be anything. */
const neverCarried = (key: string, action: string): boolean => {
  if (!/^(kms:|aws:requesttag\/|aws:tagkeys$)/.test(key) || onEveryCall.test(key)) return false;
  const carried = kmsActionNamed(action)?.conditionKeys ?? [];
  return (
    conditionKeyNamed(key) !== undefined &&
    !carried.some((pattern) => matchesWildcards(pattern.toLowerCase(), key))
  );
};
