import { neverCarries } from "../../access/evaluator/carried.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { ConditionTest } from "../../policy/model.ts";
import { actionsOf } from "../action-set.ts";
import { testsOf } from "../condition-tests.ts";
import { adminActions, consoleSids, grantCondition, useActions } from "../rights.ts";
import { limitTitle } from "./limit-words.ts";
import { onlyActions, type OnlyRole, roleNames } from "./only-role.ts";

/** What a statement of its own gives: a key user's or an administrator's rights whole, or one word of `--only`. */
export type Share = "use" | "admin" | OnlyRole;

/** A statement that stands apart from the console's, for whomever it names. */
export interface OwnStatement {
  readonly share: Share;
  /** What its Sid says. */
  readonly title: string;
  readonly actions: readonly string[];
  readonly tests: readonly ConditionTest[];
  /** Whether an administrator of it may delete the key. */
  readonly mayDelete: boolean;
}

/**
 * The statement that gives a share under conditions, an administrator's with the deletion of the key where `mayDelete`. Throws as
 * onlyActions does.
 */
export const ownStatement = (
  share: Share,
  limits: readonly ConditionTest[],
  facts: KeyFacts,
  mayDelete: boolean,
): OwnStatement => {
  const tests = share === "grants" ? [...testsOf(grantCondition), ...limits] : limits;
  const title = `${titleOf(share)}${limitTitle(limits)}`;
  const actions = withoutDead(actionsFor(share, facts, mayDelete), limits);
  return { share, title, actions, tests, mayDelete };
};

/** What a share gives on this key, in the order in which it is written; `mayDelete`: an administrator's with the deletion. */
export const actionsFor = (share: Share, facts: KeyFacts, mayDelete: boolean): readonly string[] => {
  if (share === "admin") return adminActions(facts, mayDelete);
  if (share === "use") return useActions(facts);
  return onlyActions(share, facts);
};

/**
 * The actions of which a request can meet the tests at all: DescribeKey, say, carries no encryption context, and would stand
 * in such a statement to no effect (Service Authorization Reference).
 */
export const withoutDead = (actions: readonly string[], tests: readonly ConditionTest[]): readonly string[] =>
  actions.filter((pattern) =>
    tests.every(({ key }) =>
      [...actionsOf(pattern)].some((action) => !neverCarries(action, key.toLowerCase())),
    ),
  );

/** What a Sid calls a share. */
const titleOf = (share: Share): string => {
  if (share === "use") return consoleSids.use;
  if (share === "admin") return consoleSids.admin;
  return `Allow ${roleNames[share]}`;
};
