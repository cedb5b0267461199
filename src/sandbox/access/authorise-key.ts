import type { AccessRequest } from "../../access/types.ts";
import { kmsActions } from "../../policy/kms-actions.ts";
import type { Call } from "../call.ts";
import { policyInForce, visiblePolicy } from "../policy/read-back.ts";
import type { StoredGrant, StoredKey, StoredPolicy } from "../state/types.ts";
import { principalOf } from "./caller.ts";
import { globalContext, organizationContext, type Context } from "./context.ts";
import { keyContext } from "./key-context.ts";
import { accessDenied, denialMessage, type Denial } from "./denials.ts";
import { grantsFor } from "./grants.ts";
import { factsOf, type DescribedKey } from "./key-facts.ts";
import { deniedByOrganization, explicitIn, missingLid, type OwnLayers, ownLayers } from "./own-layers.ts";
import { decideKeyPolicy } from "./policy-decision.ts";

/** What a request tells about itself beyond caller, action and key. */
export interface KeyRequest {
  /** The operation's own condition keys, such as `kms:RequestAlias`. */
  readonly context?: Context;
  readonly encryptionContext?: ReadonlyMap<string, string>;
}

/** Throws AccessDeniedException where neither key policy, IAM policies nor grants let the caller do this to the key. */
export const authoriseKey = (call: Call, action: string, key: StoredKey, request: KeyRequest = {}): void => {
  call.touched.add(key);
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
  const heard = hear(call, action, key, request);
  const byPolicies = decide(call, key, visiblePolicy(key, call), heard);
  if (byPolicies === undefined || "explicit" in byPolicies) return byPolicies;
  if (byPolicies.missing === "service-control") return byPolicies;
  const grants = grantsFor(call, key, action, request.encryptionContext ?? new Map());
  return grants.some((grant) => isTrusted(grant, call, key, heard)) ? undefined : byPolicies;
};

/**
 * A grantee of another account needs its own account to trust the key: by having made the grant, or by an IAM policy
 * (KMS Developer Guide, "Troubleshooting key access").
 */
const isTrusted = ({ issuer }: StoredGrant, call: Call, key: StoredKey, { own }: Heard): boolean =>
  key.account === call.account || issuer.split(":")[4] === call.account || own.identity === "allowed";

/** The decision of one policy with the caller's own side, grants aside: what the lockout check asks about a new policy. */
export const deniedByPolicies = (
  call: Call,
  action: string,
  key: DescribedKey,
  policy: StoredPolicy,
  request: KeyRequest = {},
): Denial | undefined => decide(call, key, policy, hear(call, action, key, request));

interface Heard {
  readonly asked: AccessRequest;
  readonly own: OwnLayers;
  readonly byOrganization: boolean;
}

const hear = (call: Call, action: string, key: DescribedKey, request: KeyRequest): Heard => {
  const context = { ...fullContext(call, request), ...organizationContext(call, "Resource", key.account) };
  const asked = { principal: principalOf(call), action, context };
  const ofKey = { ...asked, resource: key.arn, context: { ...context, ...keyContext(call, key) } };
  // No policy of the organization binds the keys that AWS manages.
  const byOrganization = key.manager === "CUSTOMER" && deniedByOrganization(call, key.account, ofKey);
  return { asked, own: ownLayers(call, ofKey), byOrganization };
};

/** A Deny anywhere, then the organization's ceiling, then the ways in, of which one is enough (IAM User Guide, "Policy evaluation logic"). */
const decide = (
  call: Call,
  key: DescribedKey,
  policy: StoredPolicy,
  { asked, own, byOrganization }: Heard,
): Denial | undefined => {
  const bounded = own.boundary !== undefined;
  const text = policyInForce(policy, call);
  const byKey = decideKeyPolicy(text, asked, factsOf(key), { bounded });
  if (byOrganization) return { explicit: "resource-control" };
  if (byKey === "denied") return { explicit: "resource-based" };
  const explicit = explicitIn(own);
  if (explicit) return explicit;
  if (own.scp === "not-allowed") return { missing: "service-control" };
  if (byKey === "not-allowed") return { missing: "resource-based" };
  const isRoot = call.credential.identity.kind === "root";
  if (byKey === "needs-iam" && own.identity !== "allowed" && !isRoot) return { missing: "identity-based" };
  // Whom the policy names in person, or with everyone, is capped by no boundary and no session policy.
  const byName = { bounded, withoutRoles: true };
  const inPerson = byKey === "allowed" && decideKeyPolicy(text, asked, factsOf(key), byName) === "allowed";
  return inPerson ? undefined : missingLid(own);
};

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
