import type { Severity } from "../check/finding.ts";
import type { Page } from "../check/page.ts";
import type { ErrorPage } from "./error-pages/page.ts";
import { alignColumns, cutTo, wrapWords } from "./columns.ts";
import type { Style } from "./style.ts";

interface Layout {
  readonly style: Style;
  readonly columns: number;
}

/** A code with its heading; findings have a severity. */
export interface PageHeading {
  readonly code: string;
  readonly title: string;
  readonly severity?: Severity;
}

/** The page of a finding: heading, what makes it, why it matters, what to write instead, an example. */
export const renderFindingPage = (
  { code, severity, title, page }: PageHeading & { readonly page: Page },
  { style, columns }: Layout,
): string => {
  const [wrong, right] = page.example.split(/\s*=>\s*/);
  return [
    wrapWords(`${style.strong(code)} (${severity ?? ""}): ${title}`, columns, "  "),
    "",
    part("When", page.trigger, columns),
    part("Why", page.why, columns),
    part("Fix", page.fix, columns),
    "",
    wrapWords(`  ${style.removed(`- ${wrong ?? ""}`)}`, columns, "    "),
    ...(right === undefined ? [] : [wrapWords(`  ${style.added(`+ ${right}`)}`, columns, "    ")]),
    "",
  ].join("\n");
};

/** The page of an error: what happened, and what helps. */
export const renderErrorPage = (code: string, page: ErrorPage, { style, columns }: Layout): string =>
  [style.strong(code), "", part("What", page.happened, columns), part("Next", page.helps, columns), ""].join(
    "\n",
  );

/** Every code with its heading, a line each. */
export const renderPageList = (
  findings: readonly PageHeading[],
  errors: readonly PageHeading[],
  { style, columns }: Layout,
): string => {
  const rows = findings.map(({ code, severity, title }) => [code, severity ?? "", title]);
  const others = errors.map(({ code, title }) => [code, title]);
  const fitted = (table: string): string => table.replace(/[^\n]+/g, (line) => cutTo(line, columns));
  return [
    `${style.strong("Findings")}\n${fitted(alignColumns(rows))}`,
    `${style.strong("Errors")}\n${fitted(alignColumns(others))}`,
  ].join("\n");
};

const part = (name: string, text: string, columns: number): string =>
  wrapWords(`  ${name.padEnd(6)}${text}`, columns, " ".repeat(8));
