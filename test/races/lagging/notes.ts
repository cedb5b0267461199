import type { ChangeRecord } from "../../../src/ports.ts";
import { type Round, type Run, tokensOf } from "./writer.ts";

/** How often something was said, and how often it was so. */
export interface Said {
  readonly right: number;
  readonly wrong: readonly string[];
}

/** What runs were told of other writers. */
export interface Notes {
  /** `overwritten`: a policy of somebody else without the change stood after its put. */
  readonly overwritten: Said;
  /** `it showed a policy of somebody else that lacks it`: what that writer had changed is gone since the put. */
  readonly replaced: Said;
  /** `change … is no longer there`, of a next run or of `history`: another machine took it away. */
  readonly gone: Said;
}

/** Whether a run was told that a change is gone. */
export const saysGone = (notes: readonly string[], id: string): boolean =>
  notes.some((note) => note.startsWith(`change ${id} `) && note.includes("no longer there"));

/** Weighs what was said in a round against what stood. `gone`: what the histories say at its end. */
export const notesOf = (round: Round, gone: readonly ChangeRecord[]): Notes => ({
  overwritten: said(
    round.runs.filter(({ ended }) => ended === "error overwritten"),
    (run) => followers(round, run).some(({ text }) => lacks(text, run)),
  ),
  replaced: said(
    round.runs.flatMap((run) =>
      run.kept.filter(({ name }) => name.includes("replaced")).map(({ text }) => ({ run, text })),
    ),
    ({ run, text }) => isTheirsGone(round, run, text),
  ),
  gone: said(
    [...round.intents.keys()].filter(
      (id) => gone.some((change) => change.id === id) || round.runs.some(({ notes }) => saysGone(notes, id)),
    ),
    (id) => wasTakenByOthers(round, id),
  ),
});

const said = <T>(all: readonly T[], isSo: (one: T) => boolean): Said => ({
  right: all.filter(isSo).length,
  wrong: all.filter((one) => !isSo(one)).map((one) => JSON.stringify(one)),
});

/** Whether a policy does not say what a run was to do. */
const lacks = (text: string, { intent }: Pick<Run, "intent">): boolean => {
  const tokens = tokensOf(text);
  return [...intent].some(([name, there]) => tokens.has(name) !== there);
};

/** What others put after the last put of a run. */
const followers = ({ kms }: Round, { process }: Run) => {
  const own = kms.stood.findLastIndex(({ by }) => by?.process === process);
  return own < 0 ? [] : kms.stood.slice(own + 1);
};

/** Whether the text was somebody's, and what he had changed was in no policy that this run put. */
const isTheirsGone = ({ kms, runs }: Round, { process }: Run, shown: string): boolean => {
  const puts = kms.stood.filter(({ by }) => by?.process === process);
  return kms.stood.some(({ text, by }) => {
    const theirs = runs.find((run) => run.process === by?.process);
    return text === shown && theirs !== undefined && puts.some((put) => lacks(put.text, theirs));
  });
};

/** Whether a policy of another machine lacked the change after it was put. */
const wasTakenByOthers = ({ kms, runs, intents }: Round, id: string): boolean => {
  const own = kms.stood.findIndex(({ by }) => by?.change === id);
  const machine = runs.find(({ changes }) => changes.includes(id))?.machine;
  const intent = intents.get(id);
  if (own < 0 || !intent) return false;
  return kms.stood.slice(own + 1).some(({ text, by }) => {
    const writer = runs.find(({ process }) => process === by?.process);
    return writer?.machine !== machine && lacks(text, { intent });
  });
};
