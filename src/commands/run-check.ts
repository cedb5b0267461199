import { checkPolicy } from "../check/check.ts";
import type { Finding, Severity } from "../check/finding.ts";
import { exitCodes, UsageError, type ExitCode } from "../errors.ts";
import { parsePolicyText } from "../policy/document.ts";
import type { Target } from "../ports.ts";
import { countFindings, renderFindings } from "../render/findings.ts";
import type { Context } from "./app.ts";
import type { CheckOptions } from "./check.ts";
import { openTarget } from "./open-target.ts";
import { printJson, printText } from "./print.ts";

/** One target with what was found in it. */
interface Checked {
  readonly target: Target;
  readonly label: string;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Checks policies, a text that does not parse included; exit 1 where a finding is as bad as `--fail-on` says. */
export const runCheck = async (
  context: Context,
  operands: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> => {
  if (operands.filter((operand) => operand === "-").length > 1) {
    throw new UsageError("bad-target", "standard input can only be read once");
  }
  const checked: Checked[] = [];
  for (const operand of operands) checked.push(await checkOne(context, operand, options));
  if (context.global.json || options.format === "json") {
    const documents = checked.map(({ target, findings }) => ({ target, findings }));
    printJson(context, documents.length === 1 ? documents[0] : documents);
  } else printText(context, checked.map((one) => inWords(context, one)).join(""));
  return checked.some(({ findings }) => findings.some(isBadEnough(options))) ? exitCodes.no : exitCodes.done;
};

const checkOne = async (context: Context, operand: string, options: CheckOptions): Promise<Checked> => {
  const open = await openTarget(context, operand, options);
  const text = await open.text();
  const ignored = new Set(options.ignore);
  const findings = checkPolicy(parsePolicyText(text, open.format), open.facts, {
    now: context.outside.clock.now(),
  }).filter(({ code }) => !ignored.has(code));
  return { target: open.target, label: operand, text, findings };
};

const order: readonly Severity[] = ["error", "security", "warning", "suggestion"];

const isBadEnough =
  ({ failOn }: CheckOptions) =>
  ({ severity }: Finding): boolean =>
    failOn !== "never" && order.indexOf(severity) <= order.indexOf(failOn);

const inWords = ({ style, outside }: Context, { label, text, findings }: Checked): string => {
  const shown = renderFindings(findings, { style, columns: outside.terminal.columns, label, text });
  return `${shown}${shown === "" ? "" : "\n"}${label}: ${countFindings(findings)}\n`;
};
