import type { Caller } from "./callers/caller.ts";
import type { CallerClass } from "./caller-classes.ts";
import { groupBy } from "./group-by.ts";

/** A principal word, with the kinds of caller that it stands for; words with several have no others beside them. */
export interface Bearer {
  readonly word: string;
  readonly callers: readonly Caller[];
  /** Words that are read as part of this one and do not bear the line. */
  readonly except?: readonly string[];
}

/** Principal words of which the policies say the same. */
export interface Alike {
  readonly classes: readonly CallerClass[];
  readonly account: string;
  readonly isOthers: boolean;
  readonly bearers: readonly Bearer[];
}

/** A caller with its class. */
export interface Member {
  readonly caller: Caller;
  readonly callers: CallerClass;
}

/** The principal words whose access may change, those together of which the policies say the same. */
export const wordsAlike = (members: readonly Member[]): readonly Alike[] => {
  const words = groupBy(members, ({ caller }) => `${caller.word} ${caller.account?.split(":")[0] ?? ""}`);
  const groups = groupBy(words, ([key, [first, ...more]]) => {
    if (!first || more.length > 0) return key;
    return `${first.callers.index} ${first.caller.account ?? ""} ${first.caller.kind}`;
  });
  const alike = [...groups.values()].map((same) => {
    const first = same[0]?.[1] ?? [];
    return {
      classes: first.map(({ callers }) => callers),
      account: first[0]?.caller.account ?? "",
      isOthers: first[0]?.caller.kind === "others",
      bearers: same.map(([, own]) => ({
        word: own[0]?.caller.word ?? "",
        callers: own.map(({ caller }) => caller),
      })),
    };
  });
  return alike.filter(({ classes }) => classes.some(({ changes }) => changes));
};
