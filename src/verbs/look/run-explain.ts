import { catalogue } from "../../check/catalogue.ts";
import { findingCodes, type FindingCode } from "../../check/codes.ts";
import { nearest } from "../../check/nearest.ts";
import { pages } from "../../check/pages.ts";
import { errorPages } from "../../render/error-pages.ts";
import { exitCodes, UsageError, type ExitCode } from "../../errors.ts";
import { renderErrorPage, renderFindingPage, renderPageList } from "../../render/pages.ts";
import type { Context } from "../../cli/app.ts";
import { printJson, printText } from "../../output/print.ts";

/** Prints the page of a code, or the list of all. Throws UsageError (`unknown-code`). */
export const runExplain = (context: Context, [typed]: readonly [string | undefined]): ExitCode => {
  const code = typed?.trim().toLowerCase();
  if (code === undefined) printAll(context);
  else if (isFindingCode(code)) printFinding(context, code);
  else printError(context, code);
  return exitCodes.done;
};

const isFindingCode = (code: string): code is FindingCode =>
  (findingCodes as readonly string[]).includes(code);

const printFinding = (context: Context, code: FindingCode): void => {
  const { severity, title } = catalogue[code];
  if (context.global.json) printJson(context, { code, severity, title, ...pages[code] });
  else printText(context, renderFindingPage({ code, severity, title, page: pages[code] }, layout(context)));
};

const printError = (context: Context, code: string): void => {
  const page = Object.hasOwn(errorPages, code) ? errorPages[code] : undefined;
  if (!page) throw unknown(code);
  if (context.global.json) printJson(context, { code, ...page });
  else printText(context, renderErrorPage(code, page, layout(context)));
};

const printAll = (context: Context): void => {
  const findings = findingCodes.map((code) => ({ code, ...catalogue[code] }));
  const errors = Object.entries(errorPages).map(([code, { happened }]) => ({ code, title: happened }));
  if (context.global.json) printJson(context, { findings, errors });
  else printText(context, renderPageList(findings, errors, layout(context)));
};

const layout = ({ style, outside }: Context) => ({ style, columns: outside.terminal.columns });

const unknown = (code: string): UsageError => {
  const meant = nearest(code, [...findingCodes, ...Object.keys(errorPages)]);
  return new UsageError("unknown-code", `no finding and no error has the code "${code}"`, {
    hint: meant === undefined ? "kmspol explain lists every code" : `did you mean ${meant}?`,
  });
};
