import type { PrincipalEntry, Statement } from "../../policy/model.ts";
import { fixedParts, notKnownYet } from "../../policy/symbols.ts";
import { type ActionSet, actionSet, actionSetWith } from "./action-set.ts";
import { type PrincipalSet, principalSet } from "./callers/principal-set.ts";
import type { Test } from "./conditions/condition-test.ts";
import { openTest } from "./conditions/open-test.ts";

/** One way in which a statement can be read: whom and what it speaks of, and what that rests on. */
export interface StatementReading {
  readonly principals: PrincipalSet;
  readonly actions: ActionSet;
  /** Each stands for an open part that may turn out so. */
  readonly doubts: readonly Omit<Test, "id">[];
}

/**
 * The readings of a statement: one, where all of it is there. Where something fills in a part of its principals or actions before the
 * policy is put, one with what it says for certain, and others with what it may say, each under a test that holds or not.
 */
export const readingsOf = (statement: Statement, partition: string): readonly StatementReading[] => {
  const certain = {
    principals: principalSet(statement, partition),
    actions: actionSet(statement),
    doubts: [],
  };
  const openActions = statement.actions.filter(isOpen);
  const { open } = certain.principals;
  if (openActions.length === 0 && open.length === 0) return [certain];
  const actions = openActions.length === 0 ? [certain] : actionReadings(statement, openActions);
  const principals = open.length === 0 ? [certain] : principalReadings(statement, certain.principals);
  return actions.flatMap((one) =>
    principals.map((other) => ({
      principals: other.principals,
      actions: one.actions,
      doubts: [...one.doubts, ...other.doubts],
    })),
  );
};

const isOpen = (text: string): boolean => fixedParts(text) !== undefined;

const actionReadings = (
  statement: Statement,
  open: readonly string[],
): readonly Pick<StatementReading, "actions" | "doubts">[] => {
  const { notAction } = statement;
  const closed = { ...statement, actions: statement.actions.filter((action) => !isOpen(action)) };
  const least = notAction ? actionSetWith(closed, open) : actionSet(closed);
  const most = notAction ? actionSet(closed) : actionSetWith(closed, open);
  const doubt = openTest("action", notAction ? "NotAction" : "Action", open, doubtAbout(open));
  return [
    { actions: least, doubts: [] },
    { actions: { ...most, perhaps: true }, doubts: [doubt] },
  ];
};

/** Who an Allow is for that names somebody by an open part is told as that, under the name that the document has for it. */
const principalReadings = (
  { effect, notPrincipal, principals }: Statement,
  certain: PrincipalSet,
): readonly Pick<StatementReading, "principals" | "doubts">[] => {
  const least = { principals: certain, doubts: [] };
  if (effect === "Allow" && !notPrincipal) return [least];
  const texts = principals.map(({ value }: PrincipalEntry) => value).filter(isOpen);
  const doubt = openTest("principal", notPrincipal ? "NotPrincipal" : "Principal", texts, doubtAbout(texts));
  return [least, { principals: { ...certain, perhaps: true }, doubts: [doubt] }];
};

const doubtAbout = (texts: readonly string[]): string => [...new Set(texts)].map(notKnownYet).join("; ");
