import { renderChecked } from "../../render/checked.ts";
import type { Context } from "../../cli/app.ts";
import type { Checked } from "./checked.ts";
import type { CheckFlags } from "./check-flags.ts";
import { printJson, printText } from "../../output/print.ts";

/** What was looked at. */
interface Looked {
  /** The answer is a list, however long. */
  readonly several: boolean;
  /** Files below folders that hold no policy. */
  readonly skipped: readonly string[];
}

/** The findings of all targets in the format that was asked for. */
export const printChecked = async (
  context: Context,
  checked: readonly Checked[],
  { several, skipped }: Looked,
  { format, full }: CheckFlags,
): Promise<void> => {
  const { style, outside, global } = context;
  if (global.json || format === "json") {
    const documents = checked.map(asContract);
    printJson(context, several ? documents : documents[0]);
  } else if (format === "sarif") {
    const { sarifLog } = await import("../../render/sarif.ts");
    const subjects = checked.map((one) => ({
      uri: nameOf(one),
      key: one.opened.target.kind === "key" ? one.opened.target.arn : one.opened.contained?.key.selector,
      findings: one.open,
    }));
    printJson(context, sarifLog(subjects, process.env["KMSPOL_VERSION"] ?? ""));
  } else if (format === "gitlab") {
    const { gitlabReport } = await import("../../render/gitlab.ts");
    printJson(context, gitlabReport(checked.map((one) => ({ ...subjectOf(one), path: nameOf(one) }))));
  } else if (format === "junit") {
    const { junitReport } = await import("../../render/junit.ts");
    printText(context, junitReport(checked.map(subjectOf)));
  } else if (format === "markdown") {
    const { checkMarkdown } = await import("../../render/check-markdown.ts");
    printText(context, checkMarkdown(checked.map(subjectOf)));
  } else if (format === "github") {
    const { renderGithub } = await import("../../render/github.ts");
    printText(context, checked.map((one) => renderGithub(nameOf(one), one.open)).join(""));
  } else {
    const { columns } = outside.terminal;
    printText(context, renderChecked(checked, { style, columns, skipped, full: full ?? false }));
  }
};

/** Under which name a report tells the findings: a key of a document that has several is told after the document. */
const subjectOf = (one: Checked) => {
  const key = one.opened.contained?.key.selector;
  return { name: key === undefined ? nameOf(one) : `${nameOf(one)}#${key}`, key, findings: one.open };
};

/** A key's ARN, or the file: places count in the file, whichever of its keys they speak of. */
const nameOf = ({ opened: { target, contained }, label }: Checked): string => {
  if (target.kind === "key") return target.arn;
  // Reports are read by programs that know files by their path from the folder that they ran in, without `./` before it.
  return (contained ? target.path : label).replace(/^(?:\.\/+)+(?=.)/, "");
};

/** The contract's `check`, with what was accepted, which rules did not run, and what was not looked at. */
export const asContract = ({ opened, open, accepted, leftOut, notes }: Checked) => ({
  target: opened.target,
  findings: open,
  ...(accepted.length > 0 && { accepted }),
  ...(leftOut.length > 0 && { rulesLeftOut: leftOut }),
  ...(notes.length > 0 && { notes }),
});
