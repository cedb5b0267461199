import { renderChecked } from "../../render/checked.ts";
import type { Context } from "../../cli/app.ts";
import type { Answer } from "../../output/answer.ts";
import { asJson } from "../../output/print.ts";
import { type Checked, exitFor } from "./checked.ts";
import type { CheckFlags } from "./check-flags.ts";
import { resultColumns } from "../../cli/widths.ts";

/** What was looked at. */
interface Looked {
  /** The answer is a list, however long. */
  readonly several: boolean;
  /** Files below folders that hold no policy. */
  readonly skipped: readonly string[];
}

/** The findings of all targets, as the contract has them and in the format that was asked for. */
export const checkedAnswer = (
  context: Context,
  checked: readonly Checked[],
  looked: Looked,
  flags: CheckFlags,
): Answer => {
  const documents = checked.map(asContract);
  return {
    exit: exitFor(
      checked.flatMap(({ open }) => open),
      flags,
    ),
    json: looked.several ? documents : documents[0],
    view: () => inFormat(context, checked, looked, flags, documents),
  };
};

const inFormat = async (
  { style, outside }: Context,
  all: readonly Checked[],
  { several, skipped }: Looked,
  { format, full = false }: CheckFlags,
  documents: readonly object[],
): Promise<string> => {
  const checked = all.filter(({ isDefault }) => !isDefault);
  switch (format) {
    case "json":
      return asJson(several ? documents : documents[0]);
    case "jsonl": {
      const { findingRows, rowKey, rowLines } = await import("../../render/rows.ts");
      return checked
        .map(({ opened: { target, facts }, open, accepted }) =>
          rowLines(findingRows(rowKey(target, facts), open, accepted)),
        )
        .join("");
    }
    case "sarif": {
      const { sarifLog } = await import("../../render/sarif.ts");
      const subjects = checked.map((one) => ({
        uri: nameOf(one),
        key: one.opened.target.kind === "key" ? one.opened.target.arn : one.opened.target.key,
        fullName: one.opened.contained?.key.fullName,
        findings: one.open,
      }));
      return asJson(sarifLog(subjects, process.env["KMSPOL_VERSION"] ?? ""));
    }
    case "gitlab": {
      const { gitlabReport } = await import("../../render/gitlab.ts");
      return asJson(gitlabReport(checked.map(subjectOf)));
    }
    case "junit": {
      const { junitReport } = await import("../../render/junit.ts");
      return junitReport(checked.map(subjectOf));
    }
    case "markdown": {
      const { checkMarkdown } = await import("../../render/check-markdown.ts");
      return checkMarkdown(checked.map(subjectOf));
    }
    case "github": {
      const { renderGithub } = await import("../../render/github.ts");
      return checked.map((one) => renderGithub(nameOf(one), one.open, subjectOf(one).key)).join("");
    }
    default: {
      const columns = resultColumns(outside);
      return renderChecked(checked, { style, columns, skipped, full });
    }
  }
};

/** Under which name a report tells the findings: a key of a document that has several is told after the document. */
const subjectOf = (one: Checked) => {
  const { target } = one.opened;
  const key = target.kind === "file" ? target.key : undefined;
  const path = nameOf(one);
  return { name: key === undefined ? path : `${path}#${key}`, path, key, findings: one.open };
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
