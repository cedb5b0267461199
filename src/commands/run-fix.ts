import type { Finding } from "../check/finding.ts";
import { fixPolicy } from "../check/fix-policy.ts";
import type { ChangeResult, Edit } from "../change/types.ts";
import { type ExitCode, exitCodes } from "../errors.ts";
import { documentOf, parsePolicyText } from "../policy/document.ts";
import { renderFindings, countFindings } from "../render/findings.ts";
import type { Context } from "./app.ts";
import { makeChange } from "./change.ts";
import { checkOne, type Checked } from "./check-one.ts";
import type { CheckTargets } from "./check-targets.ts";
import type { CheckFlags } from "./check.ts";
import { openSubject } from "./open-subject.ts";
import { printChecked } from "./print-checked.ts";
import { printResult } from "./print-result.ts";
import { printJson, printText } from "./print.ts";
import { exitFor } from "./run-check.ts";

/**
 * Mends what has one safe answer, target after target, through the write path; then the exit code speaks of what stays. A text that
 * does not parse cannot be mended, and is reported as `check` reports it.
 */
export const runFix = async (
  context: Context,
  targets: CheckTargets,
  flags: CheckFlags,
): Promise<ExitCode> => {
  const documents: unknown[] = [];
  let exit: ExitCode = exitCodes.done;
  for (const operand of targets.operands) {
    const checked = await checkOne(context, operand, flags);
    const fixed = documentOf(parsePolicyText(checked.text, checked.opened.format))
      ? await fixOne(context, operand, checked, flags)
      : undefined;
    if (fixed) documents.push(fixed);
    else await printChecked(context, [checked], { ...targets, skipped: 0, several: false }, flags);
    exit = Math.max(exit, exitFor(fixed?.findings ?? checked.open, flags)) as ExitCode;
  }
  if (context.global.json && documents.length > 0)
    printJson(context, targets.several ? documents : documents[0]);
  return exit;
};

/** What a change prints, its findings without those that were ignored or accepted. */
type Fixed = Omit<ChangeResult, "notes">;

const fixOne = async (
  context: Context,
  operand: string,
  checked: Checked,
  flags: CheckFlags,
): Promise<Fixed> => {
  const subject = await openSubject(context, operand, flags);
  const result = await makeChange(context, subject, fixEdit(checked), flags);
  const findings = staying(result.findings, checked, flags);
  const { notes, ...machine } = { ...result, findings };
  if (!context.global.json) {
    printResult(context, subject, { ...machine, notes });
    printStaying(context, operand, machine);
  }
  return machine;
};

const fixEdit = ({ open, opened, options }: Checked): Edit => ({
  repeatable: false,
  make: ({ document }) => ({ text: fixPolicy(document, opened.facts, open, options).document.text }),
});

/** Accepted and ignored findings stay set aside, wherever the edit moved them. */
const staying = (
  findings: readonly Finding[],
  { accepted }: Checked,
  { ignore }: CheckFlags,
): readonly Finding[] => {
  const aside = new Set(accepted.map(({ code, message }) => JSON.stringify([code, message])));
  const ignored = new Set(ignore);
  return findings.filter(
    ({ code, message }) => !ignored.has(code) && !aside.has(JSON.stringify([code, message])),
  );
};

const printStaying = (context: Context, label: string, { after, findings }: Fixed): void => {
  const { style, outside } = context;
  const shown = renderFindings(findings, { style, columns: outside.terminal.columns, label, text: after });
  const stay = findings.length === 1 ? "stays" : "stay";
  const words = findings.length === 0 ? "nothing stays" : `${countFindings(findings)} ${stay}`;
  printText(context, `${shown}${shown === "" ? "" : "\n"}${label}: ${words}\n`);
};
