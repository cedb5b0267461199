import type { Finding } from "../check/finding.ts";
import { checkPolicy } from "../check/check.ts";
import { fixPolicy } from "../check/fix-policy.ts";
import type { ChangeResult, Edit } from "../change/types.ts";
import { CancelledError, KmspolError, type ExitCode } from "../errors.ts";
import { documentOf, parsePolicyText } from "../policy/document.ts";
import { renderFindings, countFindings } from "../render/findings.ts";
import type { Context } from "./app.ts";
import { makeChange } from "./change.ts";
import { checkOne, type Checked } from "./check-one.ts";
import type { CheckTargets } from "./check-targets.ts";
import type { CheckFlags } from "./check.ts";
import { openSubject } from "./open-subject.ts";
import { asContract, printChecked } from "./print-checked.ts";
import { printResult } from "./print-result.ts";
import { printJson, printText } from "./print.ts";
import { failureOf, sayFailure } from "./report-error.ts";
import { exitFor } from "./run-check.ts";

/**
 * Mends what has one safe answer, target after target, through the write path; then the exit code speaks of what stays. A text that
 * does not parse cannot be mended, and is reported as `check` reports it. Of several targets each ends on its own: one that is
 * refused stops no other, and the exit code is the highest.
 */
export const runFix = async (
  context: Context,
  targets: CheckTargets,
  flags: CheckFlags,
): Promise<ExitCode> => {
  const all: Ended[] = [];
  for (const operand of targets.operands) {
    const ended = fixTarget(context, operand, flags);
    all.push(
      await (targets.several ? ended.catch((error: unknown) => failed(error, operand, context)) : ended),
    );
  }
  const documents = all.map(({ document }) => document);
  if (context.global.json) printJson(context, targets.several ? documents : documents[0]);
  return Math.max(...all.map(({ exit }) => exit)) as ExitCode;
};

/** How one target ended: what `--json` prints of it, and its exit code. */
interface Ended {
  readonly document: object;
  readonly exit: ExitCode;
}

const fixTarget = async (context: Context, operand: string, flags: CheckFlags): Promise<Ended> => {
  const checked = await checkOne(context, operand, flags);
  if (documentOf(parsePolicyText(checked.text, checked.opened.format))) {
    const document = await fixOne(context, operand, checked, flags);
    return { document, exit: exitFor(document.findings, flags) };
  }
  if (!context.global.json)
    await printChecked(
      context,
      [checked],
      { operands: [operand], skipped: [], below: new Set(), several: false },
      flags,
    );
  return { document: asContract(checked), exit: exitFor(checked.open, flags) };
};

/** Says why a target was not mended. Throws what concerns the others too: Ctrl-C, a No, and bugs. */
const failed = (error: unknown, operand: string, { args, outside }: Context): Ended => {
  if (!(error instanceof KmspolError) || error instanceof CancelledError) throw error;
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
  const subject = await openSubject(context, operand, flags);
  const result = await makeChange(context, subject, fixEdit(checked, flags), flags);
  const findings = staying(result, checked, flags);
  const { notes, ...machine } = { ...result, findings };
  if (!context.global.json) {
    printResult(context, subject, { ...machine, notes });
    printStaying(context, operand, machine);
  }
  return machine;
};

const fixEdit = (checked: Checked, flags: CheckFlags): Edit => ({
  repeatable: false,
  make: ({ document }) => ({
    text: fixPolicy(document, checked.opened.facts, checked.options, setAside(checked, flags)).text,
  }),
});

/** What is found afterwards with all that was asked about the key before: the same that `check` will say. */
const staying = (result: ChangeResult, checked: Checked, flags: CheckFlags): readonly Finding[] => {
  const isAside = setAside(checked, flags);
  const introduced = new Set(result.findings.filter((finding) => finding.introduced).map(identity));
  return checkPolicy(
    parsePolicyText(result.after, checked.opened.format),
    checked.opened.facts,
    checked.options,
  )
    .filter((finding) => !isAside(finding))
    .map((finding) => ({ ...finding, introduced: introduced.has(identity(finding)) }));
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

const printStaying = (context: Context, label: string, { after, findings }: Fixed): void => {
  const { style, outside } = context;
  const shown = renderFindings(findings, { style, columns: outside.terminal.columns, label, text: after });
  const stay = findings.length === 1 ? "stays" : "stay";
  const words = findings.length === 0 ? "no findings left" : `${countFindings(findings)} ${stay}`;
  printText(context, `${shown}${shown === "" ? "" : "\n"}${label}: ${words}\n`);
};
