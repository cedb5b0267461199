import { checkMarkdown } from "../../render/check-markdown.ts";
import { renderStreamed, streamTotals, type StreamCount } from "../../render/checked-stream.ts";
import { renderGithub } from "../../render/github.ts";
import { gitlabReport } from "../../render/gitlab.ts";
import { junitReport } from "../../render/junit.ts";
import { findingRows, rowKey, rowLines } from "../../render/rows.ts";
import { sarifLog } from "../../render/sarif.ts";
import type { Finding } from "../../check/finding.ts";
import type { Context } from "../../cli/app.ts";
import type { CheckFlags } from "./check-flags.ts";
import { asContract } from "./print-checked.ts";
import type { CheckedRow } from "./checked-row.ts";
import { resultColumns } from "../../cli/widths.ts";

/** Tells of one key after the other; `end` what is said once for all. */
export interface CheckTeller {
  tell(row: CheckedRow): void;
  end(): void;
}

/** How a stream of checked keys is told, as `--format` and `--json` say. Only formats that are one document wait for the last key. */
export const checkTeller = (context: Context, flags: CheckFlags): CheckTeller => {
  const write = (text: string): void => context.outside.terminal.write(text);
  const format = context.global.json ? "json" : (flags.format ?? "text");
  switch (format) {
    case "text":
      return textTeller(context, flags, write);
    case "json":
      return listTeller(write);
    case "jsonl":
      return { tell: (row) => write(rowLines(rowsOf(row))), end: () => undefined };
    case "github":
      return {
        tell: (row) => write(renderGithub(subjectOf(row).name, subjectOf(row).findings)),
        end: () => undefined,
      };
    default: {
      const subjects: Subject[] = [];
      return {
        tell: (row) => void subjects.push(subjectOf(row)),
        end: () => write(documentOf(format, subjects)),
      };
    }
  }
};

interface Subject {
  readonly name: string;
  readonly key: string;
  readonly findings: readonly Finding[];
}

const subjectOf = (row: CheckedRow): Subject => {
  const name = keyOf(row).key ?? "";
  return { name, key: name, findings: "checked" in row ? row.checked.open : [row.fault] };
};

const keyOf = (row: CheckedRow) =>
  "checked" in row ? rowKey(row.checked.opened.target, row.checked.opened.facts) : rowKey(row.target, {});

const rowsOf = (row: CheckedRow) =>
  "checked" in row
    ? findingRows(keyOf(row), row.checked.open, row.checked.accepted)
    : findingRows(keyOf(row), [row.fault]);

const documentOf = (
  format: "sarif" | "gitlab" | "junit" | "markdown",
  subjects: readonly Subject[],
): string => {
  if (format === "junit") return junitReport(subjects);
  if (format === "markdown") return checkMarkdown(subjects);
  const paths = subjects.map((one) => ({ ...one, path: one.name, uri: one.name }));
  const value =
    format === "gitlab" ? gitlabReport(paths) : sarifLog(paths, process.env["KMSPOL_VERSION"] ?? "");
  return `${JSON.stringify(value, undefined, 2)}\n`;
};

/** The contract's list, an object after the other. */
const listTeller = (write: (text: string) => void): CheckTeller => {
  let begun = false;
  return {
    tell: (row) => {
      const value =
        "checked" in row ? asContract(row.checked) : { target: row.target, findings: [row.fault] };
      write(`${begun ? ",\n" : "[\n"}${JSON.stringify(value)}`);
      begun = true;
    },
    end: () => write(begun ? "\n]\n" : "[]\n"),
  };
};

const textTeller = (
  { style, outside }: Context,
  { full = false }: CheckFlags,
  write: (text: string) => void,
): CheckTeller => {
  const layout = { style, columns: resultColumns(outside), full };
  const count: StreamCount = { policies: 0, faulty: 0, unread: 0, severities: new Map(), leftOut: new Map() };
  return {
    tell: (row) => {
      if ("checked" in row) write(renderStreamed(row.checked, layout, count));
      else {
        const { label, fault } = row;
        write(
          renderStreamed(
            { label, text: "", open: [fault], leftOut: [], notes: [], isRow: false },
            layout,
            count,
          ),
        );
      }
    },
    end: () => write(streamTotals(count, layout)),
  };
};
