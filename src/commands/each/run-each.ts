import { requireConsent } from "../../change/requirements.ts";
import { CancelledError, exitCodes, KmspolError, type ExitCode } from "../../errors.ts";
import type { BulkKey, BulkRuns } from "../../bulk-run.ts";
import { eachQuestion, renderEachSummary } from "../../render/each-summary.ts";
import { renderTextDiff } from "../../render/text-diff.ts";
import type { Context, RunLine } from "../app.ts";
import type { EachFlags } from "../each.ts";
import { shareAws } from "../share-aws.ts";
import { openKeys, undoKeys } from "./earlier-run.ts";
import { chooseKeys } from "./keys.ts";
import { isChange, verbLine, withoutAnswers } from "./line.ts";
import { planAll, type Plan } from "./plan.ts";
import { readAll } from "./read.ts";
import { printNotes, printOutcome, summaryOf } from "./report.ts";
import type { Each } from "./run-line.ts";
import { endingOf, isWrite, writeAll, type Outcome } from "./write.ts";

export interface EachCall {
  readonly context: Context;
  readonly again: RunLine;
  readonly flags: EachFlags;
}

/** What is to be done, and how the user wants it. */
interface Job {
  readonly verb: string;
  readonly keys: readonly (readonly [index: number, key: BulkKey])[];
  /** The run that this one goes on with. */
  readonly run?: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Runs one verb on many keys. The exit code is the highest of the keys'. */
export const runEach = async ({ context, again, flags }: EachCall): Promise<ExitCode> => {
  const each: Each = { context, again, flags, outside: sharedOnce(context) };
  const answers = {
    yes: flags.yes ?? false,
    dryRun: flags.dryRun ?? false,
    json: context.global.json ?? false,
  };
  if (flags.resume !== undefined || flags.undo !== undefined) {
    requireConsent(answers, context.outside.terminal);
    return changeAll(each, { ...(await earlierJob(each)), ...answers });
  }
  const words = withoutAnswers([...verbLine(context.args), ...reasonOf(flags)]);
  const [yes, dryRun] = [answers.yes || words.yes, answers.dryRun || words.dryRun];
  const json = answers.json || words.json;
  if (isChange(words.line)) requireConsent({ yes, dryRun }, context.outside.terminal);
  const keys = await chooseKeys(each, words.line);
  if (keys.length === 0) context.outside.terminal.note(`kmspol: ${noKeys(flags)}: nothing to do\n`);
  if (!isChange(words.line)) return readAll(each, keys, json);
  return changeAll(each, { verb: words.line.join(" "), keys: [...keys.entries()], yes, dryRun, json });
};

const reasonOf = ({ reason }: EachFlags): readonly string[] =>
  reason === undefined ? [] : ["--reason", reason];

/** Why no key is meant; a misspelt pattern must not look like work that was done. */
const noKeys = ({ alias, tag, keysFrom }: EachFlags): string => {
  if (keysFrom !== undefined) return `${keysFrom === "-" ? "standard input" : keysFrom} names no key`;
  const wanted = [
    ...(alias ? [`an alias like ${alias.join(" or ")}`] : []),
    ...(tag ? [`the tag ${tag.join(" and ")}`] : []),
  ];
  return `no customer managed key is there${wanted.length === 0 ? "" : ` with ${wanted.join(" and ")}`}`;
};

/** One AWS for each set of flags, and one reading of standard input, for all keys. */
const sharedOnce = ({ outside }: Context): Each["outside"] => {
  let stdin: Promise<string> | undefined;
  const files = async () => {
    const real = await outside.files();
    return { ...real, readStdin: () => (stdin ??= real.readStdin()) };
  };
  return { ...shareAws(outside), files };
};

const earlierJob = async ({ context, flags }: Each): Promise<Pick<Job, "verb" | "keys" | "run">> => {
  const runs = await context.outside.runs();
  if (flags.undo !== undefined) {
    const run = await runs.find(flags.undo);
    return {
      verb: `undo of run ${run.id}`,
      keys: [...(await undoKeys(context, run, reasonOf(flags))).entries()],
    };
  }
  const run = await runs.find(flags.resume ?? "");
  return { verb: `rest of run ${run.id}`, keys: openKeys(run), run: run.id };
};

const changeAll = async (each: Each, job: Job): Promise<ExitCode> => {
  const { context, flags } = each;
  const { terminal } = context.outside;
  if (job.keys.length === 0) return exitCodes.done;
  const planned = await planAll(each, job.keys);
  const plans = job.run === undefined ? planned.map((plan, index) => ({ ...plan, index })) : planned;
  const summary = summaryOf(job.verb, plans);
  const options = { style: context.noteStyle, columns: terminal.columns, full: flags.full ?? false };
  terminal.note(`${renderEachSummary(summary, options)}\n`);
  const writes = plans.filter(isWrite);
  if (job.dryRun) return ending(each, job, plans);
  if (writes.length === 0 && job.run === undefined) return ending(each, job, plans);
  if (!job.yes && writes.length > 0) await ask(each, eachQuestion(summary.changes), writes);
  return carryOut(each, job, plans);
};

/** Nothing is written: what was planned is all there is to say. */
const ending = ({ context }: Each, { json }: Job, plans: readonly Plan[]): ExitCode => {
  for (const plan of plans) {
    if (json || plan.change) printOutcome(context, json, { ...plan, plan });
  }
  return worstOf(plans);
};

const ask = async ({ context }: Each, question: string, writes: readonly Plan[]): Promise<void> => {
  const prompter = await context.outside.prompter();
  for (;;) {
    const answer = await prompter.choose(
      question,
      [
        { key: "no", label: "No, leave the policies as they are" },
        { key: "yes", label: "Yes, write them" },
        { key: "diff", label: "Every diff" },
      ],
      "no",
    );
    if (answer === "yes") return;
    if (answer === "no") throw new CancelledError("cancelled", "nothing was written");
    for (const { key, change } of writes)
      context.outside.terminal.note(
        `${key.label}\n${renderTextDiff(change?.text ?? "", context.noteStyle)}\n`,
      );
  }
};

const carryOut = async (each: Each, job: Job, plans: readonly Plan[]): Promise<ExitCode> => {
  const { context } = each;
  const { terminal, clock } = context.outside;
  const runs = await context.outside.runs();
  const keys = plans.map(({ key }) => key);
  const run = job.run ?? (await runs.begin({ at: clock.now().toISOString(), keys }));
  terminal.note(`run ${run}: where it is stopped, kmspol each --resume ${run} goes on\n`);
  const outcomes = await writeAll(each, plans, async (outcome) => {
    // What failed when it was planned is in the summary.
    if (job.json || !outcome.plan.ended.error) printOutcome(context, job.json, outcome);
    await noteEnding(context, runs, run, outcome);
  });
  printNotes(context, outcomes);
  terminal.note(lastWords(run, outcomes));
  return worstOf(outcomes);
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

const lastWords = (run: string, outcomes: readonly Outcome[]): string => {
  const changed = outcomes.filter(({ change }) => change?.outcome === "changed").length;
  const failed = outcomes.filter(({ change }) => !change).length;
  const words = [`${changed} changed, ${outcomes.length - changed - failed} unchanged, ${failed} failed`];
  if (changed > 0) words.push(`kmspol each --undo ${run} puts all back`);
  if (failed > 0) words.push(`kmspol each --resume ${run} tries again what failed`);
  return `${words.join("; ")}\n`;
};

const worstOf = (all: readonly Pick<Plan, "ended">[]): ExitCode =>
  all.reduce<ExitCode>((worst, { ended }) => (ended.exit > worst ? ended.exit : worst), exitCodes.done);
