import { exitCodes, KmspolError, type ExitCode } from "../../errors.ts";
import type { BulkKey, BulkRuns } from "../../bulk-run.ts";
import { wrapSentence } from "../../render/columns.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import type { Undoing } from "./earlier-run.ts";
import type { Plan } from "./plan.ts";
import { printNewNotes, printOutcome } from "./report.ts";
import type { Each } from "./each-run.ts";
import type { ClosedAccount } from "./open-accounts.ts";
import { howFar, type Progress, stoppedWords } from "./stopped.ts";
import { endingOf, isWrite, writeAll, type Outcome } from "./write.ts";
import { noteColumns } from "../../cli/widths.ts";

/** What is to be done, and how the user wants it. */
export interface Job {
  readonly verb: string;
  readonly keys: readonly (readonly [index: number, key: BulkKey])[];
  /** The run that this one goes on with. */
  readonly run?: string;
  /** The run that this one takes back, and what of it stays doubtful or needs another undo. */
  readonly undoes?: { readonly run: string } & Omit<Undoing, "keys">;
  /** Accounts whose keys could not be looked for. */
  readonly closed?: readonly ClosedAccount[];
  readonly yes: boolean;
  readonly dryRun: boolean;
  /** As `--json` and `--format` say. */
  readonly json: boolean | "jsonl";
}

/** Writes what was planned, under a run's record, and says how it went. The exit code is the highest of the keys'. */
export const carryOut = async (each: Each, job: Job, plans: readonly Plan[]): Promise<ExitCode> => {
  const { context } = each;
  const { terminal, clock } = context.outside;
  const runs = await context.outside.runs();
  const run = job.run ?? (await begin(runs, clock.now(), job, plans));
  terminal.note(fitted(context, [`run ${run}: where it is stopped, to go on: kmspol each --resume ${run}`]));
  const progress: Progress = { run, keys: plans.length, ended: [], underWay: new Set(), lastWritten: 0 };
  const heard = context.outside.onStop?.(() => stoppedWords(progress, noteColumns(context.outside)));
  const begun = clock.now().getTime();
  const told = terminal.waits?.(() => howFar(progress, clock.now().getTime() - begun), true);
  const outcomes = await writeAll(each, plans, {
    run,
    begin: async ({ key }, line) => {
      await runs.note(run, line);
      progress.underWay.add(key.label);
    },
    end: async (outcome) => {
      // What failed when it was planned is in the summary.
      if (job.json || !outcome.plan.ended.error) printOutcome(context, job.json, outcome);
      progress.underWay.delete(outcome.plan.key.label);
      progress.ended.push(outcome);
      if (isWrite(outcome.plan)) progress.lastWritten = clock.now().getTime() - begun;
      await noteEnding(context, runs, run, outcome);
    },
  }).finally(() => {
    heard?.();
    told?.();
  });
  printNewNotes(context, outcomes);
  terminal.note(fitted(context, lastWords(run, outcomes)));
  return worstOf(outcomes);
};

const begin = (runs: BulkRuns, now: Date, { undoes }: Job, plans: readonly Plan[]): Promise<string> =>
  runs.begin({
    at: now.toISOString(),
    keys: plans.map(({ key }) => key),
    ...(undoes && { undoes: undoes.run }),
  });

/** What an undo cannot know, or has not done yet, is said: it must not look as if all were back. */
export const doubtful = ({ context }: Each, { undoes }: Job): ExitCode => {
  if (!undoes) return exitCodes.done;
  const { terminal } = context.outside;
  for (const { label, arn } of undoes.unknown)
    terminal.note(
      `kmspol: ${escapeLine(label)}: run ${undoes.run} began to write it and its history is damaged, so whether it is changed is not known; kmspol history ${arn ?? label} shows what is left\n`,
    );
  for (const { label } of undoes.again)
    terminal.note(
      `kmspol: ${escapeLine(label)}: run ${undoes.run} changed it more than once; the same undo again takes the earlier change\n`,
    );
  return undoes.unknown.length + undoes.again.length > 0 ? exitCodes.refused : exitCodes.done;
};

/** That an ending cannot be noted is no failure of a key: the key's own history has the change. */
const noteEnding = async (context: Context, runs: BulkRuns, run: string, outcome: Outcome): Promise<void> => {
  try {
    await runs.note(run, endingOf(outcome));
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    context.outside.terminal.note(`kmspol: ${error.message}\n`);
  }
};

const lastWords = (run: string, outcomes: readonly Outcome[]): readonly string[] => {
  const changed = outcomes.filter(({ change }) => change?.outcome === "changed").length;
  const failed = outcomes.filter(({ change }) => !change).length;
  return [
    `${changed} changed, ${outcomes.length - changed - failed} unchanged, ${failed} failed`,
    ...(changed > 0 ? [`put all back: kmspol each --undo ${run}`] : []),
    ...(failed > 0 ? [`try again what failed: kmspol each --resume ${run}`] : []),
  ];
};

/** Each a line; on a narrow terminal a command stands below its words. */
const fitted = ({ outside }: Context, lines: readonly string[]): string =>
  lines.map((line) => `${wrapSentence(line, noteColumns(outside), "  ")}\n`).join("");

/** The highest exit code: how a run over many keys ends. */
export const worstOf = (all: readonly Pick<Plan, "ended">[]): ExitCode =>
  all.reduce<ExitCode>((worst, { ended }) => (ended.exit > worst ? ended.exit : worst), exitCodes.done);
