import { nearest } from "../check/nearest.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { namedPrincipals } from "./administrators.ts";
import { isEntryFor } from "./holdings.ts";
import type { Operand } from "./operand.ts";
import type { Taking } from "./take.ts";
import { namedBy } from "./take-conditions.ts";

/**
 * What a removal should say of operands that the policy names nowhere, one sentence each: they may be gone already, or
 * misspelt; a name that is near is told.
 */
export const unnamedNotes = (
  document: PolicyDocument,
  operands: readonly Operand[],
  facts: KeyFacts,
  taking: Taking,
): readonly string[] => {
  const policy = readPolicy(document);
  const entries = policy.statements.flatMap(({ principals }) => principals);
  const named = namedPrincipals(policy, facts);
  return operands
    .filter((operand) => !entries.some((entry) => isEntryFor(entry, operand)))
    .filter((operand) =>
      policy.statements.every((one) => namedBy(one, [operand], taking, facts).length === 0),
    )
    .map((operand) => {
      const meant = nearestOf(operand, named, facts);
      return `The policy names ${operand.text} nowhere${meant === undefined ? "." : `; did you mean ${meant}?`}`;
    });
};

const nearestOf = (operand: Operand, named: readonly Operand[], facts: KeyFacts): string | undefined => {
  if (operand.kind === "account") {
    const others = named.flatMap(({ kind, account = "" }) => (kind === "account" ? [account] : []));
    return nearest(
      operand.account ?? "",
      others.filter((account) => account !== facts.account),
    );
  }
  const alike = named.filter(({ kind, account }) => kind === operand.kind && account === operand.account);
  const meant = nearest(nameOf(operand), alike.map(nameOf));
  const arn = alike.find((other) => nameOf(other) === meant)?.arn;
  return operand.account === facts.account ? arn?.split(":").at(-1) : arn;
};

const nameOf = ({ arn }: Operand): string => {
  const principal = parsePrincipal("AWS", arn);
  return principal.kind === "user" || principal.kind === "role" ? principal.name : arn;
};
