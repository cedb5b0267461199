import type { PolicySubject } from "../../change/types.ts";
import { shellWord } from "../../default-view/command-on.ts";
import { operandsToRemove, type Operand } from "../../default-view/operand.ts";
import { completeFacts } from "../../default-view/own-account.ts";
import { KmspolError } from "../../errors.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { isOfPermissionSet } from "../../policy/permission-set.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import type { Grant } from "../../ports.ts";
import { listWords } from "../../render/action-words.ts";
import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";

/**
 * What stays with principals that lose their place in a key's policy, one sentence each: their grants, which no policy
 * edit ends (KMS Developer Guide, "Grants"), with the command that does, and when the key was last used. Empty for a file.
 * Never throws where AWS does not tell.
 */
export const removalNotes = async (
  context: Context,
  { target, facts }: PolicySubject,
  document: PolicyDocument,
  texts: readonly string[],
): Promise<readonly string[]> => {
  if (target.kind === "file") return [];
  const { keys } = await openAws(context);
  const operands = operandsToRemove(texts, document, completeFacts(document, facts));
  const [grants, lastUsed] = await Promise.all([
    keys.grants(target.arn).catch(unlisted),
    keys.lastUsed?.(target.arn).catch(() => undefined),
  ]);
  const held =
    "because" in grants
      ? [`Whether they hold grants could not be looked up: ${grants.because}.`]
      : grants.flatMap((grant) => grantNotes(grant, operands, revokeCommand(target.arn, facts)));
  const used = lastUsed ? [`The key was last used on ${lastUsed.toISOString().slice(0, 10)}.`] : [];
  return [...held, ...used];
};

const unlisted = (error: unknown): { readonly because: string } => {
  if (error instanceof KmspolError) return { because: error.message };
  throw error;
};

/** The AWS CLI takes the same flags, but does not read the Region out of an ARN. */
const revokeCommand =
  (keyArn: string, { region, typed }: KeyFacts) =>
  (grantId: string): string => {
    const others = (typed?.flags ?? []).filter((_, i, flags) => flags[i - (i % 2)] !== "--region");
    const where = region === undefined ? [] : ["--region", region];
    const words = ["--key-id", keyArn, "--grant-id", grantId, ...where, ...others];
    return ["aws kms revoke-grant", ...words.map(shellWord)].join(" ");
  };

const grantNotes = (
  grant: Grant,
  operands: readonly Operand[],
  revoke: (grantId: string) => string,
): readonly string[] => {
  if (!operands.some((operand) => isHeldBy(grant.grantee, operand))) return [];
  const what = listWords(grant.operations, 4);
  return [`${grant.grantee} still holds a grant (${what}): ${revoke(grant.id)}`];
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
