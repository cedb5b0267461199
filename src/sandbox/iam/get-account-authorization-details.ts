import { authoriseIam } from "../access/authorise.ts";
import type { Call, Operation } from "../call.ts";
import { awsManagedPolicies } from "../state/aws-managed.ts";
import { groupArn, groupsOf } from "../state/lookup.ts";
import { attachmentsOf } from "../state/managed-policies.ts";
import type { Account, ManagedPolicy } from "../state/types.ts";
import { optionalQueryText } from "../wire/query-parameters.ts";
import type { Input, Output } from "../wire/request.ts";
import { shownAttached } from "./attached-policies.ts";
import { ownAccount } from "./find-entity.ts";
import { roleKind, userKind } from "./kinds.ts";
import { shownPolicy } from "./managed-policies.ts";
import { iamPage } from "./page.ts";
import { urlEncoded } from "./url-encoding.ts";

const kinds = ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"] as const;
type Kind = (typeof kinds)[number];

interface Detail {
  readonly list: "UserDetailList" | "GroupDetailList" | "RoleDetailList" | "Policies";
  readonly name: string;
  readonly kind: Kind;
  readonly shown: () => Output;
}

/**
 * Everything of the account in one paged answer: each page has all four lists, and any of them may be empty. Of AWS's
 * policies those that are attached are there; one that only is a boundary is not.
 */
export const getAccountAuthorizationDetails: Operation = (input, call) => {
  authoriseIam(call, "iam:GetAccountAuthorizationDetails", "*");
  const wanted = filterOf(input);
  const details = detailsOf(ownAccount(call), call).filter(({ kind }) => wanted.has(kind));
  const nameOf = ({ list, name }: Detail) => `${list} ${name}`;
  const page = iamPage<Detail>(input, "Details", details, nameOf, ({ list, shown }) => ({ [list]: shown() }));
  const of = (list: Detail["list"]) =>
    (page["Details"] as readonly Readonly<Record<string, Output>>[]).flatMap((one) => one[list] ?? []);
  return {
    UserDetailList: of("UserDetailList"),
    GroupDetailList: of("GroupDetailList"),
    RoleDetailList: of("RoleDetailList"),
    Policies: of("Policies"),
    IsTruncated: page.IsTruncated,
    Marker: page.Marker,
  };
};

const filterOf = (input: Input): ReadonlySet<Kind> => {
  const asked = new Set<Kind>();
  for (let n = 1; ; n++) {
    const kind = optionalQueryText(input, `Filter.member.${n}`, { oneOf: kinds });
    if (kind === undefined) return asked.size === 0 ? new Set(kinds) : asked;
    asked.add(kind as Kind);
  }
};

const detailsOf = (account: Account, call: Call): readonly Detail[] => [
  ...[...account.users.values()].map((user) => ({
    ...{ list: "UserDetailList" as const, name: user.name, kind: "User" as const },
    shown: () => ({
      ...userKind.show(account.id, user),
      UserPolicyList: inline(user.policies),
      GroupList: groupsOf(account, user.name).map(({ name }) => name),
      AttachedManagedPolicies: [...user.attached].map(shownAttached),
    }),
  })),
  ...[...account.groups.values()].map((group) => ({
    ...{ list: "GroupDetailList" as const, name: group.name, kind: "Group" as const },
    shown: () => ({
      ...{ Path: group.path, GroupName: group.name, GroupId: group.id, Arn: groupArn(account.id, group) },
      CreateDate: new Date(group.created),
      GroupPolicyList: inline(group.policies),
      AttachedManagedPolicies: [...group.attached].map(shownAttached),
    }),
  })),
  ...[...account.roles.values()].map((role) => ({
    ...{ list: "RoleDetailList" as const, name: role.name, kind: "Role" as const },
    shown: () => ({
      ...roleKind.show(account.id, role),
      ...{ Description: undefined, MaxSessionDuration: undefined, InstanceProfileList: [] },
      RolePolicyList: inline(role.policies),
      AttachedManagedPolicies: [...role.attached].map(shownAttached),
    }),
  })),
  ...[...account.managed.values()].map((policy) => policyDetail(policy, "LocalManagedPolicy", call)),
  ...[...awsManagedPolicies.values()]
    .filter(({ arn }) => attachmentsOf(account, arn) > 0)
    .map((policy) => policyDetail(policy, "AWSManagedPolicy", call)),
];

const policyDetail = (policy: ManagedPolicy, kind: Kind, call: Call): Detail => ({
  ...{ list: "Policies", name: policy.arn, kind },
  shown: () => ({
    ...shownPolicy(policy, call),
    PolicyVersionList: [...policy.versions].reverse().map(([VersionId, { text, created }]) => ({
      Document: urlEncoded(text),
      ...{ VersionId, IsDefaultVersion: VersionId === policy.inForce },
      CreateDate: new Date(created),
    })),
  }),
});

const inline = (policies: ReadonlyMap<string, string>) =>
  [...policies].map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: urlEncoded(text) }));
