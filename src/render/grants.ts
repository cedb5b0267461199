import type { KeyFacts } from "../policy/key-facts.ts";
import type { Grant } from "../ports.ts";
import { listWords } from "./action-words.ts";
import { wrapSentence } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { principalWords } from "./principal-words.ts";
import type { Style } from "./style.ts";

/** A key's grants, one a line: who, what, under which constraints, who made it, and under which name. */
export const renderGrants = (grants: readonly Grant[], facts: KeyFacts, style: Style): string => {
  if (grants.length === 0) return "no grants\n";
  const lines = grants.map((grant) => {
    const label = grant.name === undefined ? "" : ` "${escapeLine(grant.name)}"`;
    const id = style.faint(escapeLine(grant.id).slice(0, 12));
    return `  ${whatIsGranted(grant, facts)}, by grant ${id}${label}${madeBy(grant, facts)}`;
  });
  return [style.strong("Grants:"), ...lines].map((line) => `${line}\n`).join("");
};

/** Grants that are to go, one a line, with the whole id. */
export const grantSentences = (grants: readonly Grant[], facts: KeyFacts, columns: number): string =>
  grants
    .map((grant) => {
      const words = `${whatIsGranted(grant, facts)}, by grant ${escapeLine(grant.id)}${madeBy(grant, facts)}`;
      return `${wrapSentence(`  ${words}`, columns, "    ")}\n`;
    })
    .join("");

/** `1 grant`, `3 grants`. */
export const grantCount = (count: number): string => `${count} ${count === 1 ? "grant" : "grants"}`;

const whatIsGranted = ({ grantee, operations, constraints }: Grant, { account }: KeyFacts): string => {
  const named = operations.map((operation) => `kms:${escapeLine(operation)}`);
  return `${principalWords(grantee, account)} has ${listWords(named, 4)}${constraintWords(constraints)}`;
};

/** Nobody but the account is known of who made a grant; that of the key's own account goes without saying. */
const madeBy = ({ issuingAccount }: Grant, { account }: KeyFacts): string => {
  const [, issuer = issuingAccount] = /:(\d{12}):/.exec(issuingAccount ?? "") ?? [];
  return issuer === undefined || issuer === account ? "" : `, made by account ${escapeLine(issuer)}`;
};

/**
 * Under what a grant may be used: pairs of the encryption context, all of it (`Equals`) or part of it (`Subset`), or the
 * resource that a service acts for (KMS API Reference, "GrantConstraints"). One that is not known here is named.
 */
export const constraintWords = (constraints: Grant["constraints"]): string =>
  Object.entries(constraints ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `, ${oneConstraint(name, value)}`)
    .join("");

const oneConstraint = (name: string, value: unknown): string => {
  const pairs =
    typeof value === "object" && value !== null
      ? Object.entries(value).map(([key, text]) => escapeLine(`${key}=${String(text)}`))
      : [];
  const all = listWords(pairs, 4);
  if (name === "EncryptionContextEquals")
    return all === ""
      ? "only without an encryption context"
      : `only with exactly the encryption context ${all}`;
  if (name === "EncryptionContextSubset" && all !== "") return `only with ${all} in the encryption context`;
  if (name === "SourceArn" && typeof value === "string") return `only for ${escapeLine(value)}`;
  return `with the constraint ${escapeLine(name)}, which this kmspol does not know`;
};
