import { kmsActions } from "../../policy/kms-actions.ts";
import type { Call } from "../call.ts";
import { policyInForce, visiblePolicy } from "../policy/read-back.ts";
import type { StoredKey, StoredPolicy } from "../state/types.ts";
import { identityPolicies, principalOf } from "./caller.ts";
import { globalContext, type Context } from "./context.ts";
import { keyContext } from "./key-context.ts";
import { accessDenied, denialMessage, type Denial } from "./denials.ts";
import { isGranted } from "./grants.ts";
import { factsOf, type DescribedKey } from "./key-facts.ts";
import { decideIdentity, decideKeyPolicy } from "./policy-decision.ts";

/** What a request tells about itself beyond caller, action and key. */
export interface KeyRequest {
  /** The operation's own condition keys, such as `kms:RequestAlias`. */
  readonly context?: Context;
  readonly encryptionContext?: ReadonlyMap<string, string>;
}

/** Throws AccessDeniedException where neither key policy, IAM policies nor grants let the caller do this to the key. */
export const authoriseKey = (call: Call, action: string, key: StoredKey, request: KeyRequest = {}): void => {
  const denial = whyDenied(call, action, key, request);
  if (denial) throw accessDenied(denialMessage(call.arn, action, key.arn, denial));
};

/** Undefined where the call is allowed. */
export const whyDenied = (
  call: Call,
  action: string,
  key: StoredKey,
  request: KeyRequest = {},
): Denial | undefined => {
  if (key.account !== call.account && !worksAcrossAccounts(action)) return { missing: "resource-based" };
  const byPolicies = deniedByPolicies(call, action, key, visiblePolicy(key, call), request);
  if (byPolicies === undefined || "explicit" in byPolicies) return byPolicies;
  const granted = isGranted(call, key, action, request.encryptionContext ?? new Map());
  // A grantee of another account also needs its own account's IAM; see "key trust" in the guide's grants chapter.
  const trusted = key.account === call.account || iamDecision(call, action, key, request) === "allowed";
  return granted && trusted ? undefined : byPolicies;
};

/** The decision of one policy with the caller's IAM, grants aside: what the lockout check asks about a new policy. */
export const deniedByPolicies = (
  call: Call,
  action: string,
  key: DescribedKey,
  policy: StoredPolicy,
  request: KeyRequest = {},
): Denial | undefined => {
  const context = fullContext(call, request);
  const asked = { principal: principalOf(call), action, context };
  const byKey = decideKeyPolicy(policyInForce(policy, call), asked, factsOf(key));
  if (byKey === "denied") return { explicit: "resource-based" };
  const byIam = iamDecision(call, action, key, request);
  if (byIam === "denied") return { explicit: "identity-based" };
  if (byKey === "not-allowed") return { missing: "resource-based" };
  const isRoot = call.credential.identity.kind === "root";
  if (byKey === "needs-iam" && byIam !== "allowed" && !isRoot) return { missing: "identity-based" };
  return deniedBySession(call, { ...asked, resource: key.arn });
};

const deniedBySession = (call: Call, asked: Parameters<typeof decideIdentity>[1]): Denial | undefined => {
  const { identity } = call.credential;
  if (identity.kind !== "session" || identity.sessionPolicy === undefined) return undefined;
  const decision = decideIdentity([identity.sessionPolicy], asked);
  if (decision === "allowed") return undefined;
  return decision === "denied" ? { explicit: "session" } : { missing: "session" };
};

const iamDecision = (call: Call, action: string, key: DescribedKey, request: KeyRequest) =>
  decideIdentity(identityPolicies(call.state, call.credential.identity), {
    principal: principalOf(call),
    action,
    resource: key.arn,
    context: { ...fullContext(call, request), ...keyContext(call, key) },
  });

const fullContext = (call: Call, { context, encryptionContext }: KeyRequest): Context => ({
  ...globalContext(call),
  ...context,
  ...(encryptionContext && encryptionContext.size > 0 ? encryptionKeys(encryptionContext) : {}),
});

const encryptionKeys = (encryptionContext: ReadonlyMap<string, string>): Context => ({
  "kms:EncryptionContextKeys": [...encryptionContext.keys()],
  ...Object.fromEntries(
    [...encryptionContext].map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
  ),
});

const worksAcrossAccounts = (action: string): boolean =>
  kmsActions.some(({ name, crossAccount }) => crossAccount && action === `kms:${name}`);
