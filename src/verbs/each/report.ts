import type { AccessChange } from "../../access/types.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { BulkKey } from "../../bulk-run.ts";
import type { EachSummary, PlannedAccess } from "../../render/each-summary.ts";
import { wrapSentence } from "../../render/columns.ts";
import { grantCount, grantSentences } from "../../render/grants.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import type { KeyChange, Plan } from "./plan.ts";
import type { Ended } from "./run-line.ts";
import { isWrite, type Outcome } from "./write.ts";

/** The plans as the summary shows them. */
export const summaryOf = (verb: string, plans: readonly Plan[]): EachSummary => ({
  verb,
  changes: plans.filter(isWrite).flatMap(accessOf),
  unchanged: plans.filter(({ change }) => change?.outcome === "unchanged").length,
  failures: plans.flatMap(({ key, ended: { error } }) => (error ? [{ label: key.label, ...error }] : [])),
});

const accessOf = ({ key, change }: Plan): readonly PlannedAccess[] =>
  change ? [{ label: key.label, facts: factsOf(change), access: accessIn(change) }] : [];

const accessIn = ({ gained, lost, futureActions, future }: KeyChange): AccessChange => ({
  equivalent: gained.length + lost.length === 0,
  ...{ gained, lost },
  ...(futureActions !== undefined && { futureActions }),
  ...(future !== undefined && { future }),
});

const factsOf = ({ target }: KeyChange): KeyFacts => {
  const [, partition, , region, account] = target.arn.split(":");
  const { arn, spec, usage, state, manager, multiRegion } = target;
  return { partition, region, account, arn, spec, usage, state, manager, multiRegion };
};

/** One key's end: a JSON object a line, or a line for people; what failed goes to standard error. */
export const printOutcome = (context: Context, json: boolean, { plan, ended, change }: Outcome): void => {
  const { terminal } = context.outside;
  const { key } = plan;
  if (json) {
    printLine(context, key, change ?? { error: ended.error });
    return;
  }
  if (!change) {
    printFailure(context, key, ended);
    return;
  }
  terminal.write(`${escapeLine(key.label)}: ${outcomeWords(change)}\n`);
};

/** What the user should know before the answer, each note once, with the key where it is about one. */
export const printPlannedNotes = (context: Context, plans: readonly Plan[]): void =>
  printNotes(
    context,
    plans.map(({ key, ended, change }) => [key.label, [...notesIn(ended), ...grantNotes(change)]]),
  );

/** Which grants go with it, the policy aside. */
const grantNotes = (change: KeyChange | undefined): readonly string[] =>
  change?.grants === undefined || change.grants.length === 0
    ? []
    : [
        `revoked after it: ${grantSentences(change.grants, factsOf(change), Number.MAX_SAFE_INTEGER)
          .trim()
          .replaceAll(/\n\s*/g, "; ")}`,
      ];

/** What came up while it was written. */
export const printNewNotes = (context: Context, outcomes: readonly Outcome[]): void =>
  printNotes(
    context,
    outcomes.map(({ plan, ended }) => {
      const planned = new Set(notesIn(plan.ended));
      return [plan.key.label, notesIn(ended).filter((note) => !planned.has(note))];
    }),
  );

const notesIn = ({ stderr }: Ended): readonly string[] =>
  stderr.split("\n").filter((line) => line.startsWith("note: "));

const printNotes = (
  { outside }: Context,
  notes: readonly (readonly [label: string, notes: readonly string[]])[],
): void => {
  const told = new Map<string, string[]>();
  for (const [label, own] of notes)
    for (const note of own) told.set(note, [...(told.get(note) ?? []), label]);
  for (const [note, [label = "", ...others]] of told) {
    const line = others.length === 0 ? `${escapeLine(label)}: ${note}` : note;
    outside.terminal.note(`${wrapSentence(line, outside.terminal.columns, "  ")}\n`);
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
export const printFailure = ({ outside, noteStyle }: Context, key: BulkKey, { error }: Ended): void => {
  const words = `${noteStyle.bad("kmspol:")} ${escapeLine(key.label)}: ${escapeLine(error?.message ?? "failed")}\n`;
  const hints = (error?.hint ?? "").split("\n").filter(Boolean);
  outside.terminal.note(
    words + hints.map((hint) => `${noteStyle.strong("hint:")} ${escapeLine(hint)}\n`).join(""),
  );
};
