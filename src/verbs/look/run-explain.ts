import type { Answer } from "../../output/answer.ts";
import { catalogue } from "../../check/catalogue.ts";
import { findingCodes, type FindingCode } from "../../check/codes.ts";
import { nearest } from "../../check/nearest.ts";
import { pages } from "../../check/pages.ts";
import { errorPages } from "../../render/error-pages.ts";
import { exitCodes, UsageError } from "../../errors.ts";
import { renderErrorPage, renderFindingPage, renderPageList } from "../../render/pages.ts";
import type { Context } from "../../cli/app.ts";

/** The page of a code, or the list of all. Throws UsageError (`unknown-code`). */
export const runExplain = (context: Context, [typed]: readonly [string | undefined]): Answer => {
  const code = typed?.trim().toLowerCase();
  if (code === undefined) return all(context);
  return isFindingCode(code) ? finding(context, code) : errorPage(context, code);
};

const isFindingCode = (code: string): code is FindingCode =>
  (findingCodes as readonly string[]).includes(code);

const finding = (context: Context, code: FindingCode): Answer => {
  const { severity, title } = catalogue[code];
  return {
    exit: exitCodes.done,
    json: { code, severity, title, ...pages[code] },
    view: () => renderFindingPage({ code, severity, title, page: pages[code] }, layout(context)),
  };
};

const errorPage = (context: Context, code: string): Answer => {
  const page = Object.hasOwn(errorPages, code) ? errorPages[code] : undefined;
  if (!page) throw unknown(code);
  return {
    exit: exitCodes.done,
    json: { code, ...page },
    view: () => renderErrorPage(code, page, layout(context)),
  };
};

const all = (context: Context): Answer => {
  const findings = findingCodes.map((code) => ({ code, ...catalogue[code] }));
  const errors = Object.entries(errorPages).map(([code, { happened }]) => ({ code, title: happened }));
  return {
    exit: exitCodes.done,
    json: { findings, errors },
    view: () => renderPageList(findings, errors, layout(context)),
  };
};

const layout = ({ style, outside }: Context) => ({ style, columns: outside.terminal.columns });

const unknown = (code: string): UsageError => {
  const meant = nearest(code, [...findingCodes, ...Object.keys(errorPages)]);
  return new UsageError("unknown-code", `no finding and no error has the code "${code}"`, {
    hint: meant === undefined ? "kmspol explain lists every code" : `did you mean ${meant}?`,
  });
};
