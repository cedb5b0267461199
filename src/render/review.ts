import { noteLines } from "./note-lines.ts";
import { mergedNote } from "../change/reread.ts";
import type { Proposal, Refusal } from "../change/types.ts";
import { renderAccessDiff } from "./access-diff.ts";
import { accessSentence } from "./access-words.ts";
import { wrapSentence, wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { grantCount, grantSentences } from "./grants.ts";
import { renderLookedAt } from "./looked-at.ts";
import { reviewFindings, shownFindings } from "./review-findings.ts";
import { riskiestGain, riskWords } from "./risk.ts";
import type { Style } from "./style.ts";
import { renderEntryChanges } from "./entries/entry-changes.ts";
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
  /** Somebody is asked: no flag is offered for what a yes does. */
  readonly asks: boolean;
  /** What the error says that ends the command is not said here as well. */
  readonly unsaid?: Refusal | undefined;
}

/** What a change does, for the eyes of whoever answers for it: access, findings, what stands against it, and the text. */
export const renderReview = (proposal: Proposal, options: ReviewOptions): string => {
  const columns = options.folds ? options.columns : undefined;
  const limit = options.full ? undefined : { lines: options.diffLines, more: options.more, columns };
  const entries = entryChanges(proposal, options);
  const text = entries ?? renderTextDiff(proposal.text, options.style, limit);
  return `${renderSummary(proposal, options)}\n${text}`;
};

/** For the eyes of whoever is asked, the lists of a key's policy by their entries; a file's layout is part of it, and patches want the diff. */
const entryChanges = (
  { snapshot: { subject, document }, after }: Proposal,
  { asks, full, style, columns }: ReviewOptions,
): string | undefined => {
  if (!asks || full || subject.target.kind !== "key") return undefined;
  const lines = renderEntryChanges(document, after, { style, columns });
  return lines && [style.strong("Text:"), ...lines].map((line) => `${line}\n`).join("");
};

/** The same without the text: what must be in sight when the question is answered. */
export const renderSummary = (proposal: Proposal, options: ReviewOptions): string => {
  const { byName, meanwhile, notes, snapshot } = proposal;
  const access = byName?.access ?? proposal.access;
  const heading = (words: string) => `${options.style.strong(words)}\n`;
  const accessPart = (words: string, change: typeof access) =>
    `${options.style.strong(words)}${countWords(change, options.style)}\n` +
    renderAccessDiff(change, snapshot.subject.facts, { ...options, people: byName?.people });
  const isMerged = meanwhile !== undefined;
  const parts = [
    heading(escapeLine(snapshot.subject.label)),
    ...(isMerged
      ? [accessPart(wrapWords(`${capital(mergedNote)}. Theirs:`, options.columns), meanwhile)]
      : []),
    accessPart(isMerged ? "Yours:" : "Access:", access),
    byName?.looked ? renderLookedAt(byName.looked, options.columns) : "",
    revokedPart(proposal, options, heading),
    reviewFindings(proposal, options, heading),
    noteLines(
      notes.filter((note) => !(isMerged && note === mergedNote)),
      options,
    ),
    refusalPart(proposal, options, heading),
  ];
  const [label = "", ...rest] = parts.filter((part) => part !== "");
  return label + rest.join("\n");
};

const revokedPart = (
  { revokes = [], snapshot }: Proposal,
  { columns }: ReviewOptions,
  heading: (words: string) => string,
): string =>
  revokes.length === 0
    ? ""
    : heading(`Revoked after it, ${grantCount(revokes.length)}:`) +
      grantSentences(revokes, snapshot.subject.facts, columns);

/** ` +2 -1`: principals that gain, and that lose. */
const countWords = ({ gained, lost }: Proposal["access"], style: Style): string => {
  const count = (rows: typeof gained) => new Set(rows.map(({ principal }) => principal)).size;
  if (gained.length + lost.length === 0) return "";
  return ` ${style.added(`+${count(gained)}`)} ${style.removed(`-${count(lost)}`)}`;
};

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

const refusalPart = (
  proposal: Proposal,
  { style, columns, asks, unsaid }: ReviewOptions,
  heading: (words: string) => string,
): string => {
  const refusals = proposal.refusals.filter((refusal) => refusal !== unsaid);
  if (refusals.length === 0) return "";
  const told = new Set([unsaid?.hint, ...shownFindings(proposal).map(({ hint }) => hint)]);
  const lines = refusals.map(({ message, hint, acceptable }) => {
    const words = style.bad(wrapWords(`  ${escapeLine(message)}`, columns, "    "));
    return hint === undefined || (asks && acceptable) || told.has(hint)
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
export const questionWords = ({ snapshot, access, findings, revokes = [] }: Proposal): string => {
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
  const forGood = revokes.length === 0 ? [] : ["A revoked grant does not come back, not by undo either"];
  const sentences = [
    ...(risk === undefined ? [] : [risk]),
    [...opens, ...more].join(", "),
    ...forGood,
  ].filter(Boolean);
  const grants = revokes.length === 0 ? "" : `, and then revoke ${grantCount(revokes.length)}`;
  return [`Write this policy to ${escapeLine(label)}${grants}?`, ...sentences.map((text) => `${text}.`)].join(
    " ",
  );
};
