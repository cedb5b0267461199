import { requireConsent } from "../../change/requirements.ts";
import { CancelledError, type ExitCode, UsageError } from "../../errors.ts";
import { eachQuestion, renderEachSummary } from "../../render/each-summary.ts";
import { rowLines } from "../../render/rows.ts";
import { renderTextDiff } from "../../render/text-diff.ts";
import type { Context } from "../../cli/app.ts";
import type { Answer } from "../../output/answer.ts";
import type { AnyVerb, Program } from "../verb.ts";
import type { EachFlags } from "./each-flags.ts";
import { foundOnce } from "../../cli/found-once.ts";
import { shareAws } from "../../cli/share-aws.ts";
import { askWhatCan } from "./ask-what-can.ts";
import { carryOut, doubtful, type Job, worstOf } from "./carry-out.ts";
import { openKeys, undoKeys } from "./earlier-run.ts";
import { chooseKeys } from "./keys.ts";
import { isChange, verbLine, withoutAnswers } from "./line.ts";
import { planAll, type Plan } from "./plan.ts";
import { bothFormats, readAll } from "./read.ts";
import { printOutcome, printPlannedNotes, summaryOf } from "./report.ts";
import type { Each } from "./each-run.ts";
import { keyCalls } from "./key-calls.ts";
import { type ListedKeys, listedOnce } from "./listed-once.ts";
import { closedLine, closedRow } from "./closed-lines.ts";
import { printClosed, worstClosed } from "./open-accounts.ts";
import { printRuns } from "./runs.ts";
import { stoppedLooking } from "./stopped.ts";
import { isWrite, unwritten } from "./write.ts";
import { noteColumns } from "../../cli/widths.ts";

export interface EachCall {
  readonly context: Context;
  readonly program: Program;
  readonly flags: EachFlags;
}

/** Runs one verb on many keys. The exit code is the highest of the keys'. */
export const runEach = async ({ context, program, flags }: EachCall): Promise<Answer> => {
  const listed: ListedKeys = new Map();
  const outside = sharedOnce(context, listed);
  const each: Each = { context, program, flags, outside, listed, callOn: keyCalls(program, outside) };
  if (flags.runs === true) return { exit: await printRuns(context) };
  const answers = {
    yes: flags.yes ?? false,
    dryRun: flags.dryRun ?? false,
    json: context.global.json ?? false,
  };
  if (flags.resume !== undefined || flags.undo !== undefined) {
    requireConsent(answers, context.outside.terminal);
    const job = await earlierJob(each);
    return { exit: await changeAll(each, { ...job, ...answers, json: flags.format ?? answers.json }) };
  }
  const { verb, words: typed } = verbLine(context.args, program.verbs);
  const words = withoutAnswers([...typed, ...reasonOf(flags)]);
  const [yes, dryRun] = [answers.yes || words.yes, answers.dryRun || words.dryRun];
  const json = answers.json || words.json;
  requireOneFormat(flags, json, verb, isChange(verb, words.line));
  if (verb.many?.takes === "all keys at once") return { exit: await askWhatCan(each, words.line, json) };
  const changes = isChange(verb, words.line);
  if (changes) requireConsent({ yes, dryRun }, context.outside.terminal);
  const { keys, closed } = await chooseKeys(each, words.line);
  if (keys.length + closed.length === 0)
    context.outside.terminal.note(`kmspol: ${noKeys(flags)}: nothing to do\n`);
  if (!changes) return { exit: await readAll(each, keys, json, closed) };
  const job = { verb: words.line.join(" "), keys: [...keys.entries()], closed, yes, dryRun };
  return { exit: await changeAll(each, { ...job, json: flags.format ?? json }) };
};

/** The verbs that read and answer with findings or access. */
const withRows = new Set(["check", "who-can", "diff"]);

/** Throws UsageError (`conflicting-flags`). */
const requireOneFormat = ({ format }: EachFlags, json: boolean, verb: AnyVerb, changes: boolean): void => {
  if (format === undefined) return;
  if (!changes && !withRows.has(verb.name))
    throw new UsageError("conflicting-flags", `${verb.name} tells neither access nor findings as rows`, {
      hint:
        verb.many?.takes === "all keys at once"
          ? "--json prints its document"
          : "--json prints an object a key; check, who-can and diff have rows",
    });
  if (json) throw bothFormats();
};

const reasonOf = ({ reason }: EachFlags): readonly string[] =>
  reason === undefined ? [] : ["--reason", reason];

