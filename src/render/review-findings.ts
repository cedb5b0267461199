import type { Proposal, Refusal } from "../change/types.ts";
import type { Finding } from "../check/finding.ts";
import { wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { namedFindings, renderFindings } from "./findings.ts";
import type { Style } from "./style.ts";

interface Layout {
  readonly style: Style;
  readonly columns: number;
  /** What the error says that ends the command: its hint is said there, where the eyes are. */
  readonly unsaid?: Refusal | undefined;
}

/** The findings that a change brings along: each is shown with its place and its hint. */
export const shownFindings = ({ told, findings }: Proposal): readonly Finding[] =>
  (told?.findings ?? findings).filter(
    ({ severity, introduced }) => severity !== "suggestion" && introduced !== false,
  );

/**
 * Codes that are no news in a review: the console writes the wildcards of its administrators itself, and about lockout the
 * write path decides by itself, with more knowledge.
 */
const untold: ReadonlySet<string> = new Set(["admin-wildcard-grants", "lockout", "lockout-unknown"]);

/** What a change brings along is shown; what was asked for, and what was there before, is counted and named: `check` tells about it. */
export const reviewFindings = (
  proposal: Proposal,
  layout: Layout,
  heading: (words: string) => string,
): string => {
  const { told: inDocument, findings, snapshot, after } = proposal;
  const told = (inDocument?.findings ?? findings).filter(({ severity }) => severity !== "suggestion");
  const fresh = shownFindings(proposal);
  const others = told.filter(({ introduced, code }) => introduced === false && !untold.has(code));
  const asked = others.filter((finding) => finding.asked === true);
  const old = others.filter((finding) => finding.asked !== true);
  const { target } = snapshot.subject;
  const label = target.kind === "file" ? target.path : (target.aliases[0] ?? target.id);
  const shown = renderFindings(fresh, {
    ...layout,
    label,
    text: inDocument?.text ?? after.text,
    unsaid: layout.unsaid?.hint,
  });
  return [
    fresh.length === 0 ? "" : heading("Findings of this change:") + shown,
    accepted(fresh, layout),
    counted("Comes with what you asked for", asked, layout),
    counted("There before", old, layout),
  ].join("");
};

/** `Accepted: public-access (INFRA-42, a public demo).`: who has looked at it before is told, and so is the change. */
const accepted = (findings: readonly Finding[], { style, columns }: Layout): string => {
  const words = findings
    .filter(({ reason, severity }) => reason !== undefined && severity !== "error")
    .map(({ code, reason = "" }) => `${code} (${escapeLine(reason)})`);
  if (words.length === 0) return "";
  return `${style.faint(wrapWords(`Accepted: ${[...new Set(words)].join(", ")}.`, columns, "  "))}\n`;
};

/** `There before: 1 error (group-principal), 2 warnings (duplicate-sid, single-manager).` */
const counted = (words: string, findings: readonly Finding[], { style, columns }: Layout): string => {
  if (findings.length === 0) return "";
  return `${style.faint(wrapWords(`${words}: ${namedFindings(findings)}.`, columns, "  "))}\n`;
};
