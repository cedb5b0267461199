import type { EditResult, PolicySubject } from "../../change/types.ts";
import { operandsToRemove } from "../../default-view/operand.ts";
import { factsToWrite } from "../../default-view/own-account.ts";
import { KmspolError } from "../../errors.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { Grant } from "../../ports.ts";
import { listWords } from "../../render/action-words.ts";
import { constraintWords } from "../../render/grants.ts";
import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";
import { heldBy, madeForServices, revokeCommand } from "./held-grants.ts";

/** What a removal has to do with grants: notes about those that stay, and those that are to be revoked. */
export type Remains = Required<Pick<EditResult, "notes">> & Pick<EditResult, "revokes">;

/**
 * What stays with principals that lose their place in a key's policy: their grants, which no policy edit ends (KMS
 * Developer Guide, "Grants"), and when the key was last used. With `revoke` their grants are to be revoked; without, each
 * is a note with the command that does it. Nothing for a file. Throws AwsError where grants that are to be revoked cannot be listed.
 */
export const whatRemains = async (
  context: Context,
  subject: PolicySubject,
  document: PolicyDocument,
  texts: readonly string[],
  revoke: boolean,
): Promise<Remains> => {
  const { target, facts } = subject;
  if (target.kind === "file") return { notes: [] };
  const { keys } = await openAws(context);
  const operands = operandsToRemove(texts, document, factsToWrite(document, facts));
  const [grants, lastUse] = await Promise.all([
    keys.grants(target.arn).catch(revoke ? rethrow : unlisted),
    keys.lastUse?.(target.arn).catch(() => undefined),
  ]);
  const used = lastUse?.at !== undefined ? [`The key was last used on ${lastUse.at.slice(0, 10)}.`] : [];
  if ("because" in grants)
    return { notes: [`Whether they hold grants could not be looked up: ${grants.because}.`, ...used] };
  const command = ({ id }: Grant) => revokeCommand(id, subject);
  const held = heldBy(grants, operands);
  const services = madeForServices(grants, operands).map(
    (grant) =>
      `${grant.grantee} holds a grant that account ${issuerOf(grant)} made (${whatWords(grant)}), for resources there; it stays: ${command(grant)}`,
  );
  const stay = held.map(
    (grant) => `${grant.grantee} still holds a grant (${whatWords(grant)}): ${command(grant)}`,
  );
  const none = held.length === 0 ? ["KMS lists no grant of theirs: there is none to revoke."] : [];
  return revoke
    ? { notes: [...none, ...services, ...used], revokes: held }
    : { notes: [...stay, ...services, ...used] };
};

const whatWords = ({ operations, constraints }: Grant): string =>
  `${listWords(operations, 4)}${constraintWords(constraints)}`;

const issuerOf = ({ issuingAccount = "" }: Grant): string =>
  /\d{12}/.exec(issuingAccount)?.[0] ?? issuingAccount;

const rethrow = (error: unknown): never => {
  throw error;
};

const unlisted = (error: unknown): { readonly because: string } => {
  if (error instanceof KmspolError) return { because: error.message };
  throw error;
};
