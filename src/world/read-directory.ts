import { UsageError } from "../errors.ts";
import { detailsOf } from "./directory-details.ts";
import { type PlainObject, entriesOf, goesOn, objectOf, objectsOf, textOf } from "./plain-json.ts";
import { type ContentReader, contentReader } from "./policy-content.ts";
import { allowsSessionTags } from "./session-tags.ts";
import type { BoundPolicy, Directory, DirectoryPrincipal } from "./types.ts";

/**
 * One account's users and roles out of an answer of iam:GetAccountAuthorizationDetails: as IAM sends it, as the SDKs
 * give it, or as `aws iam get-account-authorization-details` prints it (IAM API Reference). `at` tells when AWS said it
 * (ISO 8601), where that is known. Throws UsageError: `iam-data-cut` for an answer that is not whole,
 * `iam-data-mixed` for principals of several accounts, `bad-iam-data` where it names nobody, or an entry cannot be read. No error
 * quotes the data.
 */
export const readDirectory = (answer: PlainObject, at?: string): Directory => {
  requireWhole(answer);
  const shelf = shelfOf(answer);
  const principals = [
    ...detailsOf(answer, "UserDetailList").map(({ detail, arn }) => userOf(detail, arn, shelf)),
    ...detailsOf(answer, "RoleDetailList").map(({ detail, arn }) => roleOf(detail, arn, shelf)),
  ];
  const owner = ownerOf(principals.map(({ arn }) => arn).concat(groupArns(answer)));
  return { ...owner, at, principals: new Map(principals.map((one) => [one.arn, one])) };
};

const requireWhole = (answer: PlainObject): void => {
  const lists = ["UserDetailList", "RoleDetailList", "GroupDetailList", "Policies"];
  const missing = lists.filter((name) => !Array.isArray(answer[name]));
  const isCut = goesOn(answer, "IsTruncated", "NextToken", "Marker");
  if (missing.length === 0 && !isCut) return;
  const why = isCut ? "it ends before the last page" : `it has no ${missing.join(", no ")}`;
  throw new UsageError("iam-data-cut", `the IAM data is not whole: ${why}`, {
    hint: "aws iam get-account-authorization-details > iam.json, without --max-items and --filter",
  });
};

/** Policies and groups by the names under which principals refer to them. */
interface Shelf {
  readonly read: ContentReader;
  /** A managed policy by its ARN: the same object for all who bear it. */
  readonly managed: (arn: string) => BoundPolicy;
  /** The policies that a group of that name brings. */
  readonly ofGroup: (name: string) => readonly BoundPolicy[];
}

const shelfOf = (answer: PlainObject): Shelf => {
  const byName = (list: string, name: string) =>
    new Map(objectsOf(answer[list]).map((item) => [textOf(item, name) ?? "", item]));
  const [policies, groups, read] = [
    byName("Policies", "Arn"),
    byName("GroupDetailList", "GroupName"),
    contentReader(),
  ];
  const managed = once((arn: string): BoundPolicy => {
    const policy = policies.get(arn);
    return { name: arn, content: read(policy && defaultVersion(policy)) };
  });
  const ofGroup = once((name: string) => groupPolicies(name, groups.get(name), { read, managed }));
  return { read, managed, ofGroup };
};

const once = <Value>(work: (name: string) => Value): ((name: string) => Value) => {
  const done = new Map<string, Value>();
  return (name) => {
    const value = done.get(name) ?? work(name);
    done.set(name, value);
    return value;
  };
};

// A policy keeps up to five versions, and the one in force need be neither the first nor the newest.
const defaultVersion = (policy: PlainObject): unknown => {
  const inForce = textOf(policy, "DefaultVersionId");
  return objectsOf(policy["PolicyVersionList"]).find(({ VersionId: id, IsDefaultVersion: isDefault }) =>
    inForce === undefined ? isDefault === true : id === inForce,
  )?.["Document"];
};

const userOf = (user: PlainObject, arn: string, shelf: Shelf): DirectoryPrincipal => {
  const groups = groupsOf(user["GroupList"], shelf);
  const own = policiesOf(user, "UserPolicyList", shelf);
  return principalOf("user", user, { arn, policies: [...own, ...groups], sessionTags: false }, shelf);
};

// What stands there and is no name may be a group with any policy.
const groupsOf = (names: unknown, shelf: Shelf): readonly BoundPolicy[] => {
  if (names === undefined || names === null) return [];
  const list: readonly unknown[] = Array.isArray(names) ? names : [undefined];
  return list.flatMap((name) =>
    typeof name === "string" ? shelf.ofGroup(name) : [damaged("GroupList", "no name of a group")],
  );
};

