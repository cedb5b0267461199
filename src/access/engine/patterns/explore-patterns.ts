import type { Budget } from "../boxes/box.ts";
import { matchesPattern, type Pattern } from "./pattern.ts";
import { inFixedOrder, patternKey } from "./pattern-key.ts";
import { groupsApart, neverBoth } from "./patterns-apart.ts";
import { type Counted, mostFound, walk, type Walk, walkFromEnd } from "./walk-patterns.ts";

export interface ExploreOptions {
  /** Only texts that match this pattern count. */
  readonly within?: Pattern;
  /** Texts that match one of these do not count. */
  readonly except?: readonly Pattern[];
  /** These texts do not count. */
  readonly avoid?: ReadonlySet<string>;
  /** Steps left for a whole comparison; what they run out for is not found. */
  readonly budget?: Budget | undefined;
}

/** How far one walk may go: steps of all automata together. */
const mostSteps = 120_000;

// Policies share their wildcards: whoever compares many asks the same thing again and again. So does a check, a rule at a time, of
// each statement of one policy: there is room for those.
const known = new Map<string, readonly string[] | undefined>();
const mostKnown = 4000;

/**
 * Finds for each combination of "matches, matches not" that some text can have a short such text (a non-empty one where there is one).
 * Undefined when that would go too far.
 */
export const explorePatterns = (
  patterns: readonly Pattern[],
  options: ExploreOptions = {},
): readonly string[] | undefined => {
  const { within, except = [], avoid = new Set(), budget = { left: mostSteps } } = options;
  const key = JSON.stringify([
    patterns.map(patternKey),
    within && patternKey(within),
    except.map(patternKey),
    [...avoid],
  ]);
  if (known.has(key)) return known.get(key);
  const search = boundedSearch({ within, except, avoid }, budget);
  const found = exploreByGroups(patterns, within, search.run);
  // With more steps something may be found the next time.
  if (search.wasCut() && found === undefined) return undefined;
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return found;
};

type Search = (patterns: readonly Pattern[]) => readonly string[] | undefined;

// Ahead, and where that goes too far from the end; each of the two in so many steps, or in what is left of them.
const boundedSearch = (counted: Counted, budget: Budget) => {
  let cut = false;
  const bounded = (way: Walk, patterns: readonly Pattern[]): readonly string[] | undefined => {
    cut ||= budget.left < mostSteps;
    const own = { left: Math.min(budget.left, mostSteps) };
    budget.left -= own.left;
    const found = way(patterns, counted, own);
    budget.left += Math.max(own.left, 0);
    return found;
  };
  const run: Search = (patterns) => bounded(walk, patterns) ?? bounded(walkFromEnd, patterns);
  return { run, wasCut: () => cut };
};

// All at once there are as many combinations as the patterns' places multiply to. Patterns that no text matches together need not be walked
// together: what is left of the other groups is the text that matches none.
const exploreByGroups = (
  patterns: readonly Pattern[],
  within: Pattern | undefined,
  search: Search,
): readonly string[] | undefined => {
  const possible = within ? patterns.filter((pattern) => !neverBoth(pattern, within)) : patterns;
  const groups = possible.length > mostFound ? [] : groupsApart(inFixedOrder(possible));
  if (groups.length < 2) return search(possible);
  const matching = (text: string, those: readonly Pattern[]): boolean =>
    those.some((pattern) => matchesPattern(pattern, text));
  const met: string[] = [];
  const others: string[] = [];
  let isAllMet = false;
  for (const group of groups) {
    const found = search(group);
    if (!found) return search(possible);
    const left = found.filter((text) => !matching(text, group));
    if (left.length === 0) isAllMet = true;
    others.push(...left);
    met.push(...found.filter((text) => matching(text, group)));
  }
  const none = others.filter((text) => text !== "" && !matching(text, possible));
  const [shortest] = none.sort((left, right) => left.length - right.length);
  if (shortest !== undefined) return [...met, shortest];
  return isAllMet ? met : search(possible);
};
