import type { Operand } from "../../default-view/operand.ts";
import { shellWord } from "../../shell/shell-word.ts";
import { flagsWithoutRole } from "../../shell/typed-command.ts";
import { typedOf } from "../../change/command-target.ts";
import type { PolicySubject } from "../../change/types.ts";
import { isOfPermissionSet } from "../../policy/permission-set.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import type { Grant } from "../../ports.ts";

/** The grants that these principals hold, themselves, by a session, or as anybody of an account. */
export const heldBy = (grants: readonly Grant[], operands: readonly Operand[]): readonly Grant[] =>
  grants.filter(({ grantee }) => operands.some((operand) => isHeldBy(grantee, operand)));

/** Grants of AWS services that were made from one of these accounts: they are nobody's there, and work for its resources. */
export const madeForServices = (grants: readonly Grant[], operands: readonly Operand[]): readonly Grant[] => {
  const accounts = operands.flatMap(({ kind, account }) => (kind === "account" ? (account ?? []) : []));
  return grants.filter(
    ({ grantee, issuingAccount = "" }) =>
      parsePrincipal("AWS", grantee).kind !== "account" &&
      !grantee.startsWith("arn:") &&
      accounts.some((account) => issuingAccount.includes(account)),
  );
};

/** The AWS CLI takes the same flags as kmspol, but does not read the Region out of an ARN. */
export const revokeCommand = (grantId: string, subject: PolicySubject): string => {
  const { region } = subject.facts;
  const others = flagsWithoutRole(typedOf(subject)).filter(
    (_, i, flags) => flags[i - (i % 2)] !== "--region",
  );
  const where = region === undefined ? [] : ["--region", region];
  const words = ["--key-id", subject.historyKey, "--grant-id", grantId, ...where, ...others];
  return ["aws kms revoke-grant", ...words.map(shellWord)].join(" ");
};

/**
 * A role's grant may be one of its sessions'; an account's is that of any of its principals. Users and roles are told by
 * their name, which is unique in an account whatever the path: who typed it may have left the path out.
 */
const isHeldBy = (grantee: string, operand: Operand): boolean => {
  if (grantee === operand.arn) return true;
  if (operand.kind === "sso") return isOfPermissionSet(grantee, operand.arn);
  const [holder, removed] = [parsePrincipal("AWS", grantee), parsePrincipal("AWS", operand.arn)];
  if (!("account" in holder) || holder.account !== operand.account) return false;
  if (operand.kind === "account") return true;
  if (removed.kind !== "user" && removed.kind !== "role") return false;
  if (holder.kind === "session") return removed.kind === "role" && holder.role === removed.name;
  return holder.kind === removed.kind && holder.name === removed.name;
};
