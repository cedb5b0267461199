import { UsageError } from "../errors.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { type NamedPrincipal, parsePrincipal, roleOrUserMeant } from "../policy/principal.ts";
import { reservedRole, type ReservedRole, ssoPath } from "../policy/reserved-roles.ts";

/**
 * The ARN of a role of AWS's own that is named without its path, with the path where a rule tells it, and a note: in a policy the name
 * alone would match nobody (IAM User Guide, "Service-linked roles"; IAM Identity Center User Guide, "Referencing permission sets in
 * resource policies"). Undefined for every other ARN. Throws UsageError (`reserved-role-path`) where the path has to be told.
 */
export const withReservedPath = (
  arn: string,
  facts: KeyFacts,
): { readonly arn: string; readonly note: string } | undefined => {
  const role = roleWithoutPath(arn);
  const reserved = role && reservedRole(role.name);
  if (!reserved) return undefined;
  const { name, account } = role;
  if (reserved.kind !== "service-linked" || reserved.path === undefined || role.path !== "/")
    throw pathNeeded(arn, name, reserved, account === facts.account ? "" : `@${account}`);
  const whole = `${arn.slice(0, arn.indexOf(":role/"))}:role${reserved.path}${name}`;
  return { arn: whole, note: `${name} is a service-linked role: ${whole}.` };
};

/** The role that an ARN would name, had it the path that AWS gives such a role; undefined for every other ARN. */
const roleWithoutPath = (arn: string): NamedPrincipal | undefined => {
  const principal = parsePrincipal("AWS", arn);
  return principal.kind === "malformed" ? roleOrUserMeant(principal) : undefined;
};

/**
 * The ARN that a question about a role of AWS's own without its path is about: the only one of that name among `named` (what the policy
 * and IAM have), else that of the rule. Every other ARN as it is. Throws UsageError (`reserved-role-path`) where the path has to be told.
 */
export const reservedRoleAsked = (arn: string, facts: KeyFacts, named: readonly string[]): string => {
  const role = roleWithoutPath(arn);
  if (!role) return arn;
  const same = named.filter((value) => {
    const other = parsePrincipal("AWS", value);
    return other.kind === "role" && other.account === role.account && other.name === role.name;
  });
  const [first, ...others] = new Set(same);
  return first !== undefined && others.length === 0 ? first : (withReservedPath(arn, facts)?.arn ?? arn);
};

/** What a removal should say of an operand that names nobody, as the path of a role of AWS's own is not in it; undefined for others. */
export const namesNobodyNote = ({
  arn,
  text,
}: {
  readonly arn: string;
  readonly text: string;
}): string | undefined => {
  const role = roleWithoutPath(arn);
  if (!role) return undefined;
  const named = text === arn ? arn : `${text} (${arn})`;
  return `${named} lacks the path of ${kindOf(reservedRole(role.name))}, and names nobody: the role has access only where its whole ARN is written.`;
};

const kindOf = (reserved: ReservedRole | undefined): string =>
  reserved?.kind === "sso" ? "a role of IAM Identity Center" : "a service-linked role";

const pathNeeded = (arn: string, name: string, reserved: ReservedRole, elsewhere: string): UsageError => {
  const [whose, hint] =
    reserved.kind === "sso"
      ? [
          kindOf(reserved),
          reserved.permissionSet === undefined
            ? `write its whole ARN, with the path ${ssoPath}`
            : `sso/${reserved.permissionSet}${elsewhere} names the permission set, whatever its role is called tomorrow; this role alone is named by its whole ARN, with the path ${ssoPath}`,
        ]
      : [kindOf(reserved), "write its whole ARN, with the path /aws-service-role/SERVICE.amazonaws.com/"];
  return new UsageError(
    "reserved-role-path",
    `${name} is ${whose}, which has a path: ${arn} would match nobody`,
    { hint },
  );
};
