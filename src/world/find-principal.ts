import { parsePrincipal } from "../policy/principal.ts";
import type { World } from "./types.ts";

/**
 * The ARN of a user or role with the path that the IAM data knows: `role/CI` may be `role/ci/CI`, as names are unique in
 * an account (IAM User Guide, "IAM and AWS STS quotas"). What the data does not know stays as it is.
 */
export const withKnownPath = (arn: string, { directories }: World): string => {
  const principal = parsePrincipal("AWS", arn);
  if (principal.kind !== "user" && principal.kind !== "role") return arn;
  const principals = directories.get(principal.account)?.principals;
  if (!principals || principals.has(arn) || principal.path !== "/") return arn;
  const known = [...principals.values()].find(
    ({ kind, name }) => kind === principal.kind && name === principal.name,
  );
  return known?.arn ?? arn;
};
