import type { JsonValue } from "../policy/syntax.ts";
import { commandFor } from "../change/command-target.ts";
import type { ChangeResult, PolicySubject } from "../change/types.ts";
import { escapeLine } from "../render/escape.ts";
import { wrapWords } from "../render/columns.ts";
import type { Context } from "../cli/app.ts";
import { type ExitCode, exitCodes } from "../errors.ts";
import { type Answer, printAnswer, type Said } from "./answer.ts";

/** How a change ended: the contract's `change`, or a line for people; what else there is to read goes to standard error. */
export const resultAnswer = (
  { outside }: Context,
  subject: PolicySubject,
  result: ChangeResult,
  iamPolicyFile?: string,
): Answer => {
  const { notes, ...json } = result;
  return {
    exit: exitCodes.done,
    json,
    notes,
    view: () => outcomeParts(outside, subject, result, iamPolicyFile),
  };
};

/** Prints how a change ended, and gives the exit code. */
export const printResult = (
  context: Context,
  subject: PolicySubject,
  result: ChangeResult,
  iamPolicyFile?: string,
): Promise<ExitCode> => printAnswer(context, resultAnswer(context, subject, result, iamPolicyFile));

const outcomeParts = (
  { terminal, outputIsTerminal }: Context["outside"],
  subject: PolicySubject,
  result: ChangeResult,
  iamPolicyFile?: string,
): readonly Said[] => {
  const { iamPolicy, target, outcome } = result;
  const isStdin = target.kind === "file" && target.path === "-";
  const words = outcomeWords(subject, result, isStdin);
  const line = `${outputIsTerminal ? fitted(words, terminal.columns) : words}\n`;
  const isBeside = isStdin || (iamPolicy !== undefined && iamPolicyFile === undefined);
  return [
    isBeside ? beside(line) : shown(line),
    ...(isStdin && outcome === "unchanged" ? [shown(result.after)] : []),
    ...(iamPolicy === undefined ? [] : [policyPart(iamPolicy, { outcome, isStdin, file: iamPolicyFile })]),
  ];
};

const policyPart = (
  iamPolicy: JsonValue,
  {
    outcome,
    isStdin,
    file,
  }: { outcome: ChangeResult["outcome"]; isStdin: boolean; file: string | undefined },
): Said => {
  if (file !== undefined) return beside(fileWords(file, outcome));
  const text = `${JSON.stringify(iamPolicy, undefined, 2)}\n`;
  return isStdin ? beside(`the IAM policy of the other half:\n${text}`) : shown(text);
};

const shown = (text: string): Said => ({ to: "output", text });
const beside = (text: string): Said => ({ to: "error", text });

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
