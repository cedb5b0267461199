import type { Acceptance } from "../check/acceptance.ts";
import type { Finding } from "../check/finding.ts";
import type { LeftOut } from "../check/left-out.ts";
import { wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { countFindings, type FindingsOptions, renderFindings } from "./findings.ts";
import type { Style } from "./style.ts";

/** One target with its findings, and what was set aside. */
export interface CheckedTarget {
  readonly label: string;
  /** The file in which the findings' places count, where the label is no file: what a terminal opens. */
  readonly place?: string;
  readonly text: string;
  /** False where nothing but its syntax could be looked at. */
  readonly readable: boolean;
  readonly open: readonly Finding[];
  readonly accepted: readonly Finding[];
  readonly unused: readonly Acceptance[];
  readonly leftOut: readonly LeftOut[];
  /** What was not looked at, in sentences. */
  readonly notes: readonly string[];
  readonly sources?: FindingsOptions["sources"];
}

/** How it is laid out. */
export interface UnrunLayout {
  readonly style: Style;
  readonly columns: number;
  /** Names every rule that was left out. */
  readonly full: boolean;
}

interface Layout extends UnrunLayout {
  /** Files below a folder that are no policies. */
  readonly skipped: readonly string[];
}

/** The findings of all targets, a summary of each that has any, and which rules could not run. */
export const renderChecked = (checked: readonly CheckedTarget[], layout: Layout): string => {
  const few = checked.length <= 3;
  const parts = checked.map((one) => renderTarget(one, layout, few));
  return `${parts.join("")}${few ? "" : totals(checked.map(({ open }) => open))}${notPolicies(layout)}${unrun(checked, layout)}`;
};

const renderTarget = (one: CheckedTarget, { style, columns }: Layout, few: boolean): string => {
  const { label, text, readable, open, accepted, unused } = one;
  const shown = renderFindings(open, {
    style,
    columns,
    label: one.place ?? label,
    text,
    sources: one.sources,
  });
  const stale = unused
    .filter(({ files }) => files === undefined || few)
    .map(({ code }) => `${escapeLine(label)}: ${code} is accepted, but is not found (any more)\n`);
  const after = stale.join("") + notesOf(one, { columns });
  if (!few && open.length === 0) return after;
  const aside = accepted.length === 0 ? "" : `, ${accepted.length} accepted`;
  const rest = readable ? "" : "; the rest is checked once it can be read";
  const words = `${escapeLine(label)}: ${countFindings(open)}${aside}${rest}`;
  const summary = `${wrapWords(words, columns, "  ")}\n`;
  return `${shown}${shown === "" ? "" : "\n"}${summary}${after}`;
};

/** What was not looked at, a line each. */
export const notesOf = (
  { label, notes }: Pick<CheckedTarget, "label" | "notes">,
  { columns }: Pick<UnrunLayout, "columns">,
): string => notes.map((note) => `${wrapWords(`${escapeLine(label)}: ${note}`, columns, "  ")}\n`).join("");

/** `12 policies, 3 with findings: 2 errors, 1 warning`. */
export const totals = (checked: readonly (readonly Finding[])[]): string => {
  const faulty = checked.filter((findings) => findings.length > 0).length;
  const counted = countFindings(checked.flat());
  return `${checked.length} policies, ${faulty} with findings: ${counted}\n`;
};

const notPolicies = ({ skipped, full }: Layout): string => {
  const { length } = skipped;
  if (length === 0) return "";
  const count = length === 1 ? "1 other file left out" : `${length} other files left out`;
  return full ? `${count}:\n${skipped.map((path) => `  ${escapeLine(path)}\n`).join("")}` : `${count}\n`;
};

/** Which rules did not run, or found less, and for want of what; one line, or with `--full` a line for each want. */
export const unrun = (
  checked: readonly Pick<CheckedTarget, "readable" | "leftOut">[],
  { style, columns, full }: UnrunLayout,
): string => {
  const read = checked.filter(({ readable }) => readable);
  const leftOut = read.flatMap(({ leftOut }) => leftOut).filter(({ needs }) => needs.every(isTold));
  if (leftOut.length === 0) return "";
  const lines = full ? byNeeds(leftOut) : [inShort(leftOut)];
  return lines.map((line) => `${style.faint(wrapWords(line, columns, "  "))}\n`).join("");
};

// A configuration tells these, or a program that uses the rules: where there is none, nothing is missing.
const untold = new Set([
  "which accounts are vendors'",
  "that IAM is to decide for a group",
  "what the configuration forbids",
]);
const isTold = (need: string): boolean => !untold.has(need);

const inShort = (leftOut: readonly LeftOut[]): string => {
  const count = new Set(leftOut.map(({ code }) => code)).size;
  const needs = [...new Set(leftOut.flatMap((one) => one.needs))];
  const rules =
    count === 1 ? "1 rule was left out or found less" : `${count} rules were left out or found less`;
  return `${rules}, without ${needs.join(", ")} (--full names them)`;
};

const byNeeds = (leftOut: readonly LeftOut[]): readonly string[] => {
  const groups = new Map<string, Set<string>>();
  for (const { code, needs, partly } of leftOut) {
    const key = `${partly ? "found less" : "left out"}, without ${needs.join(" and ")}`;
    groups.set(key, (groups.get(key) ?? new Set()).add(code));
  }
  return [...groups].map(([why, codes]) => `${why}: ${[...codes].join(", ")}`);
};
