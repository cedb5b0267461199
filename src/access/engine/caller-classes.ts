import { isAnotherAccount, whyOpaque } from "../../policy/symbols.ts";
import type { Caller, OpenCaller } from "./callers/caller.ts";
import { type Settled, settledAs } from "./callers/settled-tests.ts";
import type { Clause } from "./clause.ts";
import { callersByName, saidBy, type Saying } from "./callers/sayings.ts";
import type { Standing } from "./boxes/rights.ts";

/** Callers between whom neither policy makes a difference. */
export interface CallerClass {
  readonly index: number;
  readonly callers: readonly Caller[];
  readonly standing: Standing;
  /** They are of an account of which only a name is known: it may be the key's own, too. */
  readonly perhapsOwn: boolean;
  /** Which tests on them are left open, there being too many. */
  readonly open: OpenCaller["to"] | undefined;
  /** Which tests follow from what they are, where those on others do not. */
  readonly settled: Settled | undefined;
  /** What each policy says of them. */
  readonly said: Readonly<Record<"before" | "after", readonly Saying[]>>;
  /** The policies do not say the same of them. */
  readonly changes: boolean;
}

/** Sorts callers into classes, by what the two policies say of them; `settling`: there are tests that are settled for some of them. */
export const callerClasses = (
  callers: readonly Caller[],
  sides: Readonly<Record<"before" | "after", readonly Clause[]>>,
  settling: boolean,
): readonly CallerClass[] => {
  const byName = callersByName(callers);
  const saidBefore = saidBy(sides.before, callers, byName);
  const saidAfter = saidBy(sides.after, callers, byName);
  const classes = new Map<string, CallerClass & { readonly callers: Caller[] }>();
  for (const caller of callers) {
    const said = { before: saidBefore.get(caller) ?? [], after: saidAfter.get(caller) ?? [] };
    const standing = standingOf(caller);
    const perhapsOwn = isPerhapsOwn(caller);
    const open = caller.open?.to;
    const settled = settling ? settledAs(caller) : undefined;
    const [before, after] = [textOf(said.before), textOf(said.after)];
    const key = `${standing} ${perhapsOwn} ${open ?? ""} ${settled ?? ""} ${before} ${after}`;
    const known = classes.get(key);
    if (known) known.callers.push(caller);
    else {
      const changes = before !== after;
      classes.set(key, {
        index: classes.size,
        callers: [caller],
        standing,
        perhapsOwn,
        open,
        settled,
        said,
        changes,
      });
    }
  }
  return [...classes.values()];
};

const standingOf = ({ foreign, kind }: Caller): Standing => {
  if (foreign) return "foreign";
  return kind === "root" || kind === "service" || kind === "dead" ? "sovereign" : "own";
};

const isPerhapsOwn = ({ foreign, account }: Caller): boolean =>
  foreign && account !== undefined && whyOpaque(account) !== undefined && !isAnotherAccount(account);

const textOf = (said: readonly Saying[]): string =>
  said.map(({ terms, match, lid = "" }) => `${terms.number}${match}${lid}`).join();
