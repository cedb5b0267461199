import { RefusedError } from "../errors.ts";
import { next, type Sentence, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { actionsIn } from "./action-set.ts";
import { administrators, mayDelete, withoutDeletion } from "./administrators.ts";
import { belongsToAny } from "./concerns.ts";
import { names } from "./holdings.ts";
import { insertAction } from "./insert-action.ts";
import { withoutGuards } from "./deletion-guard.ts";
import { adminsApart, apartWithoutDeletion } from "./limits/admins-apart.ts";
import { factsToWrite } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { adminEverything, deletionActions } from "./rights.ts";
import { adminInherent, type Edited } from "./verb.ts";

/**
 * Lets the administrators schedule and cancel the deletion of the key, and takes back what denies it while the key is in use. Without an administrator nothing is to do.
 * Throws RefusedError (`statement-gives-other`) for administrators of a hand-written statement, which is never widened.
 */
export const allowDeletion = (
  before: PolicyDocument,
  _operands: readonly string[],
  facts: KeyFacts,
): Edited => {
  const known = factsToWrite(before, facts);
  const document = withoutGuards(before, known);
  const policy = readPolicy(document);
  const admins = administrators(policy, known);
  const apart = adminsApart(policy, known);
  if (admins.length + apart.length === 0) return { document, notes: [noAdministrators], inherent: [] };
  const lacking = admins.filter((admin) => !mayDelete(policy, admin, known));
  const own = withoutDeletion(policy, known).filter((statement) =>
    lacking.some((admin) => names(statement, admin)),
  );
  const statements = [...own, ...apartWithoutDeletion(policy, known)];
  const after = statements.reduce(
    (edited, statement) =>
      deletionActions
        .filter((action) => !actionsIn(statement).has(action))
        .reduce((inner, action) => insertAction(inner, statement.index, action, adminEverything), edited),
    document,
  );
  const left = admins.find((admin) => !mayDelete(readPolicy(after), admin, known));
  if (left) throw handWritten(left.arn);
  const concerns = belongsToAny([...admins, ...apart]);
  proveOnlyIntended(
    document,
    after,
    { concerns, actions: new Set(deletionActions), gains: true, losses: false },
    known,
  );
  return { document: after, notes: [], inherent: adminInherent };
};

/** What both deletion verbs say where nobody administers. */
export const noAdministrators: Sentence = sentence`Nobody administers the key by name. To change that: ${next("add-admin", ["PRINCIPAL"])}`;

const handWritten = (arn: string): RefusedError =>
  new RefusedError(
    "statement-gives-other",
    `${arn} administers through statements that are not the console's, and those are not widened`,
    { hint: sentence`add ${deletionActions.join(" and ")} there by hand: ${next("edit")}` },
  );
