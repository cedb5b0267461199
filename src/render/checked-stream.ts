import type { Severity } from "../check/finding.ts";
import type { LeftOut } from "../check/left-out.ts";
import { type CheckedTarget, notesOf, type UnrunLayout, unrun } from "./checked.ts";
import { countSeverities, renderFindings } from "./findings.ts";

/** What was counted of the policies that went by: nothing of them is kept. */
export interface StreamCount {
  policies: number;
  faulty: number;
  /** Rows that tell no policy. */
  unread: number;
  readonly severities: Map<Severity, number>;
  readonly leftOut: Map<string, LeftOut>;
}

/** One of many policies that come one after the other: its findings, or nothing where it has none. Counts it. */
export const renderStreamed = (
  one: Pick<CheckedTarget, "label" | "text" | "open" | "leftOut" | "notes"> & { readonly isRow?: false },
  layout: UnrunLayout,
  count: StreamCount,
): string => {
  if (one.isRow === false) count.unread += 1;
  else count.policies += 1;
  if (one.open.length > 0 && one.isRow !== false) count.faulty += 1;
  for (const { severity } of one.open)
    count.severities.set(severity, (count.severities.get(severity) ?? 0) + 1);
  for (const left of one.leftOut) count.leftOut.set(`${left.code} ${left.needs.join()}`, left);
  const shown = renderFindings(one.open, { ...layout, label: one.label, text: one.text });
  return `${shown}${shown === "" ? "" : "\n"}${notesOf(one, layout)}`;
};

/** The last lines: how many policies, how many findings, and which rules could not run. */
export const streamTotals = (count: StreamCount, layout: UnrunLayout): string => {
  const { policies, faulty, unread, severities } = count;
  const rows = unread === 1 ? "1 row tells no policy" : `${unread} rows tell no policy`;
  const read = policies === 1 ? "1 policy" : `${policies} policies`;
  const counted = `${read}, ${faulty} with findings${unread === 0 ? "" : `, ${rows}`}: ${countSeverities(severities)}\n`;
  return counted + unrun([{ readable: true, leftOut: [...count.leftOut.values()] }], layout);
};
