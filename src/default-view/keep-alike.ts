import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, PrincipalEntry, Statement } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { consoleShapeOf } from "./console-shape.ts";
import { addConsoleStatement } from "./console-statement.ts";
import { namesOf } from "./console-parts.ts";
import { joinable, joinStatement } from "./give.ts";
import { isEntryFor, names } from "./holdings.ts";
import type { Operand } from "./operand.ts";
import { partOf } from "./recognise.ts";
import { keyClassOf, type Part } from "./rights.ts";

/**
 * A key user stands in both of the console's statements, or its default view is lost: an administrator, who has the
 * grants already through `kms:Create*`, joins the second one all the same. `before` is the document before the user was
 * given anything, `given` the one after. Lists that differ in others as well are left as they are.
 */
export const keepAlike = (
  before: PolicyDocument,
  given: PolicyDocument,
  operand: Operand,
  facts: KeyFacts,
): PolicyDocument => {
  const policy = readPolicy(given);
  const [inUse, inGrants] = [isIn(policy, "use", operand, facts), isIn(policy, "grants", operand, facts)];
  if (inUse === inGrants) return given;
  const [use, grants] = [joinable(policy, "use", facts), joinable(policy, "grants", facts)];
  if (use && grants) {
    if (othersIn(use, operand) !== othersIn(grants, operand)) return given;
    return joinStatement(given, inUse ? grants : use, operand);
  }
  const isNew = use !== undefined && joinable(readPolicy(before), "use", facts) === undefined;
  const isConsoles = isNew && keyClassOf(facts) === "S" && consoleShapeOf(before, facts).because.length === 0;
  return isConsoles ? addConsoleStatement(given, "grants", operand.arn, facts) : given;
};

const isIn = (policy: Policy, part: Part, operand: Operand, facts: KeyFacts): boolean =>
  policy.statements.some((statement) => names(statement, operand) && partOf(statement, facts) === part);

const othersIn = ({ principals }: Statement, operand: Operand): string =>
  namesOf(principals.filter((entry: PrincipalEntry) => !isEntryFor(entry, operand)));
