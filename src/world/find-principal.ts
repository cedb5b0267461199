import { parsePrincipal } from "../policy/principal.ts";
import { isOfPermissionSet, permissionSetPattern, someRoleOf } from "../policy/permission-set.ts";
import { reservedRole } from "../policy/reserved-roles.ts";
import type { World } from "./types.ts";

/**
 * The ARN of a user or role with the path that the IAM data knows: `role/CI` may be `role/ci/CI`, as names are unique in
 * an account (IAM User Guide, "IAM and AWS STS quotas"). Some role of a permission set is the one that the set has. What the data does not know stays as it is.
 */
export const withKnownPath = (arn: string, { directories }: World): string => {
  const principal = parsePrincipal("AWS", arn);
  if (principal.kind !== "user" && principal.kind !== "role") return arn;
  const principals = directories.get(principal.account)?.principals;
  if (!principals || principals.has(arn)) return arn;
  const set = setOfSomeRole(arn);
  if (set !== undefined) return [...principals.keys()].find((known) => isOfPermissionSet(known, set)) ?? arn;
  if (principal.path !== "/") return arn;
  const known = [...principals.values()].find(
    ({ kind, name }) => kind === principal.kind && name === principal.name,
  );
  return known?.arn ?? arn;
};

/** The ARNs of all users and roles that the IAM data has. */
export const arnsIn = ({ directories }: World): readonly string[] =>
  [...directories.values()].flatMap(({ principals }) => [...principals.keys()]);

/** The pattern of the permission set of which `sso/NAME` made this ARN, without knowing its role. */
const setOfSomeRole = (arn: string): string | undefined => {
  const principal = parsePrincipal("AWS", arn);
  if (principal.kind !== "role") return undefined;
  const role = reservedRole(principal.name);
  if (role?.kind !== "sso" || role.permissionSet === undefined) return undefined;
  const { account, partition } = principal;
  const pattern = permissionSetPattern({ name: role.permissionSet, account }, partition);
  return someRoleOf(pattern) === arn ? pattern : undefined;
};
