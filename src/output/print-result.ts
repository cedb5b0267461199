import { commandFor } from "../change/command-target.ts";
import type { ChangeResult, PolicySubject } from "../change/types.ts";
import { escapeLine } from "../render/escape.ts";
import { wrapWords } from "../render/columns.ts";
import { noteLines } from "../render/review.ts";
import type { Context } from "../cli/app.ts";
import { printJson, printText } from "./print.ts";

/** How a change ended: a line for people, or the contract's `change`. Notes go to standard error. */
export const printResult = (
  context: Context,
  subject: PolicySubject,
  result: ChangeResult,
  iamPolicyFile?: string,
): void => {
  const { terminal } = context.outside;
  const { notes, ...machine } = result;
  const fresh = notes.filter((note) => !context.saidNotes.has(note));
  terminal.note(noteLines(fresh, terminal));
  if (context.global.json) printJson(context, machine);
  else printOutcome(context, subject, result, iamPolicyFile);
};

const printOutcome = (
  context: Context,
  subject: PolicySubject,
  result: ChangeResult,
  iamPolicyFile?: string,
): void => {
  const { terminal } = context.outside;
  const { iamPolicy, target, outcome } = result;
  const isStdin = target.kind === "file" && target.path === "-";
  const words = outcomeWords(subject, result, isStdin);
  const line = `${context.outside.outputIsTerminal ? fitted(words, terminal.columns) : words}\n`;
  if (isStdin || (iamPolicy !== undefined && iamPolicyFile === undefined)) terminal.note(line);
  else printText(context, line);
  if (isStdin && outcome === "unchanged") printText(context, result.after);
  if (iamPolicy === undefined) return;
  const policyText = `${JSON.stringify(iamPolicy, undefined, 2)}\n`;
  if (iamPolicyFile !== undefined) terminal.note(fileWords(iamPolicyFile, outcome));
  else if (isStdin) terminal.note(`the IAM policy of the other half:\n${policyText}`);
  else printText(context, policyText);
};

/** The command that takes it back on a line of its own where both do not fit one. */
const fitted = (words: string, columns: number): string =>
  words.length <= columns
    ? words
    : words
        .split("; ")
        .map((part, i) => wrapWords(i === 0 ? part : `  ${part}`, columns, "    "))
        .join("\n");

const fileWords = (file: string, outcome: ChangeResult["outcome"]): string =>
  outcome === "planned"
    ? `${escapeLine(file)} was not written either\n`
    : `the IAM policy of the other half is in ${escapeLine(file)}\n`;

const outcomeWords = (
  subject: PolicySubject,
  { outcome, verified, change }: ChangeResult,
  isStdin: boolean,
): string => {
  const label = escapeLine(subject.label);
  if (outcome === "unchanged") return `${label}: nothing to change`;
  if (outcome === "planned") return `${label}: a dry run, nothing was written`;
  if (isStdin) return `${label}: changed; the new text is on standard output`;
  const undo = change === undefined ? "" : `; ${commandFor(subject, "undo")} takes it back`;
  return `${label}: changed${verified ? " and verified" : ""}${undo}`;
};
