import type { KeyFacts } from "../../policy/key-facts.ts";
import { lackedBy } from "../../policy/lacked-by.ts";
import { allowableActions, kmsActionNamed, kmsActions, mayBeNewAction } from "../../policy/kms-actions.ts";
import type { Policy, Statement } from "../../policy/model.ts";
import { fixedParts } from "../../policy/symbols.ts";
import { remembering } from "./group-by.ts";
import { explorePatterns } from "./patterns/explore-patterns.ts";
import { matchesPattern, type Pattern } from "./patterns/pattern.ts";
import { textPattern } from "./patterns/pattern-text.ts";

/** The actions of a statement; names are in lower case. */
export interface ActionSet {
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly Pattern[];
  /** The entries with a wildcard, as written and as patterns. */
  readonly wildcards: readonly (readonly [written: string, pattern: Pattern])[];
  /** The entries come from NotAction. */
  readonly except: boolean;
  /** It is what a statement may take in, once something has filled it in: nothing that is to come is told by it. */
  readonly perhaps?: true;
}

const style = { wildcards: true, variables: false };

// Statements share their lists of actions: each list is read once, and asked about each action once.
const sets = new Map<string, ActionSet>();
const mostSets = 500;
const covered = new WeakMap<ActionSet, Map<string, boolean>>();

/** The KMS actions of a statement, remembered for statements that name the same. */
export const actionSet = (statement: Statement): ActionSet => {
  if (sets.size > mostSets) sets.clear();
  const key = JSON.stringify([statement.notAction, statement.actions]);
  return remembering(sets, key, () => readActions(statement));
};

const readActions = ({ actions, notAction }: Statement): ActionSet => {
  const folded = [...new Set(actions.map((action) => action.toLowerCase()))];
  const wild = folded.filter(isWildcard);
  return {
    exact: new Set(folded.filter((action) => !isWildcard(action))),
    patterns: (wild.includes("*") ? ["*"] : wild).map((action) => textPattern(action, style)),
    wildcards: actions.filter(isWildcard).map((action) => [action, textPattern(action.toLowerCase(), style)]),
    except: notAction,
  };
};

/** Whatever there is. */
export const everyAction: ActionSet = {
  ...{ exact: new Set<string>(), except: false },
  patterns: [textPattern("*", style)],
  wildcards: [["*", textPattern("*", style)]],
};

/** The same with all that some entries with open parts may be; what is filled in may have wildcards and colons. */
export const actionSetWith = (closed: Statement, open: readonly string[]): ActionSet => {
  const set = actionSet(closed);
  const patterns = open.map((text) =>
    (fixedParts(text) ?? [text]).flatMap((part, place) => [
      ...(place > 0 ? [{ star: true, except: "" }] : []),
      ...textPattern(part.toLowerCase(), style),
    ]),
  );
  return { ...set, patterns: [...set.patterns, ...patterns] };
};

// Without a colon only `*` covers anything: KMS keeps `Decrypt*`, and it never matches (IAM User Guide, "Action").
const isWildcard = (action: string): boolean =>
  action.includes(":") ? /[*?]/.test(action) : /^\*+$/.test(action);

/** Whether the set covers the action, `kms:Name` in any case. */
export const coversAction = (set: ActionSet, action: string): boolean => {
  const known = covered.get(set) ?? new Map<string, boolean>();
  covered.set(set, known);
  return remembering(known, action, () => covers(set, action));
};

const covers = (set: ActionSet, action: string): boolean => {
  const folded = action.toLowerCase();
  const listed = set.exact.has(folded) || set.patterns.some((pattern) => matchesPattern(pattern, folded));
  return listed !== set.except;
};

const names = new Set(kmsActions.map(({ name }) => `kms:${name.toLowerCase()}`));
const anyKmsName: Pattern = [
  ...textPattern("kms:", style),
  { star: false, only: "abcdefghijklmnopqrstuvwxyz" },
  { star: true, only: "abcdefghijklmnopqrstuvwxyz" },
];

/**
 * Names that no action has today, one for each way in which the wildcards of the sets can treat such a name. They stand for the
 * actions that AWS adds later. Undefined when there are too many ways.
 */
export const futureActions = (sets: Iterable<ActionSet>): readonly string[] | undefined => {
  const texts = new Map<string, Pattern>();
  for (const { patterns, perhaps } of sets)
    for (const pattern of perhaps ? [] : patterns) texts.set(JSON.stringify(pattern), pattern);
  return explorePatterns([...texts.values()], { within: anyKmsName, avoid: names });
};

/** The actions that a key policy can give on this key, with those of `written` that no table knows, once each. */
export const actionsOn = (facts: KeyFacts, written: readonly string[]): readonly string[] => {
  const unknown = new Map(
    written
      .filter(mayBeNewAction)
      .sort()
      .map((name) => [name.toLowerCase(), name]),
  );
  return [...allowableActions.filter((name) => worksOn(name, facts)), ...unknown.values()];
};

/** The actions that a policy names, as written. */
export const actionsIn = ({ statements }: Policy): readonly string[] =>
  statements.flatMap(({ actions }) => actions);

const worksOn = (name: string, facts: KeyFacts): boolean => {
  const action = kmsActionNamed(name);
  return action !== undefined && lackedBy(action, facts) === undefined;
};
