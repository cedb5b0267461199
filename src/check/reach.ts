import type { KeyFacts } from "../policy/key-facts.ts";
import { type Covers, coversKey } from "./key-pattern.ts";
import type { PrincipalView, StatementView } from "./views.ts";

/**
 * Whether a statement speaks of this key at all, by its Resource or NotResource: `open` where the key's ARN is needed to tell, and is
 * not known. What does not reach the key takes no part in any weighing (KMS Developer Guide, "Resource in a key policy").
 */
export const reachOf = ({ model, resources }: StatementView, facts: KeyFacts): Covers => {
  const covers = resources.map(({ value }) => (value === "*" ? "yes" : coversKey(value, facts)));
  const listed = covers.includes("yes") ? "yes" : covers.includes("open") ? "open" : "no";
  if (!model.notResource || listed === "open") return listed;
  return listed === "yes" ? "no" : "yes";
};

/** Whether an entry is of another partition than the key's: nobody there can call it (AWS General Reference, "Partitions"). */
export const isElsewhere = ({ principal }: PrincipalView, { partition }: KeyFacts): boolean =>
  partition !== undefined &&
  "partition" in principal &&
  principal.partition !== undefined &&
  principal.partition !== partition;

/** Whether it can decide anything about this key: not inert, about this key or maybe, and for somebody who can call it. */
export const canReach = (statement: StatementView, facts: KeyFacts): boolean =>
  statement.model.inert === undefined &&
  reachOf(statement, facts) !== "no" &&
  (statement.model.notPrincipal || statement.principals.some((entry) => !isElsewhere(entry, facts)));

/** What to add to a message about a statement that may be about another key. */
export const whereOpen = (statement: StatementView, facts: KeyFacts): string =>
  reachOf(statement, facts) === "open" && facts.arn === undefined
    ? ", if its Resource is this key (the key's ARN was not given)"
    : "";
