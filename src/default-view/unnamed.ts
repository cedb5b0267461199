import { nearest } from "../check/nearest.ts";
import { globMatches } from "../check/pattern.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parsePrincipal } from "../policy/principal.ts";
import type { Policy } from "../policy/model.ts";
import { fixedParts, isAnotherAccount, notKnownYet } from "../policy/symbols.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { namedPrincipals } from "./administrators.ts";
import { isEntryFor } from "./holdings.ts";
import type { Operand } from "./operand.ts";
import type { Taking } from "./take.ts";
import { namedBy } from "./take-conditions.ts";

/**
 * What a removal should say of operands that the policy names nowhere, one sentence each: they may be gone already, or
 * misspelt; a name that is near is told. Whom something fills in later may be anybody of them.
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
      const open = openNamesOf(policy).filter((value) => mayName(value, operand, facts));
      if (open.length > 0)
        return `Whether the policy names ${operand.text} is not known: ${[...new Set(open)].map(notKnownYet).join("; ")}.`;
      const meant = nearestOf(operand, named, facts);
      return `The policy names ${operand.text} nowhere${meant === undefined ? "." : `; did you mean ${meant}?`}`;
    });
};

/** Principals of which a part is filled in before the policy is put, in the elements and in the conditions that name callers. */
const openNamesOf = ({ statements }: Policy): readonly string[] =>
  statements
    .flatMap(({ principals, conditions }) => [
      ...principals.map(({ value }) => value),
      ...conditions.flatMap(({ key, values }) => (callerKeys.test(key) ? values : [])),
    ])
    .filter((value) => fixedParts(value) !== undefined);

const callerKeys = /^(?:aws:PrincipalArn|aws:PrincipalAccount|kms:CallerAccount)$/i;

const mayName = (value: string, { kind, arn, account = "" }: Operand, facts: KeyFacts): boolean => {
  if (isAnotherAccount(value) && account === facts.account) return false;
  const pattern = (fixedParts(value) ?? []).join("*");
  return [arn, ...(kind === "account" ? [account] : [])].some((own) => globMatches(pattern, own));
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
