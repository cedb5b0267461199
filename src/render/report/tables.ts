import { escapeLine } from "../escape.ts";
import { codeSpan } from "../keys-diff-markdown.ts";
import type { ReportData } from "./report-data.ts";

const words = ["no", "yes", "limited", "not decided", "not known"];
const severities = ["error", "security", "warning", "suggestion"];
const heading = [
  "account",
  "region",
  "key",
  "alias",
  "principal",
  "outside",
  "use",
  "administer",
  "grants",
  "delete",
  "condition",
];

/** The rows of access in words, outsiders first; the order of the keys else. */
const accessRows = ({ texts, keys, access }: ReportData): readonly (readonly string[])[] => {
  const text = (place: number | undefined): string => texts[place ?? -1] ?? "";
  return [...access]
    .sort((a, b) => Number(b[6] === 1) - Number(a[6] === 1))
    .map(([place, principal, use, administer, grants, deletion, outside, condition]) => {
      const [key, alias, account, region] = keys[place] ?? [];
      return [
        ...[text(account), text(region), text(key), text(alias), text(principal)],
        ["no", "yes", "not known"][outside] ?? "",
        ...[use, administer, grants, deletion].map((cell) => words[cell] ?? ""),
        text(condition),
      ];
    });
};

const findingRows = ({ texts, keys, findings }: ReportData): readonly (readonly string[])[] =>
  [...findings]
    .sort((a, b) => a[1] - b[1])
    .map(([place, severity, code, message]) => [
      texts[keys[place]?.[0] ?? -1] ?? "",
      ...[severities[severity] ?? "", texts[code] ?? "", texts[message] ?? ""],
    ]);

/** The access as a table for spreadsheets (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export const reportCsv = (data: ReportData): string =>
  [heading, ...accessRows(data)].map((row) => `${row.map(cell).join(",")}\r\n`).join("");

const cell = (text: string): string => {
  const shown = escapeLine(text).replaceAll('"', '""');
  return `"${/^\s*[=+\-@\t\r\n|%]/.test(text) ? `'${shown}` : shown}"`;
};

/** Findings and access as two tables; whatever comes from outside stands in a code span. */
export const reportMarkdown = (data: ReportData): string => {
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
    [
      head,
      head.map(() => "---"),
      ...rows.map((row) => row.map((text) => (text === "" ? "" : codeSpan(text)))),
    ]
      .map((row) => `| ${row.join(" | ")} |\n`)
      .join("");
  return `# Who may do what with which keys\n\n## Findings\n\n${table(["key", "severity", "code", "finding"], findingRows(data))}\n## Access\n\n${table(heading, accessRows(data))}`;
};
