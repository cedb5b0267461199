import type { Proposal } from "../change/types.ts";
import { accessSentence, renderAccessDiff } from "./access-diff.ts";
import { wrapSentence, wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { countFindings, renderFindings } from "./findings.ts";
import { riskiestGain, riskWords } from "./risk.ts";
import type { Style } from "./style.ts";
import { renderTextDiff } from "./text-diff.ts";

export interface ReviewOptions {
  readonly style: Style;
  readonly columns: number;
  /** Nothing is cut. */
  readonly full: boolean;
  /** What shows the rest, where something is cut. */
  readonly more: string;
  /** Where the text diff is cut, in lines. */
  readonly diffLines: number;
  /** Lines of the text diff that are too long for the terminal are folded. */
  readonly folds: boolean;
}

/** What a change does, for the eyes of whoever answers for it: text, access, findings, and what stands against it. */
export const renderReview = (proposal: Proposal, options: ReviewOptions): string => {
  const { style, full } = options;
  const heading = (words: string) => `${style.strong(words)}\n`;
  const columns = options.folds ? options.columns : undefined;
  const limit = full ? undefined : { lines: options.diffLines, more: options.more, columns };
  const parts = [
    heading(escapeLine(proposal.snapshot.subject.label)) + renderTextDiff(proposal.text, style, limit),
    heading("Access:") +
      renderAccessDiff(proposal.access, proposal.snapshot.subject.facts, {
        ...options,
      }),
    findingsPart(proposal, options, heading),
    noteLines(proposal.notes, options),
    refusalPart(proposal, options, heading),
  ];
  return parts.filter((part) => part !== "").join("\n");
};

/** Only what the change brings along is shown; the rest is counted: `check` tells about it. */
const findingsPart = (
  { findings, snapshot, after }: Proposal,
  { style, columns }: ReviewOptions,
  heading: (words: string) => string,
): string => {
  const fresh = findings.filter(
    ({ introduced, severity }) => introduced !== false && severity !== "suggestion",
  );
  const old = findings.filter(
    ({ introduced, severity }) => introduced === false && severity !== "suggestion",
  );
  const { target } = snapshot.subject;
  const label = target.kind === "file" ? target.path : (target.aliases[0] ?? target.id);
  const shown = renderFindings(fresh, { style, columns, label, text: after.text });
  const before =
    old.length === 0
      ? ""
      : `${style.faint(wrapWords(`There before: ${countFindings(old)}.`, columns, "  "))}\n`;
  return (fresh.length === 0 ? "" : heading("Findings of this change:") + shown) + before;
};

/** Notes, one a line. */
export const noteLines = (notes: readonly string[], { columns }: { readonly columns: number }): string =>
  notes.map((note) => `${wrapSentence(`note: ${escapeLine(note)}`, columns, "  ")}\n`).join("");

const refusalPart = (
  { refusals }: Proposal,
  { style, columns }: ReviewOptions,
  heading: (words: string) => string,
): string => {
  if (refusals.length === 0) return "";
  const lines = refusals.map(({ message, hint }) => {
    const words = style.bad(wrapWords(`  ${escapeLine(message)}`, columns, "    "));
    return hint === undefined
      ? words
      : `${words}\n${wrapSentence(`    hint: ${escapeLine(hint)}`, columns, "      ")}`;
  });
  const mayPass = refusals.every(({ acceptable }) => acceptable);
  return (
    heading(mayPass ? "This needs your consent:" : "This cannot be written:") +
    lines.map((line) => `${line}\n`).join("")
  );
};

/** The question: which key, in which account and Region, the riskiest thing that it would do, and the exposure that is new. */
export const questionWords = ({ snapshot, access, findings }: Proposal): string => {
  const { facts, label } = snapshot.subject;
  const riskiest = riskiestGain(access.gained, facts);
  const risk =
    riskiest && `${accessSentence(riskiest, "gains", facts, false)} (${riskWords(riskiest, facts) ?? ""})`;
  const exposure = findings.filter(
    ({ severity, introduced }) => severity === "security" && introduced === true,
  );
  const opens = exposure.slice(0, 1).map(({ message }) => `This opens the key: ${escapeLine(message)}`);
  const more =
    exposure.length > 1
      ? [`and ${exposure.length - 1} more such ${exposure.length === 2 ? "finding" : "findings"}`]
      : [];
  const sentences = [...(risk === undefined ? [] : [risk]), [...opens, ...more].join(", ")].filter(Boolean);
  return [`Write this policy to ${escapeLine(label)}?`, ...sentences.map((text) => `${text}.`)].join(" ");
};
