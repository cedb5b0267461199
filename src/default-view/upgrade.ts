import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Statement } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { actionsIn } from "./action-set.ts";
import { administrators } from "./administrators.ts";
import { speaksOfAny } from "./concerns.ts";
import { insertAction } from "./insert-action.ts";
import { factsToWrite } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { partOf } from "./recognise.ts";
import { adminActions, adminEverything } from "./rights.ts";
import { adminInherent, assumptionNotes, type Edited } from "./verb.ts";

/**
 * Brings administrators statements up to today's list for this key: what the console added over the years (tags,
 * rotation on demand; import, replication where the key has them). Whether administrators may delete the key is a
 * choice, and stays as it is. The users' and grants lists have never changed.
 */
export const upgrade = (document: PolicyDocument, _operands: readonly string[], facts: KeyFacts): Edited => {
  const known = factsToWrite(document, facts);
  const policy = readPolicy(document);
  const old = policy.statements.filter((statement) => missingActions(statement, known).length > 0);
  const after = old.reduce(
    (edited, statement) =>
      missingActions(statement, known).reduce(
        (inner, action) => insertAction(inner, statement.index, action, adminActions(known, true)),
        edited,
      ),
    document,
  );
  const concerns = speaksOfAny(administrators(policy, known));
  const actions = new Set(adminEverything);
  proveOnlyIntended(document, after, { concerns, actions, gains: true, losses: false }, known);
  return {
    document: after,
    notes: after === document ? [] : assumptionNotes(facts),
    inherent: adminInherent,
  };
};

/** What today's console list has and this administrators statement has not; nothing for any other statement. */
export const missingActions = (statement: Statement, facts: KeyFacts): readonly string[] => {
  if (partOf(statement, facts) !== "admin") return [];
  const given = actionsIn(statement);
  // kms:Update* covers UpdatePrimaryRegion, but the console writes it beside ReplicateKey.
  return adminActions(facts, false).filter((action) =>
    action === "kms:UpdatePrimaryRegion" ? !given.has("kms:ReplicateKey") : lacks(given, action),
  );
};

const lacks = (given: ReadonlySet<string>, action: string): boolean =>
  !action.endsWith("*") && !given.has(action);
