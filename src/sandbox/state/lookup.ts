import type { Account, Group, RegionStore, Role, SandboxState, User } from "./types.ts";

/** The only partition of the sandbox. */
export const partition = "aws";

/** The account of that id, or undefined. */
export const accountOf = (state: SandboxState, id: string): Account | undefined => state.accounts.get(id);

/** The keys and aliases of an account in a Region; made on first use, as every account has every Region. */
export const regionOf = (state: SandboxState, account: string, region: string): RegionStore => {
  const place = `${account}/${region}`;
  const known = state.regions.get(place);
  if (known) return known;
  const fresh: RegionStore = { account, region, keys: new Map(), aliases: new Map() };
  state.regions.set(place, fresh);
  return fresh;
};

/** The groups that a user is a member of. */
export const groupsOf = (account: Account, user: string): Group[] =>
  [...account.groups.values()].filter((group) => group.members.has(user));

/** The ARN of a user. */
export const userArn = (account: string, user: Pick<User, "path" | "name">): string =>
  `arn:${partition}:iam::${account}:user${user.path}${user.name}`;

/** The ARN of a role. */
export const roleArn = (account: string, role: Pick<Role, "path" | "name">): string =>
  `arn:${partition}:iam::${account}:role${role.path}${role.name}`;

/** The ARN of a group. */
export const groupArn = (account: string, group: Pick<Group, "path" | "name">): string =>
  `arn:${partition}:iam::${account}:group${group.path}${group.name}`;

/** The ARN of an account's root. */
export const rootArn = (account: string): string => `arn:${partition}:iam::${account}:root`;

/** The ARN of a key. */
export const keyArn = (account: string, region: string, id: string): string =>
  `arn:${partition}:kms:${region}:${account}:key/${id}`;

/** The ARN of an alias, whose name begins with `alias/`. */
export const aliasArn = (account: string, region: string, name: string): string =>
  `arn:${partition}:kms:${region}:${account}:${name}`;
