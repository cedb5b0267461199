import type { AccessChange, FutureAccess } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { listWords } from "./action-words.ts";
import { wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { subjectWords } from "./principal-words.ts";
import type { Style } from "./style.ts";

interface FutureOptions {
  readonly style: Style;
  readonly columns: number;
  readonly full: boolean;
}

/** Names shown in one sentence before it is cut. */
const shownNames = 3;

/**
 * Who will get, or no longer get, actions that AWS adds later: `role/App will also gain what AWS adds to kms:Get*`. One line for all
 * who share their wildcards.
 */
export const futureLines = (
  { futureActions, future = { gained: [], lost: [] } }: AccessChange,
  facts: KeyFacts,
  { style, columns, full }: FutureOptions,
): string[] => {
  if (!futureActions) return [];
  const most = full ? Number.POSITIVE_INFINITY : shownNames;
  const lines = [
    ...sentences(future.gained, "gain", facts, most),
    ...sentences(future.lost, "lose", facts, most),
  ];
  const shown = lines.length === 0 ? ["they also differ in actions that AWS adds later"] : lines;
  return shown.map((line) => style.faint(wrapWords(`  ${line}`, columns, "  ")));
};

const sentences = (
  entries: readonly FutureAccess[],
  verb: "gain" | "lose",
  facts: KeyFacts,
  most: number,
): readonly string[] => {
  const groups = new Map<string, string[]>();
  for (const entry of entries) {
    const { wildcards } = entry;
    const what = wildcards.length === 0 ? "whatever AWS adds" : `what AWS adds to ${listed(wildcards, most)}`;
    groups.set(what, [...(groups.get(what) ?? []), subjectWords(entry, facts.account)]);
  }
  return [...groups].map(([what, who]) => `later, ${listWords(who, most)} will also ${verb} ${what}`);
};

const listed = (wildcards: readonly string[], most: number): string =>
  listWords(wildcards.map(escapeLine), most);
