import type { AccessModel, Side } from "./model.ts";
import type { ActionClass } from "./action-classes.ts";
import type { CallerClass } from "./caller-classes.ts";
import { anyService } from "./callers/services.ts";
import { groupBy } from "./group-by.ts";
import { matchesPattern } from "./patterns/pattern.ts";
import type { FutureAccess } from "../types.ts";

interface Rising {
  readonly principal: string;
  readonly account: string | undefined;
  readonly via: "key-policy" | "iam";
  readonly actions: ActionClass;
  readonly wildcards: readonly string[];
}

/**
 * Who will get actions that AWS adds later towards one side of the model, and by which wildcards. Those of an account of which anyone
 * gets them through IAM are told as the account. Sorted by principal.
 */
export const findFuture = (model: AccessModel, to: Side): readonly FutureAccess[] => {
  const rising = model.actionClasses
    .filter(({ future }) => future)
    .flatMap((actions) => model.callerClasses.flatMap((callers) => risingOf(model, to, callers, actions)));
  const open = new Set(rising.flatMap((one) => (isOthers(one) ? [one.account] : [])));
  const told = rising.map((one) =>
    open.has(one.account) && (one.via === "iam" || isRoot(one) || isOthers(one))
      ? { ...one, principal: `account:${one.account?.split(":")[1] ?? ""}` }
      : one,
  );
  const ofWord = groupBy(told, ({ principal }) => principal);
  return [...ofWord]
    .map(([principal, same]) => {
      const except = leftOut(model, principal, same, ofWord);
      return { principal, ...(except.length > 0 && { except }), wildcards: union(same) };
    })
    .sort((left, right) => (left.principal < right.principal ? -1 : 1));
};

// "Any AWS service" is read as all there are, "anyone" as every other account: those that have a word of their own and do not get all
// of it are named.
const leftOut = (
  { parts }: AccessModel,
  principal: string,
  gets: readonly Rising[],
  ofWord: ReadonlyMap<string, readonly Rising[]>,
): readonly string[] => {
  const named =
    principal === anyService ? parts.services : principal === "anyone" ? parts.accounts : undefined;
  return [...(named?.keys() ?? [])].filter((word) => {
    const told = [...(ofWord.get(word) ?? []), ...(ofWord.get(`${word} (others)`) ?? [])];
    const own = new Set(told.map(({ actions }) => actions));
    return gets.some(({ actions }) => !own.has(actions));
  });
};

const isOthers = ({ principal }: Rising): boolean => principal.endsWith(" (others)");
const isRoot = ({ principal }: Rising): boolean => principal.startsWith("root-user:");

const union = (rising: readonly Rising[]): readonly string[] =>
  [...new Set(rising.flatMap(({ wildcards }) => wildcards))].sort();

const risingOf = (
  model: AccessModel,
  to: Side,
  callers: CallerClass,
  actions: ActionClass,
): readonly Rising[] => {
  const rise = model.rise(to, callers, actions);
  const via = (["key-policy", "iam"] as const).find((level) => rise[level].boxes.length > 0);
  if (via === undefined) return [];
  const wildcards = wildcardsFor(to, via, callers, actions);
  return callers.callers.map(({ word, account }) => ({ principal: word, account, via, actions, wildcards }));
};

// Of the statements that give it. NotAction has none: it takes in whatever comes.
const wildcardsFor = (
  to: Side,
  via: Rising["via"],
  { said, standing }: CallerClass,
  { actions, coveredBy }: ActionClass,
): readonly string[] => {
  const onlyNamed = via === "key-policy" && standing === "own";
  return said[to].flatMap(({ terms: { allow, actions: set }, match }) => {
    if (!allow || (onlyNamed && match === "account")) return [];
    if (set.except || !coveredBy.has(set)) return [];
    return set.wildcards
      .filter(([, pattern]) => actions.some((name) => matchesPattern(pattern, name)))
      .map(([written]) => written);
  });
};
