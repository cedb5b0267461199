import { RefusedError } from "../errors.ts";
import { next, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { PrincipalEntry, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { factsToWrite } from "./own-account.ts";
import { placeOf } from "./place.ts";
import { proveOnlyIntended } from "./prove.ts";
import { takePrincipals } from "./take-edits.ts";
import type { Edited } from "./verb.ts";

/** True for the unique id that stands in a policy for a deleted user or role (IAM User Guide, "Principal"). */
export const isDead = ({ type, value }: PrincipalEntry): boolean =>
  parsePrincipal(type, value).kind === "unique-id";

/**
 * Takes the unique ids of deleted users and roles out of every statement, Deny included; they match nobody, and KMS
 * refuses any policy that holds one. An emptied statement goes. Throws RefusedError (`last-exemption`) where a
 * NotPrincipal would be emptied, and `last-statement`.
 */
export const prune = (document: PolicyDocument, _operands: readonly string[], facts: KeyFacts): Edited => {
  const known = factsToWrite(document, facts);
  const dead = new Set(
    readPolicy(document)
      .statements.flatMap(deadIn)
      .map(({ value }) => value),
  );
  const after = pruneNext(document, known);
  const concerns = (principal: string) => dead.has(principal);
  proveOnlyIntended(document, after, { concerns, gains: true, losses: true }, known);
  return {
    document: after,
    notes: [...dead].map((id) => `${id} is the id of a deleted principal.`),
    inherent: [],
  };
};

const deadIn = ({ principals }: Statement): readonly PrincipalEntry[] => principals.filter(isDead);

const pruneNext = (document: PolicyDocument, facts: KeyFacts): PolicyDocument => {
  const found = readPolicy(document).statements.find((statement) => deadIn(statement).length > 0);
  if (!found) return document;
  const entries = deadIn(found);
  if (found.notPrincipal && entries.length === found.principals.length) {
    throw lastExemption(document, found);
  }
  return pruneNext(takePrincipals(document, found, entries), facts);
};

const lastExemption = (document: PolicyDocument, { index }: Statement): RefusedError =>
  new RefusedError("last-exemption", `${placeOf(document, index)} exempts deleted principals only`, {
    hint: sentence`decide by hand whom it should exempt, or take it out: ${next("edit")}`,
  });
