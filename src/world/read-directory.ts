import { UsageError } from "../errors.ts";
import { type PlainObject, objectOf, objectsOf, textOf, textsOf } from "./plain-json.ts";
import { type ContentReader, contentReader } from "./policy-content.ts";
import { allowsSessionTags } from "./session-tags.ts";
import type { BoundPolicy, Directory, DirectoryPrincipal } from "./types.ts";

/**
 * One account's users and roles out of an answer of iam:GetAccountAuthorizationDetails: as IAM sends it, as the SDKs
 * give it, or as `aws iam get-account-authorization-details` prints it (IAM API Reference). `at` tells when AWS said it
 * (ISO 8601), where that is known. Throws UsageError: `iam-data-cut` for an answer that is not whole,
 * `iam-data-mixed` for principals of several accounts, `bad-iam-data` where it names nobody. No error quotes the data.
 */
export const readDirectory = (answer: PlainObject, at?: string): Directory => {
  requireWhole(answer);
  const shelf = shelfOf(answer);
  const principals = [
    ...objectsOf(answer["UserDetailList"]).flatMap((user) => userOf(user, shelf) ?? []),
    ...objectsOf(answer["RoleDetailList"]).flatMap((role) => roleOf(role, shelf) ?? []),
  ];
  const owner = ownerOf(principals.map(({ arn }) => arn).concat(groupArns(answer)));
  return { ...owner, at, principals: new Map(principals.map((one) => [one.arn, one])) };
};

const requireWhole = (answer: PlainObject): void => {
  const lists = ["UserDetailList", "RoleDetailList", "GroupDetailList", "Policies"];
  const missing = lists.filter((name) => !Array.isArray(answer[name]));
  const goesOn =
    answer["IsTruncated"] === true ||
    textOf(answer, "NextToken") !== undefined ||
    textOf(answer, "Marker") !== undefined;
  if (missing.length === 0 && !goesOn) return;
  const why = goesOn ? "it ends before the last page" : `it has no ${missing.join(", no ")}`;
  throw new UsageError("iam-data-cut", `the IAM data is not whole: ${why}`, {
    hint: "aws iam get-account-authorization-details > iam.json, without --max-items and --filter",
  });
};

/** Policies and groups by the names under which principals refer to them. */
interface Shelf {
  readonly read: ContentReader;
  readonly managed: ReadonlyMap<string, unknown>;
  readonly groups: ReadonlyMap<string, PlainObject>;
}

const shelfOf = (answer: PlainObject): Shelf => ({
  read: contentReader(),
  managed: new Map(
    objectsOf(answer["Policies"]).map((policy) => [textOf(policy, "Arn") ?? "", defaultVersion(policy)]),
  ),
  groups: new Map(
    objectsOf(answer["GroupDetailList"]).map((group) => [textOf(group, "GroupName") ?? "", group]),
  ),
});

// A policy keeps up to five versions, and the one in force need be neither the first nor the newest.
const defaultVersion = (policy: PlainObject): unknown => {
  const inForce = textOf(policy, "DefaultVersionId");
  return objectsOf(policy["PolicyVersionList"]).find(({ VersionId: id, IsDefaultVersion: isDefault }) =>
    inForce === undefined ? isDefault === true : id === inForce,
  )?.["Document"];
};

const userOf = (user: PlainObject, shelf: Shelf): DirectoryPrincipal | undefined => {
  const groups = textsOf(user["GroupList"]).flatMap((name) => groupPolicies(name, shelf));
  const own = policiesOf(user, "UserPolicyList", shelf);
  return principalOf("user", user, { policies: [...own, ...groups], sessionTags: false }, shelf);
};

const roleOf = (role: PlainObject, shelf: Shelf): DirectoryPrincipal | undefined => {
  const policies = policiesOf(role, "RolePolicyList", shelf);
  const sessionTags = allowsSessionTags(role["AssumeRolePolicyDocument"]);
  return principalOf("role", role, { policies, sessionTags }, shelf);
};

const groupPolicies = (name: string, shelf: Shelf): readonly BoundPolicy[] => {
  const group = shelf.groups.get(name);
  if (!group) return [{ name: `group/${name}`, content: { unknown: "the group is not in the data" } }];
  const of = textOf(group, "Arn") ?? `group/${name}`;
  return policiesOf(group, "GroupPolicyList", shelf).map((policy) => ({ ...policy, of }));
};

const policiesOf = (owner: PlainObject, inlineList: string, shelf: Shelf): readonly BoundPolicy[] => [
  ...objectsOf(owner[inlineList]).map((policy) => ({
    name: `inline:${textOf(policy, "PolicyName") ?? ""}`,
    content: shelf.read(policy["PolicyDocument"]),
  })),
  ...objectsOf(owner["AttachedManagedPolicies"]).map((policy) =>
    managedPolicy(textOf(policy, "PolicyArn") ?? "", shelf),
  ),
];

const managedPolicy = (arn: string, { managed, read }: Shelf): BoundPolicy => ({
  name: arn,
  content: read(managed.get(arn)),
});

const principalOf = (
  kind: DirectoryPrincipal["kind"],
  detail: PlainObject,
  rest: Pick<DirectoryPrincipal, "policies" | "sessionTags">,
  shelf: Shelf,
): DirectoryPrincipal | undefined => {
  const arn = textOf(detail, "Arn");
  if (arn === undefined) return undefined;
  const boundary = textOf(objectOf(detail["PermissionsBoundary"]), "PermissionsBoundaryArn");
  return {
    ...{ kind, arn, ...rest },
    name: textOf(detail, kind === "user" ? "UserName" : "RoleName") ?? arn.slice(arn.lastIndexOf("/") + 1),
    path: textOf(detail, "Path") ?? "/",
    id: textOf(detail, kind === "user" ? "UserId" : "RoleId") ?? "",
    boundary: boundary === undefined ? undefined : managedPolicy(boundary, shelf),
    tags: tagsOf(detail),
    lastUsed: textOf(objectOf(detail["RoleLastUsed"]), "LastUsedDate"),
  };
};

const tagsOf = (detail: PlainObject): ReadonlyMap<string, string> =>
  new Map(
    objectsOf(detail["Tags"]).flatMap((tag) => {
      const [key, value] = [textOf(tag, "Key"), tag["Value"]];
      return key !== undefined && typeof value === "string" ? [[key, value] as const] : [];
    }),
  );

const groupArns = (answer: PlainObject): readonly string[] =>
  objectsOf(answer["GroupDetailList"]).flatMap((group) => textOf(group, "Arn") ?? []);

const ownerOf = (arns: readonly string[]): Pick<Directory, "account" | "partition"> => {
  const owners = new Set(arns.map((arn) => arn.split(":").slice(1, 5).join(":")));
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
