import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, PrincipalEntry, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { isOwnAccount, partOf } from "./recognise.ts";
import type { Part } from "./rights.ts";

/** Why the console would not take this statement, which gives exactly the part, for its own; else undefined. */
export const partProblem = (
  statement: Statement,
  part: Part,
  policy: Policy,
  facts: KeyFacts,
): string | undefined => {
  if (part === "delegation") return undefined;
  const stranger = statement.principals.find((entry) => !isConsolePrincipal(entry, part, facts));
  if (stranger) return `names ${stranger.value}, which the console cannot`;
  if (part !== "grants") return undefined;
  const use = policy.statements.find((other) => partOf(other, facts) === "use");
  return sameNames(use, statement) ? undefined : "names others than the statement for use of the key";
};

/** The console names users and roles of the key's account (deleted ones linger), as key users also other accounts. */
const isConsolePrincipal = (entry: PrincipalEntry, part: Part, facts: KeyFacts): boolean => {
  const principal = parsePrincipal(entry.type, entry.value);
  if (principal.kind === "unique-id") return true;
  if (principal.kind === "account") return part !== "admin" && !isOwnAccount(entry.type, entry.value, facts);
  if (principal.kind !== "user" && principal.kind !== "role") return false;
  return facts.account === undefined || principal.account === facts.account;
};

const sameNames = (a: Statement | undefined, b: Statement): boolean =>
  namesOf(a?.principals ?? []) === namesOf(b.principals);

/** The principals in one spelling and order: equal for two statements that the console shows as one list. */
export const namesOf = (entries: readonly PrincipalEntry[]): string =>
  [...new Set(entries.map(nameOf))].sort().join("\n");

const nameOf = ({ type, value }: PrincipalEntry): string => {
  const principal = parsePrincipal(type, value);
  return principal.kind === "account" ? principal.account : value;
};
