import { UsageError } from "../errors.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { canHavePath, reservedRole, type ReservedRole, ssoPath } from "../policy/reserved-roles.ts";

/**
 * The ARN of a role of AWS's own that is named without its path, with the path where a rule tells it, and a note: in a policy the name
 * alone would match nobody (IAM User Guide, "Service-linked roles"; IAM Identity Center User Guide, "Referencing permission sets in
 * resource policies"). Undefined for every other ARN. Throws UsageError (`reserved-role-path`) where the path has to be told.
 */
export const withReservedPath = (
  arn: string,
  facts: KeyFacts,
): { readonly arn: string; readonly note: string } | undefined => {
  const principal = parsePrincipal("AWS", arn);
  if (principal.kind !== "role") return undefined;
  const resource = arn.slice(arn.indexOf(":role/") + ":role".length);
  const path = resource.slice(0, resource.lastIndexOf("/") + 1);
  const name = resource.slice(path.length);
  const reserved = reservedRole(name);
  if (!reserved || canHavePath(name, path)) return undefined;
  if (reserved.kind !== "service-linked" || reserved.path === undefined || path !== "/")
    throw pathNeeded(arn, name, reserved, principal.account === facts.account ? "" : `@${principal.account}`);
  const whole = `${arn.slice(0, -resource.length)}${reserved.path}${name}`;
  return { arn: whole, note: `${name} is a service-linked role: ${whole}.` };
};

const pathNeeded = (arn: string, name: string, reserved: ReservedRole, elsewhere: string): UsageError => {
  const [whose, hint] =
    reserved.kind === "sso"
      ? [
          "a role of IAM Identity Center",
          reserved.permissionSet === undefined
            ? `write its whole ARN, with the path ${ssoPath}`
            : `sso/${reserved.permissionSet}${elsewhere} names the permission set, whatever its role is called tomorrow; this role alone is named by its whole ARN, with the path ${ssoPath}`,
        ]
      : [
          "a service-linked role",
          "write its whole ARN, with the path /aws-service-role/SERVICE.amazonaws.com/",
        ];
  return new UsageError(
    "reserved-role-path",
    `${name} is ${whose}, which has a path: ${arn} would match nobody`,
    { hint },
  );
};
