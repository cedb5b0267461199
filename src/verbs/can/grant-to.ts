import { parsePrincipal } from "../../policy/principal.ts";
import type { Grant } from "../../ports.ts";

/** Grants whose grantee is the principal, its account, or the role whose session it is. They count beside the policy, not in it. */
export const grantTo =
  (principal: string) =>
  ({ grantee }: Grant): boolean =>
    grantee === principal.replace(/^service:/, "") ||
    isRoleOf(grantee, principal) ||
    isAccountOf(grantee, principal);

/** The ARN of a session leaves out the path of its role (STS). */
const isRoleOf = (grantee: string, principal: string): boolean => {
  const [role, session] = [parsePrincipal("AWS", grantee), parsePrincipal("AWS", principal)];
  if (role.kind !== "role" || session.kind !== "session") return false;
  return role.account === session.account && role.name === session.role;
};

const isAccountOf = (grantee: string, principal: string): boolean => {
  const owner = /:(\d{12})(?::|$)/.exec(principal)?.[1] ?? principal;
  return grantee === owner || grantee.endsWith(`:${owner}:root`);
};
