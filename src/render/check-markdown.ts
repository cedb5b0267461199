import type { Finding, Severity } from "../check/finding.ts";
import { countFindings } from "./findings.ts";
import { codeSpan } from "./keys-diff-markdown.ts";

/** What was checked, and its findings; `error`: why it could not be. */
export interface MarkdownSubject {
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly error?: string | undefined;
}

/** The most that GitHub takes for a comment. */
const maximumLength = 65_536;

/** The line by which a comment is found again, to be brought up to date. */
const marker = "<!-- kmspol check -->";

const ranks: readonly Severity[] = ["error", "security", "warning", "suggestion"];

/**
 * Findings for a comment on a pull request, worst first. Whatever may come from outside stands in a code span, so that no name mentions a
 * person, makes a link or ends the table.
 */
export const checkMarkdown = (subjects: readonly MarkdownSubject[]): string => {
  const rows = subjects
    .flatMap(({ name, findings }) => findings.map((finding) => ({ name, finding })))
    .sort((a, b) => ranks.indexOf(a.finding.severity) - ranks.indexOf(b.finding.severity))
    .map(rowOf);
  const broken = subjects.flatMap(({ name, error }) =>
    error === undefined ? [] : [`| **not checked** | ${codeSpan(name)} | | ${codeSpan(error)} |`],
  );
  const all = [...broken, ...rows];
  const counted = countFindings(subjects.flatMap(({ findings }) => findings));
  const head = [marker, `### Key policies: ${counted}`, ""];
  if (all.length === 0) return `${head.join("\n")}Nothing was found.\n`;
  const table = ["| | where | finding | |", "|---|---|---|---|"];
  const { shown, left } = fitting(all, [...head, ...table].join("\n").length);
  const more = left === 0 ? [] : ["", `… and ${left} more: run \`kmspol check\` to see all.`];
  return `${[...head, ...table, ...shown, ...more].join("\n")}\n`;
};

const fitting = (rows: readonly string[], taken: number) => {
  let length = taken + 100;
  const shown = rows.filter((row) => (length += row.length + 1) <= maximumLength);
  return { shown, left: rows.length - shown.length };
};

const rowOf = ({ name, finding }: { readonly name: string; readonly finding: Finding }): string => {
  const { severity, code, message, hint, line, column } = finding;
  const said = hint === undefined ? codeSpan(message) : `${codeSpan(message)}<br>${codeSpan(hint)}`;
  return `| ${severity} | ${codeSpan(`${name}:${line}:${column}`)} | ${codeSpan(code)} | ${said} |`;
};
