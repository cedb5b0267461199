import { awsManagedPolicies } from "./aws-managed.ts";
import type { Account, ManagedPolicy } from "./types.ts";

/** A managed policy of AWS or of the account, or undefined. */
export const managedPolicy = (account: Account | undefined, arn: string): ManagedPolicy | undefined =>
  awsManagedPolicies.get(arn) ?? account?.managed.get(arn);

/** The text that counts: that of the default version, which need not be the newest. */
export const textInForce = (account: Account | undefined, arn: string): string | undefined => {
  const policy = managedPolicy(account, arn);
  return policy?.versions.get(policy.inForce)?.text;
};

/** Users, roles and groups of the account to which the policy is attached. */
export const attachmentsOf = ({ users, roles, groups }: Account, arn: string): number =>
  [users, roles, groups]
    .flatMap((entities) => [...entities.values()])
    .filter(({ attached }) => attached.has(arn)).length;

/** Users and roles of the account of which the policy is the permissions boundary. */
export const boundariesOf = ({ users, roles }: Account, arn: string): number =>
  [...users.values(), ...roles.values()].filter(({ boundary }) => boundary === arn).length;
