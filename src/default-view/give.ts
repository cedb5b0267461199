import type { PolicyDocument } from "../policy/document.ts";
import { addToList } from "../policy/edit-lists.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, Statement } from "../policy/model.ts";
import { pathOfStatement } from "../policy/text/node-at.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { expandActions, type ActionSet } from "./action-set.ts";
import { addConsoleStatement } from "./console-statement.ts";
import { holdsPart } from "./holdings.ts";
import type { Operand } from "./operand.ts";
import { partOf } from "./recognise.ts";
import { adminBase, consoleSids, grantActions, keyClassOf, useActions, type Part } from "./rights.ts";

/**
 * Gives a principal one part: it joins the statement that is exactly that part, else gets a statement of its own as
 * the console writes it. A principal that has the rights already changes nothing. Statements with conditions, or
 * with other or wider rights, are never joined. A grants statement is joined on every key, created on symmetric ones.
 */
export const givePart = (
  document: PolicyDocument,
  part: Exclude<Part, "delegation">,
  operand: Operand,
  facts: KeyFacts,
): PolicyDocument => {
  const policy = readPolicy(document);
  if (holdsPart(policy, part, rightsOf(part, facts), operand, facts)) return document;
  const home = joinable(policy, part, facts);
  if (home) return joinStatement(document, home, operand);
  if (part === "grants" && keyClassOf(facts) !== "S") return document;
  return addConsoleStatement(document, part, operand.arn, facts);
};

const rightsOf = (part: Part, facts: KeyFacts): ActionSet => {
  if (part === "admin") return expandActions(adminBase);
  return expandActions(part === "use" ? useActions(facts) : grantActions);
};

/** Adds the principal to the list of a statement. */
export const joinStatement = (
  document: PolicyDocument,
  { index }: Statement,
  operand: Operand,
): PolicyDocument =>
  addToList(document, [...pathOfStatement(document, index), "Principal", "AWS"], operand.arn);

/** The statement to join: of several the one with the console's Sid, else the first. One that names everyone is none. */
export const joinable = (policy: Policy, part: Part, facts: KeyFacts): Statement | undefined => {
  const fitting = policy.statements.filter(
    (statement) => partOf(onThisKey(statement, facts), facts) === part && hasNamedPrincipals(statement),
  );
  return fitting.find(({ sid }) => sid === consoleSids[part]) ?? fitting[0];
};

/** The statement with `"*"` for the key's own ARN as Resource: in the key's own policy both mean this key. */
const onThisKey = (statement: Statement, { arn }: KeyFacts): Statement =>
  statement.resources.every((resource) => resource === "*" || resource === arn)
    ? { ...statement, resources: ["*"] }
    : statement;

const hasNamedPrincipals = ({ principals }: Statement): boolean => {
  const named = principals.filter(({ type }) => type === "AWS");
  return named.length > 0 && named.every(({ value }) => value !== "*");
};
