import type { Finding } from "../../check/finding.ts";
import { checkPolicy } from "../../check/check.ts";
import { mendPolicy } from "../../check/fix-policy.ts";
import type { ChangeResult, Edit, PolicySubject, ToldFindings } from "../../change/types.ts";
import { CancelledError, KmspolError, type ExitCode } from "../../errors.ts";
import { parsePolicyText } from "../../policy/document.ts";
import { renderFindings, countFindings } from "../../render/findings.ts";
import type { Context } from "../../cli/app.ts";
import { makeChange } from "../change/change.ts";
import { planPrepared } from "../change/plan-prepared.ts";
import type { PlannedChange } from "../change/prepared.ts";
import { checkAll } from "./check-one.ts";
import { type Checked, exitFor } from "./checked.ts";
import { noPolicy, requireSome, type CheckTargets } from "./check-targets.ts";
import type { CheckFlags } from "./check-flags.ts";
import { openEditable } from "../../target/open-editable.ts";
import { openOperand } from "./open-below.ts";
import { asContract, checkedAnswer } from "./print-checked.ts";
import { printResult } from "../../output/print-result.ts";
import { type Answer, printAnswer } from "../../output/answer.ts";
import { printText } from "../../output/print.ts";
import { failureOf, sayFailure } from "../../cli/report-error.ts";
import { resultColumns } from "../../cli/widths.ts";

/**
 * Mends what has one safe answer, target after target, through the write path; then the exit code speaks of what stays. A text that
 * does not parse cannot be mended, and is reported as `check` reports it. Of several targets each ends on its own: one that is
 * refused stops no other, and the exit code is the highest.
 */
export const runFix = async (context: Context, targets: CheckTargets, flags: CheckFlags): Promise<Answer> => {
  const units = await unitsOf(context, targets, flags);
  const several = targets.several || units.length > 1;
  const all: Ended[] = [];
  for (const { operand, readOnly } of units) {
    const ended = fixTarget(context, operand, flags, readOnly);
    all.push(await (several ? ended.catch((error: unknown) => failed(error, operand, context)) : ended));
  }
  const documents = all.map(({ document }) => document);
  const exit = Math.max(0, ...all.map((one) => one.exit)) as ExitCode;
  return { exit, json: several ? documents : documents[0] };
};

/** One policy to mend. */
interface Unit {
  readonly operand: string;
  /** It stands where nothing is written, and is only checked: what lies in a folder was not asked for by name. */
  readonly readOnly: boolean;
}

/** Every policy by its own name: a document with several keys gives way to them, what lies in a folder and is none is left out. */
const unitsOf = async (
  context: Context,
  targets: CheckTargets,
  flags: CheckFlags,
): Promise<readonly Unit[]> => {
  const units: Unit[] = [];
  const { operands, below } = targets;
  for (const operand of operands) {
    const opened = await openOperand(context, operand, targets, flags).catch((error: unknown) => {
      if (!targets.several || !isOfOneTarget(error)) throw error;
      return undefined;
    });
    // Its turn comes, and then it says why: it stops no other.
    if (!opened) units.push({ operand, readOnly: false });
    if (!opened) continue;
    const hasOne = opened.length === 1;
    for (const { contained, label } of opened) {
      const policy = contained?.key.policy;
      if (!hasOne && (policy?.state !== "policy" || policy.isDefault)) continue;
      const isFixed = policy?.state === "policy" && (policy.readOnly ?? contained?.container.readOnly);
      units.push({
        operand: contained && !hasOne ? label : operand,
        readOnly: below.has(operand) && isFixed !== undefined && isFixed !== false,
      });
    }
  }
  requireSome(units.length, operands);
  return units;
};

/** How one target ended: what `--json` prints of it, and its exit code. */
interface Ended {
  readonly document: object;
  readonly exit: ExitCode;
}

const fixTarget = async (
  context: Context,
  operand: string,
  flags: CheckFlags,
  readOnly: boolean,
): Promise<Ended> => {
  const [checked] = await checkAll(context, operand, flags);
  if (checked && checked.readable && !readOnly) {
    const document = await fixOne(context, operand, checked, flags);
    return { document, exit: exitFor(document.findings, flags) };
  }
  const all = checked ? [checked] : [];
  const answer = checkedAnswer(context, all, { skipped: [], several: false }, flags);
  if (!context.global.json) await printAnswer(context, answer);
  return {
    document: checked ? asContract(checked) : { target: { kind: "file", path: operand }, findings: [] },
    exit: exitFor(checked?.open ?? [], flags),
  };
};

