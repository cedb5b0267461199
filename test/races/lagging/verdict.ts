import type { ChangeRecord } from "../../../src/ports.ts";
import type { Machine } from "./machine.ts";
import { type Notes, notesOf, saysGone } from "./notes.ts";
import { type Round, type Run, tokensOf } from "./writer.ts";

/** What a round did wrong, a sentence each. */
export interface Verdict {
  /** A verified change is gone, and nobody is told, not even by its machine's next look. */
  readonly lost: readonly string[];
  /** A put that KMS took is settled as failed, or one that it never took as made. */
  readonly settledWrongly: readonly string[];
  /** A change touched what was not its own. */
  readonly wrongTouch: readonly string[];
  /** Somebody was told of success that never stood. */
  readonly neverStood: readonly string[];
  /** Verified changes that somebody replaced, and was told, or whose writer was told, before its command was over. */
  readonly told: number;
  /** Those of which the writer is told at its machine's next look alone. */
  readonly toldLater: number;
  readonly notes: Notes;
}

/** Judges a round whose replicas all agree, and whose histories are settled. */
export const judge = (round: Round, machines: readonly Machine[], gone: readonly ChangeRecord[]): Verdict => {
  const records = machines.flatMap((machine) => machine.records);
  const fates = [...new Set(round.runs.flatMap(({ intent }) => [...intent.keys()]))].map((name) =>
    fateOf(name, round, gone),
  );
  return {
    lost: fates.flatMap((fate) =>
      fate === undefined || fate === "told" || fate === "told later" ? [] : [fate],
    ),
    settledWrongly: records.flatMap((record) => settledWrongly(record, round)),
    wrongTouch: records.flatMap((record) => wrongTouch(record, round)),
    neverStood: round.runs.flatMap((run) => neverStood(run, round)),
    told: fates.filter((fate) => fate === "told").length,
    toldLater: fates.filter((fate) => fate === "told later").length,
    notes: notesOf(round, gone),
  };
};

/** Who is told "written, not yet seen" is told to look again; who changed nothing has seen that it was so. */
const succeeded = ({ ended }: Run): boolean => ended === "verified";

/** When the run's put took effect; where it put nothing, when it was over. */
const momentOf = (run: Run, { kms }: Round): number =>
  kms.stood.findLast(({ by }) => by?.process === run.process)?.at ?? run.over;

/** What became of a role that changes put in or took out: undefined where all is well. */
const fateOf = (name: string, round: Round, gone: readonly ChangeRecord[]): string | undefined => {
  const runs = round.runs
    .filter(({ intent, ended }) => intent.has(name) && ended !== "unchanged")
    .sort((a, b) => momentOf(a, round) - momentOf(b, round));
  const last = runs.at(-1);
  // Whose run was killed or failed has been told, or looks for himself.
  if (!last || !succeeded(last)) return undefined;
  if (runs.some((run) => !succeeded(run) && run.over > last.began)) return undefined;
  const wanted = last.intent.get(name)!;
  if (tokensOf(round.kms.stands()).has(name) === wanted) return undefined;
  const told = round.runs.some(
    ({ kept, over }) =>
      over > last.began &&
      kept.some(
        ({ name: file, text }) => /theirs|replaced/.test(file) && tokensOf(text).has(name) === wanted,
      ),
  );
  if (told) return "told";
  // `history` says so, and so does a change that was made in between.
  const isSaid = (id: string) =>
    gone.some((change) => change.id === id) || round.runs.some(({ notes }) => saysGone(notes, id));
  return last.changes.some(isSaid)
    ? "told later"
    : `${last.does} (machine ${last.machine}, ${last.ended}): ${name} is ${wanted ? "gone" : "there again"}`;
};

const tookEffect = ({ id }: ChangeRecord, { kms }: Round): boolean =>
  kms.stood.some(({ by }) => by?.change === id);

const settledWrongly = (record: ChangeRecord, round: Round): readonly string[] => {
  const { id, outcome } = record;
  const took = tookEffect(record, round);
  if (took && outcome === "failed") return [`change ${id} stood, and is failed`];
  // What another change did as well cannot be told from it.
  const [intent] = [...(round.intents.get(id)?.values() ?? [])];
  return !took && intent === true && (outcome === "verified" || outcome === "written")
    ? [`change ${id} never stood, and is ${outcome}`]
    : [];
};

const wrongTouch = ({ id, before, after }: ChangeRecord, { intents }: Round): readonly string[] => {
  const [was, is] = [tokensOf(before), tokensOf(after)];
  const touched = [...was].filter((name) => !is.has(name)).concat([...is].filter((name) => !was.has(name)));
  const wrong = touched.filter((name) => intents.get(id)?.get(name) !== is.has(name));
  return wrong.map((name) => `change ${id} ${is.has(name) ? "brings" : "takes away"} ${name}`);
};

/** No replica of a round lags more. */
const longestLag = 10_000;

const neverStood = (
  { intent, process, began, over, ended, does }: Run,
  { kms }: Round,
): readonly string[] => {
  if (!["verified", "written", "unchanged"].includes(ended)) return [];
  const stood = kms.stood.some(({ by, text, at }, index) => {
    const own = by?.process === process;
    const shown = at <= over && (kms.stood[index + 1]?.at ?? Infinity) >= began - longestLag;
    const says = [...intent].every(([name, there]) => tokensOf(text).has(name) === there);
    return says && (ended === "unchanged" ? shown : own);
  });
  return stood ? [] : [`${does} is ${ended}, and never stood`];
};
