import { commandFor } from "../change/command-target.ts";
import type { ChangeResult, PolicySubject } from "../change/types.ts";
import { escapeLine } from "../render/escape.ts";
import { noteLines } from "../render/review.ts";
import type { Context } from "./app.ts";
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
  const line = `${outcomeWords(subject, result)}\n`;
  const isStdin = result.target.kind === "file" && result.target.path === "-";
  const iamPolicy = iamPolicyFile === undefined ? result.iamPolicy : undefined;
  if (isStdin || iamPolicy !== undefined) terminal.note(line);
  else printText(context, line);
  if (isStdin && result.outcome === "unchanged") printText(context, result.after);
  if (result.iamPolicy !== undefined)
    printText(context, `${JSON.stringify(result.iamPolicy, undefined, 2)}\n`);
};

const outcomeWords = (subject: PolicySubject, { outcome, verified, change }: ChangeResult): string => {
  const label = escapeLine(subject.label);
  if (outcome === "unchanged") return `${label}: nothing to change`;
  if (outcome === "planned") return `${label}: a dry run, nothing was written`;
  const undo = change === undefined ? "" : `; ${commandFor(subject, "undo")} takes it back`;
  return `${label}: changed${verified ? " and verified" : ""}${undo}`;
};