/** Why no key is meant; a misspelt pattern must not look like work that was done. */
const noKeys = ({ alias, tag, keysFrom, shard }: EachFlags): string => {
  if (shard !== undefined) return `part ${shard.index} of ${shard.of} has none of the keys that are meant`;
  if (keysFrom !== undefined) return `${keysFrom === "-" ? "standard input" : keysFrom} names no key`;
  const wanted = [
    ...(alias ? [`an alias like ${alias.join(" or ")}`] : []),
    ...(tag ? [`the tag ${tag.join(" and ")}`] : []),
  ];
  return `no customer managed key is there${wanted.length === 0 ? "" : ` with ${wanted.join(" and ")}`}`;
};

/**
 * One AWS for each set of flags, whose IAM is asked once for whom it knows, and KMS once for what the list told of a key; and one reading
 * of standard input, for all keys.
 */
export const sharedOnce = ({ outside }: Context, listed: ListedKeys): Each["outside"] => {
  let stdin: Promise<string> | undefined;
  const files = async () => {
    const real = await outside.files();
    return { ...real, readStdin: () => (stdin ??= real.readStdin()) };
  };
  return { ...shareAws(outside, (aws) => listedOnce(foundOnce(aws), listed)), files };
};

const earlierJob = async ({
  context,
  flags,
}: Each): Promise<Pick<Job, "verb" | "keys" | "run" | "undoes">> => {
  const runs = await context.outside.runs();
  if (flags.undo !== undefined) {
    const run = await runs.find(flags.undo);
    const { keys, ...rest } = await undoKeys(context, run, reasonOf(flags));
    return { verb: `undo of run ${run.id}`, keys: [...keys.entries()], undoes: { run: run.id, ...rest } };
  }
  const run = await runs.find(flags.resume ?? "");
  const keys = openKeys(run);
  if (keys.length === 0)
    context.outside.terminal.note(`run ${run.id} is done: nothing is left; --undo ${run.id} takes it back\n`);
  return { verb: `rest of run ${run.id}`, keys, run: run.id };
};

/** Plans all keys, shows one summary, asks once, and writes. The exit code is the highest of the keys'. */
export const changeAll = async (each: Each, job: Job): Promise<ExitCode> => {
  const { context } = each;
  tellClosed(context, job);
  const left = Math.max(doubtful(each, job), worstClosed(job.closed ?? [])) as ExitCode;
  if (job.keys.length === 0) return left;
  const exit = await changeKeys(each, job);
  return exit > left ? exit : left;
};

const tellClosed = (context: Context, { closed = [], json }: Job): void => {
  printClosed(context, closed);
  if (json === "jsonl") context.outside.terminal.write(rowLines(closed.map(closedRow)));
  else if (json) for (const one of closed) context.outside.terminal.write(closedLine(one));
};

const changeKeys = async (each: Each, job: Job): Promise<ExitCode> => {
  const { context, flags } = each;
  const { terminal } = context.outside;
  const heard = context.outside.onStop?.(stoppedLooking);
  const planned = await planAll(each, job.keys).finally(() => heard?.());
  const plans = job.run === undefined ? planned.map((plan, index) => ({ ...plan, index })) : planned;
  const summary = summaryOf(job.verb, plans);
  const options = {
    style: context.noteStyle,
    columns: noteColumns(context.outside),
    full: flags.full ?? false,
  };
  terminal.note(`${renderEachSummary(summary, options)}\n`);
  const writes = plans.filter(isWrite);
  printPlannedNotes(context, writes);
  if (job.dryRun) return ending(each, job, plans);
  if (writes.length === 0 && job.run === undefined) return ending(each, job, plans);
  if (!job.yes && writes.length > 0) await ask(each, eachQuestion(summary.changes), writes);
  return carryOut(each, job, plans);
};

/** Nothing is written: what was planned is all there is to say. */
const ending = ({ context }: Each, { json }: Job, plans: readonly Plan[]): ExitCode => {
  for (const plan of plans) {
    if (json || plan.planned) printOutcome(context, json, unwritten(plan));
  }
  return worstOf(plans);
};

const ask = async ({ context }: Each, question: string, writes: readonly Plan[]): Promise<void> => {
  const prompter = await context.outside.prompter();
  for (;;) {
    const answer = await prompter.choose(
      question,
      [
        { key: "no", label: "No, leave the policies as they are", letter: "n" },
        { key: "yes", label: "Yes, write them", letter: "y" },
        { key: "diff", label: "Every diff" },
      ],
      "no",
    );
    if (answer === "yes") return;
    if (answer === "no") throw new CancelledError("cancelled", "nothing was written");
    for (const { key, planned } of writes)
      context.outside.terminal.note(
        `${key.label}\n${renderTextDiff(planned?.change.text ?? "", context.noteStyle)}\n`,
      );
  }
};