const isOfOneTarget = (error: unknown): error is KmspolError =>
  error instanceof KmspolError && !(error instanceof CancelledError);

/** Says why a target was not mended. Throws what concerns the others too: Ctrl-C, a No, and bugs. */
const failed = (error: unknown, operand: string, { args, outside }: Context): Ended => {
  if (!isOfOneTarget(error)) throw error;
  const failure = failureOf(error);
  sayFailure({ ...failure, message: `${operand}: ${failure.message}` }, args, outside);
  return { document: { operand, error: failure }, exit: error.exit };
};

/** What a change prints, its findings without those that were ignored or accepted. */
type Fixed = Omit<ChangeResult, "notes">;

const fixOne = async (
  context: Context,
  operand: string,
  checked: Checked,
  flags: CheckFlags,
): Promise<Fixed> => {
  const subject = await openEditable(context, operand, flags);
  const result = await makeChange(context, { subject, edit: fixEdit(checked, flags), flags });
  const { findings, text } = await staying(subject, result, checked, flags);
  const { notes, ...machine } = { ...result, findings };
  if (!context.global.json) {
    await printResult(context, subject, { ...machine, notes });
    printStaying(context, operand, { findings, text });
  }
  return machine;
};

/** The same of one policy, planned first: what is told is what stays. Throws UsageError and AwsError. */
export const planFix = async (
  context: Context,
  operand: string,
  flags: CheckFlags,
): Promise<PlannedChange> => {
  const [checked] = await checkAll(context, operand, flags);
  if (!checked) throw noPolicy([operand]);
  const subject = await openEditable(context, operand, flags);
  return planPrepared(context, { subject, edit: fixEdit(checked, flags), flags }, async (result) => {
    const { findings } = await staying(subject, result, checked, flags);
    return { exit: exitFor(findings, flags), result: { ...result, findings } };
  });
};

const fixEdit = (checked: Checked, flags: CheckFlags): Edit => ({
  repeatable: false,
  make: ({ document }) => {
    const { facts } = checked.opened;
    const mended = mendPolicy(document, facts, checked.options, setAside(checked, flags));
    const notes = mended.untried ? [untriedNote] : [];
    return { text: mended.document.text, notes };
  },
});

const untriedNote =
  "Some misspelt words stay: this policy is too large to work out what mending them does to access. Mend them with the hints.";

/** What is found afterwards with all that was asked about the key before: the same that `check` will say. */
const staying = async (
  subject: PolicySubject,
  { findings, after }: ChangeResult,
  checked: Checked,
  flags: CheckFlags,
): Promise<ToldFindings> => {
  const isAside = setAside(checked, flags);
  const introduced = new Set(findings.filter((finding) => finding.introduced).map(identity));
  const { opened, options } = checked;
  const policy = opened.contained?.key.policy;
  const dialect = policy?.state === "policy" ? policy.dialect : undefined;
  const stay = checkPolicy(parsePolicyText(after, opened.format, dialect), opened.facts, options)
    .filter((finding) => !isAside(finding))
    .map((finding) => ({ ...finding, introduced: introduced.has(identity(finding)) }));
  return (await subject.tell?.(after, stay)) ?? { findings: stay, text: after };
};

/** Accepted and ignored findings stay set aside, wherever an edit moves them. */
const setAside = ({ accepted }: Checked, { ignore }: CheckFlags) => {
  const aside = new Set(accepted.map(identity));
  const ignored = new Set(ignore);
  return (finding: Pick<Finding, "code" | "message">): boolean =>
    ignored.has(finding.code) || aside.has(identity(finding));
};

const identity = ({ code, message }: Pick<Finding, "code" | "message">): string =>
  JSON.stringify([code, message]);

const printStaying = (context: Context, label: string, { findings, text }: ToldFindings): void => {
  const { style, outside } = context;
  const shown = renderFindings(findings, { style, columns: resultColumns(outside), label, text });
  const stay = findings.length === 1 ? "stays" : "stay";
  const words = findings.length === 0 ? "no findings left" : `${countFindings(findings)} ${stay}`;
  printText(context, `${shown}${shown === "" ? "" : "\n"}${label}: ${words}\n`);
};
