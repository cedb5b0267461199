import type { AccessChange } from "../../access/types.ts";
import type { BulkKey } from "../../bulk-run.ts";
import type { EachSummary, PlannedAccess } from "../../render/each-summary.ts";
import { wrapSentence, wrapWords } from "../../render/columns.ts";
import { grantCount, grantSentences } from "../../render/grants.ts";
import { escapeLine } from "../../render/escape.ts";
import { noteSentence } from "../../render/note-lines.ts";
import type { Context } from "../../cli/app.ts";
import type { KeyChange, KeyPlan, Plan } from "./plan.ts";
import type { Failure } from "../../cli/report-error.ts";
import type { Ended } from "./each-run.ts";
import { type Looked, lookedAtTogether } from "../../world/looked-at.ts";
import { rowLines } from "../../render/rows.ts";
import { rowsOfKey } from "./rows.ts";
import { isWrite, type Outcome } from "./write.ts";
import { noteColumns, resultColumns } from "../../cli/widths.ts";

/** The plans as the summary shows them. */
export const summaryOf = (verb: string, plans: readonly Plan[]): EachSummary => ({
  verb,
  changes: plans.filter(isWrite).flatMap(accessOf),
  unchanged: plans.filter(({ planned }) => planned?.change.outcome === "unchanged").length,
  failures: plans.flatMap(({ key, ended: { error } }) => (error ? [{ label: key.label, ...error }] : [])),
  ...lookedAtBy(plans.filter(isWrite)),
});

/** What all plans that ask IAM rest on; nothing where none does. */
const lookedAtBy = (plans: readonly Plan[]): Pick<EachSummary, "looked"> => {
  const all = plans.flatMap(({ planned }): readonly Looked[] => {
    const { lookedAt, notLookedAt = [] } = planned?.change ?? {};
    return lookedAt ? [{ lookedAt, notLookedAt }] : [];
  });
  return all.length === 0 ? {} : { looked: lookedAtTogether(all) };
};

const accessOf = ({ key, planned }: Plan): readonly PlannedAccess[] =>
  planned ? [{ label: key.label, facts: planned.facts, access: accessIn(planned.change) }] : [];

const accessIn = ({ gained, lost, futureActions, future }: KeyChange): AccessChange => ({
  equivalent: gained.length + lost.length === 0,
  ...{ gained, lost },
  ...(futureActions !== undefined && { futureActions }),
  ...(future !== undefined && { future }),
});

/** One key's end: a JSON object a line, or a line for people; what failed goes to standard error. */
export const printOutcome = (
  context: Context,
  json: boolean | "jsonl",
  { plan, ended, change }: Outcome,
): void => {
  const { terminal } = context.outside;
  const { key } = plan;
  if (json === "jsonl") {
    terminal.write(rowLines(rowsOfKey(key, { json: change, ...(!change && { error: ended.error }) })));
    return;
  }
  if (json) {
    printLine(context, key, change ?? { error: ended.error });
    return;
  }
  if (!change) {
    printFailure(context, key, ended.error);
    return;
  }
  const line = `${escapeLine(key.label)}: ${outcomeWords(change)}`;
  terminal.write(`${wrapWords(line, resultColumns(context.outside), "  ")}\n`);
};

/** What the user should know before the answer, each note once, with the key where it is about one. */
export const printPlannedNotes = (context: Context, plans: readonly Plan[]): void =>
  printNotes(
    context,
    plans.map(({ key, ended, planned }) => [key.label, [...notesIn(ended), ...grantNotes(planned)]]),
  );

/** Which grants go with it, the policy aside. */
const grantNotes = (planned: KeyPlan | undefined): readonly string[] => {
  const grants = planned?.change.grants ?? [];
  if (!planned || grants.length === 0) return [];
  const sentences = grantSentences(grants, planned.facts, Number.MAX_SAFE_INTEGER).trim();
  return [`revoked after it: ${sentences.replaceAll(/\n\s*/g, "; ")}`];
};

/** What came up while it was written. */
export const printNewNotes = (context: Context, outcomes: readonly Outcome[]): void =>
  printNotes(
    context,
    outcomes.map(({ plan, ended }) => {
      const planned = new Set(notesIn(plan.ended));
      return [plan.key.label, notesIn(ended).filter((note) => !planned.has(note))];
    }),
  );

const notesIn = ({ notes }: Ended): readonly string[] =>
  notes.map((note) => `note: ${escapeLine(noteSentence(note))}`);

const printNotes = (
  { outside }: Context,
  notes: readonly (readonly [label: string, notes: readonly string[]])[],
): void => {
  const told = new Map<string, string[]>();
  for (const [label, own] of notes)
    for (const note of own) told.set(note, [...(told.get(note) ?? []), label]);
  for (const [note, [label = "", ...others]] of told) {
    const line = others.length === 0 ? `${escapeLine(label)}: ${note}` : note;
    outside.terminal.note(`${wrapSentence(line, noteColumns(outside), "  ")}\n`);
  }
};

const outcomeWords = (change: KeyChange): string => {
  const { grants = [] } = change;
  const done = change.outcome !== "planned" && grants.every((grant) => grant.outcome !== "planned");
  const words = done ? "revoked" : "would be revoked";
  return `${policyWords(change)}${grants.length === 0 ? "" : `, ${grantCount(grants.length)} ${words}`}`;
};

const policyWords = ({ outcome, verified, change }: KeyChange): string => {
  if (outcome === "unchanged") return "nothing to change";
  if (outcome === "planned") return "would change";
  return `changed${verified ? " and verified" : ""} (change ${change ?? ""})`;
};

/** One JSON object on one line. */
export const printLine = ({ outside }: Context, key: BulkKey, value: object): void =>
  outside.terminal.write(`${JSON.stringify({ key: key.arn ?? key.line[1], ...value })}\n`);

/** Why a key failed, in the words of the verb itself. */
export const printFailure = (
  { outside, noteStyle }: Context,
  key: BulkKey,
  error: Failure | undefined,
): void => {
  const words = `${noteStyle.bad("kmspol:")} ${escapeLine(key.label)}: ${escapeLine(error?.message ?? "failed")}\n`;
  const hints = (error?.hint ?? "").split("\n").filter(Boolean);
  outside.terminal.note(
    words + hints.map((hint) => `${noteStyle.strong("hint:")} ${escapeLine(hint)}\n`).join(""),
  );
};
