import type { Call } from "../call.ts";
import { groupsOf, roleArn, rootArn, userArn } from "../state/lookup.ts";
import { textInForce } from "../state/managed-policies.ts";
import type { Identity, Role, SandboxState, User } from "../state/types.ts";

/** The ARN of an identity, as GetCallerIdentity says it: a session's has no path. */
export const identityArn = (state: SandboxState, identity: Identity): string => {
  if (identity.kind === "root") return rootArn(identity.account);
  if (identity.kind === "session") {
    return `arn:aws:sts::${identity.account}:assumed-role/${identity.role}/${identity.session}`;
  }
  const user = state.accounts.get(identity.account)?.users.get(identity.name);
  return userArn(identity.account, user ?? { path: "/", name: identity.name });
};

/** `UserId` of GetCallerIdentity and value of `aws:userid`. */
export const identityUserId = (state: SandboxState, identity: Identity): string => {
  if (identity.kind === "root") return identity.account;
  if (identity.kind === "session") return `${identity.roleId}:${identity.session}`;
  return state.accounts.get(identity.account)?.users.get(identity.name)?.id ?? "";
};

/** The user or role behind the caller; undefined for a root user. */
export const entityOf = (state: SandboxState, identity: Identity): User | Role | undefined => {
  const account = state.accounts.get(identity.account);
  if (identity.kind === "user") return account?.users.get(identity.name);
  return identity.kind === "session" ? account?.roles.get(identity.role) : undefined;
};

/** The policies that bear on the caller, inline and attached, a user's groups included. */
export const identityPolicies = (state: SandboxState, identity: Identity): string[] => {
  const account = state.accounts.get(identity.account);
  const groups = account && identity.kind === "user" ? groupsOf(account, identity.name) : [];
  const own = entityOf(state, identity);
  return [...(own ? [own] : []), ...groups].flatMap(({ policies, attached }) => [
    ...policies.values(),
    ...[...attached].flatMap((arn) => textInForce(account, arn) ?? []),
  ]);
};

/** The text of the caller's permissions boundary; undefined where it has none, as every root user. */
export const boundaryOf = (state: SandboxState, identity: Identity): string | undefined => {
  const entity = entityOf(state, identity);
  if (entity?.boundary === undefined) return undefined;
  // A boundary whose policy is gone allows nothing.
  return textInForce(state.accounts.get(identity.account), entity.boundary) ?? nothing;
};

const nothing = JSON.stringify({ Version: "2012-10-17", Statement: [] });

/** Every name under which a grant may have the caller as its grantee. */
export const granteeNames = (call: Call): string[] => {
  const { identity } = call.credential;
  const entity = entityOf(call.state, identity);
  const role = identity.kind === "session" && entity ? [roleArn(identity.account, entity)] : [];
  return [call.arn, rootArn(identity.account), ...role];
};

/** The evaluator tells the root user from "someone of the account", which a root ARN means to it. */
export const principalOf = (call: Call): string =>
  call.credential.identity.kind === "root" ? `root-user:${call.account}` : call.arn;
