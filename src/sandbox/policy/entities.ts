import { roleArn, userArn } from "../state/lookup.ts";
import type { Role, SandboxState, User } from "../state/types.ts";

/** What decides whether KMS sees a user or role: who there is, since when, and how slowly news spread. */
export interface Sight {
  readonly state: SandboxState;
  readonly now: number;
  readonly faults: { readonly propagation: number };
}

interface Named {
  readonly account: string;
  readonly name: string;
  /** Where it is given it must be the entity's own. */
  readonly path?: string;
}

/** The user of that name, if KMS sees it yet. */
export const visibleUser = (call: Sight, named: Named): User | undefined =>
  visible(call, named, call.state.accounts.get(named.account)?.users.get(named.name));

/** The role of that name, if KMS sees it yet. */
export const visibleRole = (call: Sight, named: Named): Role | undefined =>
  visible(call, named, call.state.accounts.get(named.account)?.roles.get(named.name));

const visible = <T extends User | Role>(call: Sight, named: Named, entity: T | undefined): T | undefined => {
  if (!entity || (named.path !== undefined && named.path !== entity.path)) return undefined;
  return entity.created + call.faults.propagation <= call.now ? entity : undefined;
};

/** The ARN of the living user or role with that unique id; a session's id ends with `:NAME`. */
export const entityById = (call: Pick<Sight, "state">, uniqueId: string): string | undefined => {
  const [id = "", session] = uniqueId.split(":");
  for (const account of call.state.accounts.values()) {
    const user = [...account.users.values()].find((candidate) => candidate.id === id);
    if (user) return userArn(account.id, user);
    const role = [...account.roles.values()].find((candidate) => candidate.id === id);
    if (role && session === undefined) return roleArn(account.id, role);
    if (role) return `arn:aws:sts::${account.id}:assumed-role/${role.name}/${session}`;
  }
  return undefined;
};
