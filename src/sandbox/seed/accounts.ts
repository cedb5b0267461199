import { uniqueId, type IdPrefix } from "../state/ids.ts";
import { Random } from "../state/random.ts";
import type { Account, Group, Role, User } from "../state/types.ts";

/** The account that most commands work in, and the one that plays the partner. */
export const mainAccount = "111122223333";
export const secondAccount = "444455556666";
/** The management account of the organization that the first is in. */
export const managementAccount = "888877776666";

type Policies = Readonly<Record<string, unknown>>;

const allow = (action: string | readonly string[], resource = "*"): unknown => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
});

const administrator: Policies = { AdministratorAccess: allow("*") };
const readOnly: Policies = {
  ReadOnly: allow(["kms:Describe*", "kms:Get*", "kms:List*", "iam:Get*", "iam:List*"]),
};
const listing: Policies = { ListKeys: allow(["kms:ListKeys", "kms:ListAliases"]) };

interface NamedEntity {
  readonly name: string;
  readonly path?: string;
  readonly policies?: Policies;
}

const mainUsers: readonly NamedEntity[] = [
  { name: "admin", policies: administrator },
  { name: "alice", policies: listing },
  { name: "bob", path: "/team/" },
  { name: "carol" },
  { name: "dave", path: "/team/contractors/" },
];

const mainRoles: readonly (NamedEntity & { readonly service?: string })[] = [
  { name: "Admin", policies: administrator },
  { name: "App", policies: listing },
  { name: "Auditor", policies: readOnly },
  { name: "Backup", path: "/service/", service: "backup.amazonaws.com" },
  { name: "Deploy", path: "/ci/pipelines/", policies: { Deploy: allow("kms:*") } },
  {
    name: "AWSReservedSSO_PowerUser_0123456789abcdef",
    path: "/aws-reserved/sso.amazonaws.com/eu-west-1/",
    policies: { PowerUser: allow(["kms:*", "iam:Get*", "iam:List*"]) },
  },
  {
    name: "AWSServiceRoleForAutoScaling",
    path: "/aws-service-role/autoscaling.amazonaws.com/",
    service: "autoscaling.amazonaws.com",
  },
];

const mainGroups: readonly (NamedEntity & { readonly members: readonly string[] })[] = [
  { name: "finance", members: ["alice", "bob"], policies: {} },
  { name: "auditors", path: "/audit/", members: ["carol"], policies: readOnly },
  { name: "empty", members: [] },
];

/** The accounts with their users, roles and groups, as the sandbox starts. */
export const seedAccounts = (random: Random, now: number): Map<string, Account> => {
  const make = makers(random, now);
  const main: Account = {
    id: mainAccount,
    users: byName(mainUsers.map(make.user)),
    roles: byName(mainRoles.map((role) => make.role(role, mainAccount))),
    groups: byName(mainGroups.map(make.group)),
    managed: new Map(),
  };
  const second: Account = {
    id: secondAccount,
    users: byName([{ name: "admin", policies: administrator }, { name: "erin" }].map(make.user)),
    roles: byName(
      [{ name: "Reader" }, { name: "Writer", path: "/etl/" }].map((role) => make.role(role, secondAccount)),
    ),
    groups: byName([make.group({ name: "analysts", members: ["erin"] })]),
    managed: new Map(),
  };
  // Ids of what came later are from sources of their own: those of the others stay what they were before it was there.
  const manager = makers(new Random(managementAccount), now);
  for (const role of crossAccountRoles(makers(new Random(`${secondAccount} roles`), now), secondAccount))
    second.roles.set(role.name, role);
  const management: Account = {
    id: managementAccount,
    users: byName([{ name: "admin", policies: administrator }].map(manager.user)),
    roles: byName(crossAccountRoles(manager, managementAccount)),
    groups: new Map(),
    managed: new Map(),
  };
  return new Map([main, second, management].map((account) => [account.id, account]));
};

/** What the main account assumes in another one: the names are those of its own roles, which do the same there. */
const crossAccountRoles = ({ role }: ReturnType<typeof makers>, account: string): readonly Role[] =>
  [
    { name: "Admin", policies: administrator },
    { name: "Auditor", policies: readOnly },
  ].map((named) => ({
    ...role(named, account),
    trust: trustPolicy({ AWS: `arn:aws:iam::${mainAccount}:root` }),
  }));

const makers = (random: Random, now: number) => {
  const entity = (prefix: IdPrefix, { name, path = "/", policies = {} }: NamedEntity) => ({
    name,
    path,
    id: uniqueId(random, prefix),
    created: now,
    policies: new Map(
      Object.entries(policies).map(([policy, document]) => [policy, JSON.stringify(document)]),
    ),
    attached: new Set<string>(),
  });
  return {
    user: (named: NamedEntity): User => ({ ...entity("AIDA", named), tags: new Map() }),
    group: (named: NamedEntity & { readonly members: readonly string[] }): Group => ({
      ...entity("AGPA", named),
      members: new Set(named.members),
    }),
    role: (named: NamedEntity & { readonly service?: string }, account: string): Role => ({
      ...entity("AROA", named),
      tags: new Map(),
      description: "",
      trust: trustPolicy(
        named.service ? { Service: named.service } : { AWS: `arn:aws:iam::${account}:root` },
      ),
      maxSession: 3600,
    }),
  };
};

const trustPolicy = (principal: unknown): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
  });

const byName = <T extends { readonly name: string }>(entities: readonly T[]): Map<string, T> =>
  new Map(entities.map((entity) => [entity.name, entity]));
