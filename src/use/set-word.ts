import { permissionSetWord } from "../policy/permission-set.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { reservedRole } from "../policy/reserved-roles.ts";

/** `sso/Dev` for the role of a permission set, whatever its hash; undefined for everybody else. `own`: the key's account. */
export const setWord = (word: string, own: string | undefined): string | undefined => {
  const principal = parsePrincipal("AWS", word);
  if (principal.kind !== "role") return undefined;
  const role = reservedRole(principal.name);
  if (role?.kind !== "sso" || role.permissionSet === undefined) return undefined;
  return permissionSetWord({ name: role.permissionSet, account: principal.account }, own);
};