/** Stands for a policy of which the data tells nothing but that something is there. */
const damaged = (list: string, what: string): BoundPolicy => ({
  name: list,
  content: { unknown: `what stands there is ${what}` },
});

const roleOf = (role: PlainObject, arn: string, shelf: Shelf): DirectoryPrincipal => {
  const policies = policiesOf(role, "RolePolicyList", shelf);
  const sessionTags = allowsSessionTags(role["AssumeRolePolicyDocument"]);
  return principalOf("role", role, { arn, policies, sessionTags }, shelf);
};

type Policies = Pick<Shelf, "read" | "managed">;

const groupPolicies = (
  name: string,
  group: PlainObject | undefined,
  shelf: Policies,
): readonly BoundPolicy[] => {
  if (!group) return [{ name: `group/${name}`, content: { unknown: "the group is not in the data" } }];
  const of = textOf(group, "Arn") ?? `group/${name}`;
  return policiesOf(group, "GroupPolicyList", shelf).map((policy) => ({ ...policy, of }));
};

const policiesOf = (owner: PlainObject, inlineList: string, shelf: Policies): readonly BoundPolicy[] => [
  ...entriesOf(owner[inlineList]).map((policy) =>
    policy
      ? {
          name: `inline:${textOf(policy, "PolicyName") ?? ""}`,
          content: shelf.read(policy["PolicyDocument"]),
        }
      : damaged(inlineList, "no policy"),
  ),
  ...entriesOf(owner["AttachedManagedPolicies"]).map((policy) =>
    managedOf("AttachedManagedPolicies", textOf(policy, "PolicyArn"), shelf),
  ),
];

const managedOf = (where: string, arn: string | undefined, shelf: Policies): BoundPolicy =>
  arn === undefined ? damaged(where, "no ARN of a policy") : shelf.managed(arn);

const principalOf = (
  kind: DirectoryPrincipal["kind"],
  detail: PlainObject,
  rest: Pick<DirectoryPrincipal, "arn" | "policies" | "sessionTags">,
  shelf: Shelf,
): DirectoryPrincipal => {
  const { arn } = rest;
  return {
    kind,
    arn,
    policies: rest.policies,
    sessionTags: rest.sessionTags,
    name: textOf(detail, kind === "user" ? "UserName" : "RoleName") ?? arn.slice(arn.lastIndexOf("/") + 1),
    path: textOf(detail, "Path") ?? "/",
    id: textOf(detail, kind === "user" ? "UserId" : "RoleId") ?? "",
    boundary: boundaryOf(detail["PermissionsBoundary"], shelf),
    tags: tagsOf(detail),
    lastUsed: textOf(objectOf(detail["RoleLastUsed"]), "LastUsedDate"),
  };
};

// A boundary that does not tell its policy is a ceiling all the same.
const boundaryOf = (boundary: unknown, shelf: Shelf): BoundPolicy | undefined => {
  if (boundary === undefined || boundary === null) return undefined;
  const arn = textOf(objectOf(boundary), "PermissionsBoundaryArn");
  return managedOf("PermissionsBoundary", arn, shelf);
};

const tagsOf = (detail: PlainObject): ReadonlyMap<string, string> => {
  const tags = new Map<string, string>();
  for (const tag of objectsOf(detail["Tags"])) {
    const [key, value] = [textOf(tag, "Key"), tag["Value"]];
    if (key !== undefined && typeof value === "string") tags.set(key, value);
  }
  return tags;
};

const groupArns = (answer: PlainObject): readonly string[] =>
  objectsOf(answer["GroupDetailList"]).flatMap((group) => textOf(group, "Arn") ?? []);

// `aws:iam::111122223333` of `arn:aws:iam::111122223333:role/App`.
const ownerIn = (arn: string): string => arn.split(":", 5).slice(1).join(":");

const ownerOf = (arns: readonly string[]): Pick<Directory, "account" | "partition"> => {
  const owners = new Set(arns.map(ownerIn));
  const [owner, ...others] = owners;
  const [partition = "", , , account = ""] = owner?.split(":") ?? [];
  if (others.length > 0) {
    throw new UsageError("iam-data-mixed", "the IAM data is of several accounts at once", {
      hint: "give a file for each account",
    });
  }
  if (!/^\d{12}$/.test(account)) {
    throw new UsageError("bad-iam-data", "the IAM data names no user, role or group with an ARN", {
      hint: "aws iam get-account-authorization-details > iam.json",
    });
  }
  return { partition, account };
};
