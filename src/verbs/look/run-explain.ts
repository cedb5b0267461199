import type { Answer } from "../../output/answer.ts";
import {
  descriptionOf,
  descriptions,
  findingCodes,
  isFindingCode,
  type FindingCode,
} from "../../check/catalogue.ts";
import { nearest } from "../../check/nearest.ts";
import { errorPages } from "../../render/error-pages.ts";
import { exitCodes, UsageError } from "../../errors.ts";
import { renderErrorPage, renderFindingPage, renderPageList } from "../../render/pages.ts";
import type { Context } from "../../cli/app.ts";
import { resultColumns } from "../../cli/widths.ts";

/** The page of a code, or the list of all. Throws UsageError (`unknown-code`). */
export const runExplain = (context: Context, [typed]: readonly [string | undefined]): Answer => {
  const code = typed?.trim().toLowerCase();
  if (code === undefined) return all(context);
  return isFindingCode(code) ? finding(context, code) : errorPage(context, code);
};

const finding = (context: Context, code: FindingCode): Answer => {
  const { severity, title, ...described } = descriptionOf(code);
  const page = described.page();
  return {
    exit: exitCodes.done,
    json: { code, severity, title, ...page },
    view: () => renderFindingPage({ code, severity, title, page }, layout(context)),
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
  const findings = descriptions.map(({ code, severity, title }) => ({ code, severity, title }));
  const errors = Object.entries(errorPages).map(([code, { happened }]) => ({ code, title: happened }));
  return {
    exit: exitCodes.done,
    json: { findings, errors },
    view: () => renderPageList(findings, errors, layout(context)),
  };
};

const layout = ({ style, outside }: Context) => ({ style, columns: resultColumns(outside) });

const unknown = (code: string): UsageError => {
  const meant = nearest(code, [...findingCodes, ...Object.keys(errorPages)]);
  return new UsageError("unknown-code", `no finding and no error has the code "${code}"`, {
    hint: meant === undefined ? "kmspol explain lists every code" : `did you mean ${meant}?`,
  });
};
