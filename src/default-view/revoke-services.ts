import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { PrincipalEntry, Statement } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { factsToWrite } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { servicePrincipal } from "./service-principal.ts";
import { sharedServices } from "./sharing.ts";
import { takePrincipals } from "./take-edits.ts";
import type { Edited } from "./verb.ts";

/**
 * Takes service principals out of every Allow, whatever they may do there and under whichever condition; a statement left without
 * principal goes. What IAM roles let a service do for them stays: it is not the service's own. Throws UsageError for what is no service,
 * RefusedError (`last-statement`, `edit-not-exact`).
 */
export const revokeServices = (
  document: PolicyDocument,
  texts: readonly string[],
  facts: KeyFacts,
): Edited => {
  const known = factsToWrite(document, facts);
  const there = sharedServices(readPolicy(document));
  const named = texts.map((text) => (there.includes(text) ? text : servicePrincipal(text, known)));
  const after = takeNext(document, new Set(named));
  const words = named.map((name) => `service:${name}`);
  const concerns = (principal: string) => words.includes(principal);
  proveOnlyIntended(document, after, { concerns, gains: false, losses: true }, known);
  const absent = named.filter((name) => !there.includes(name));
  return {
    document: after,
    notes: absent.map((name) => `No statement allows ${name} anything.`),
    inherent: [],
  };
};

const takeNext = (document: PolicyDocument, services: ReadonlySet<string>): PolicyDocument => {
  const of = ({ principals }: Statement): readonly PrincipalEntry[] =>
    principals.filter(({ type, value }) => type === "Service" && services.has(value));
  const found = readPolicy(document).statements.find(
    (statement) => statement.effect === "Allow" && !statement.notPrincipal && of(statement).length > 0,
  );
  return found ? takeNext(takePrincipals(document, found, of(found)), services) : document;
};
