import type { Call } from "../call.ts";
import { attachedTo, wayTo } from "../state/organization.ts";
import type { OrganizationPolicyType } from "../state/types.ts";
import { boundaryOf, entityOf, identityPolicies } from "./caller.ts";
import type { Denial, PolicyLayer } from "./denials.ts";
import { decideIdentity, type IdentityDecision } from "./policy-decision.ts";

/** One request as identity policies and ceilings see it. */
export type Asked = Parameters<typeof decideIdentity>[1];

/** What the caller's own side says to a request, layer by layer; a layer that is absent binds nobody. */
export interface OwnLayers {
  readonly identity: IdentityDecision;
  readonly boundary: IdentityDecision | undefined;
  readonly session: IdentityDecision | undefined;
  readonly scp: IdentityDecision | undefined;
}

/** Asks every policy that binds the caller itself. */
export const ownLayers = (call: Call, asked: Asked): OwnLayers => {
  const { identity } = call.credential;
  const boundary = boundaryOf(call.state, identity);
  const session = identity.kind === "session" ? identity.sessionPolicy : undefined;
  return {
    identity: decideIdentity(identityPolicies(call.state, identity), asked),
    boundary: boundary === undefined ? undefined : decideIdentity([boundary], asked),
    session: session === undefined ? undefined : decideIdentity([session], asked),
    scp: isServiceLinked(call) ? undefined : overAccount(call, call.account, "SERVICE_CONTROL_POLICY", asked),
  };
};

/** An explicit Deny in a layer of the caller's own, in the order in which AWS reports them. */
export const explicitIn = ({ scp, identity, boundary, session }: OwnLayers): Denial | undefined => {
  const layers: readonly (readonly [PolicyLayer, IdentityDecision | undefined])[] = [
    ["service-control", scp],
    ["identity-based", identity],
    ["permissions-boundary", boundary],
    ["session", session],
  ];
  const denier = layers.find(([, decision]) => decision === "denied")?.[0];
  return denier && { explicit: denier };
};

/** The ceiling of the caller's own that is without an Allow, session and boundary. */
export const missingLid = ({ boundary, session }: OwnLayers): Denial | undefined => {
  if (boundary === "not-allowed") return { missing: "permissions-boundary" };
  return session === "not-allowed" ? { missing: "session" } : undefined;
};

/** An explicit Deny of the organization over the key: it binds every caller but service-linked roles. */
export const deniedByOrganization = (call: Call, account: string, asked: Asked): boolean =>
  !isServiceLinked(call) &&
  asked.action !== "kms:RetireGrant" &&
  overAccount(call, account, "RESOURCE_CONTROL_POLICY", asked) === "denied";

/** A Deny at any level denies, and every level must allow; undefined where no such policy binds the account. */
const overAccount = (
  { state }: Call,
  account: string,
  type: OrganizationPolicyType,
  asked: Asked,
): IdentityDecision | undefined => {
  const { organization } = state;
  if (!organization || organization.management === account || !organization.enabled.has(type))
    return undefined;
  const levels = wayTo(organization, account).map((target) =>
    decideIdentity(
      attachedTo(organization, target, type).map(({ text }) => text),
      asked,
    ),
  );
  if (levels.length === 0) return undefined;
  return (
    levels.find((level) => level === "denied") ?? levels.find((level) => level !== "allowed") ?? "allowed"
  );
};

const isServiceLinked = ({ state, credential: { identity } }: Call): boolean =>
  entityOf(state, identity)?.path.startsWith("/aws-service-role/") ?? false;
