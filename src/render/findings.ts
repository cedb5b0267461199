import { codeOf, type Finding, type Severity } from "../check/finding.ts";
import { lineOfText } from "../policy/text/position.ts";
import { cutTo, wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import type { Style } from "./style.ts";
import { shownWidth } from "./width.ts";

export interface FindingsOptions {
  readonly style: Style;
  readonly columns: number;
  /** The file's path or the key's name, in front of line and column. */
  readonly label: string;
  /** The text that the findings' lines and columns count in. */
  readonly text: string;
  /** The line to show of a finding, where not the text's own. */
  readonly sources?:
    | ReadonlyMap<
        Finding,
        { readonly source: string; readonly line: number | undefined; readonly column: number }
      >
    | undefined;
  /** A hint that is said elsewhere, where it is seen first. */
  readonly unsaid?: string | undefined;
}

const order: readonly Severity[] = ["error", "security", "warning", "suggestion"];

/** Findings as a compiler shows them: place, severity, code, message, the source line with a caret, the hint. */
export const renderFindings = (findings: readonly Finding[], options: FindingsOptions): string => {
  return [...findings]
    .sort(
      (a, b) =>
        order.indexOf(a.severity) - order.indexOf(b.severity) || a.line - b.line || a.column - b.column,
    )
    .map((finding) => renderFinding(finding, lineOfText(options.text, finding.line), options))
    .join("\n");
};

const renderFinding = (finding: Finding, source: string, options: FindingsOptions): string => {
  const { style, columns, label } = options;
  const { line, column } = finding;
  const shown = options.sources?.get(finding) ?? { source, line, column };
  const mark = { error: style.bad, security: style.bad, warning: style.warning, suggestion: style.place };
  const place = style.strong(`${escapeLine(label)}:${finding.line}:${finding.column}:`);
  const head = `${place} ${mark[finding.severity](finding.severity)} ${codeOf(finding)}`;
  return [
    wrapWords(head, columns, "  "),
    wrapWords(`  ${escapeLine(finding.message)}`, columns, "  "),
    ...(shown.source === "" || isWhole(finding, shown.source)
      ? []
      : renderSource(shown.source, shown.line, shown.column, columns, style)),
    ...(finding.hint === undefined || finding.hint === options.unsaid
      ? []
      : [wrapWords(`  hint: ${escapeLine(finding.hint)}`, columns, "    ")]),
    "",
  ].join("\n");
};

/** Said of the whole policy: the bracket that it begins with tells nothing. */
const isWhole = ({ path, column }: Finding, source: string): boolean =>
  path === "" && source.trimEnd().endsWith("{") && source.indexOf("{") === column - 1;

/** How much of a line is quoted where no terminal bounds it. */
const quoteOfPipe = 80;

/**
 * A source line with its number, where it has one, and, below it, a caret under the column (from 1, in UTF-16 code units). A line longer
 * than the terminal is shown from somewhere before the caret.
 */
export const renderSource = (
  source: string,
  line: number | undefined,
  column: number,
  columns: number,
  style: Style,
): string[] => {
  const gutter = `${String(line ?? "").padStart(5)} | `;
  // Into a pipe, too, no more than the place is quoted: a line may be a whole document, with what is nobody's business.
  const room = Math.max(20, (Number.isFinite(columns) ? columns : quoteOfPipe) - gutter.length);
  const lead = source.slice(0, column - 1);
  const isLong = Math.max(lead.length, shownWidth(tidy(lead))) >= room - 10;
  const near = isLong ? endOf(lead, Math.floor(room / 2)) : lead;
  const before = (near.length < lead.length ? "…" : "") + tidy(near);
  const shown = cutTo(before + tidy(source.slice(column - 1, column + room + 200)), room);
  return [
    style.faint(gutter) + shown,
    `${style.faint(" ".repeat(5) + " | ")}${" ".repeat(shownWidth(before))}${style.bad("^")}`,
  ];
};

/** The end of a text that takes no more than so many columns. */
const endOf = (text: string, width: number): string => {
  let end = "";
  for (const letter of Array.from(text.slice(-2 * width)).reverse()) {
    if (shownWidth(letter + end) > width) break;
    end = letter + end;
  }
  return end;
};

const tidy = (text: string): string => escapeLine(text.replaceAll("\t", " "));

/** `1 error, 2 warnings`: how many of each severity. */
export const countFindings = (findings: readonly Finding[]): string =>
  countSeverities(
    new Map(order.map((severity) => [severity, findings.filter((one) => one.severity === severity).length])),
  );

/** The same of how many there are of each severity. */
export const countSeverities = (found: ReadonlyMap<Severity, number>): string => {
  const counts = order.flatMap((severity) => {
    const count = found.get(severity) ?? 0;
    if (count === 0) return [];
    const name = severity === "security" ? "security finding" : severity;
    return [`${count} ${name}${count === 1 ? "" : "s"}`];
  });
  return counts.length === 0 ? "no findings" : counts.join(", ");
};

/** Findings by severity, each kind by its code: `1 error (group-principal), 2 warnings (duplicate-sid, single-manager)`. */
export const namedFindings = (findings: readonly Finding[]): string =>
  order
    .map((severity) => findings.filter((finding) => finding.severity === severity))
    .filter((these) => these.length > 0)
    .map((these) => `${countFindings(these)} (${[...new Set(these.map(({ code }) => code))].join(", ")})`)
    .join(", ");
