import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { isFolded } from "./access-diff.ts";
import { rightsWords } from "./access-words.ts";
import { wrapWords } from "./columns.ts";
import { keyNames } from "./key-names.ts";
import { riskWords } from "./risk.ts";
import type { Style } from "./style.ts";

/** A key that a principal may use, and what it may do there. */
export interface UsableKey {
  readonly label: string;
  readonly facts: KeyFacts;
  readonly access: readonly Access[];
}

/** How it is told. */
export interface WhatCanLayout {
  readonly style: Style;
  readonly columns: number;
  readonly full: boolean;
}

/** Lines before the list is cut: what fits on a screen. */
const shownLines = 20;

/** `who` and the keys that it may use, a line for all keys on which it may do the same; `looked` is how many were looked at. */
export const renderWhatCan = (
  who: string,
  keys: readonly UsableKey[],
  looked: number,
  layout: WhatCanLayout,
): string => {
  const { style, columns, full } = layout;
  const counted = `${keys.length} of ${looked} ${looked === 1 ? "key" : "keys"}`;
  if (keys.length === 0) return `${who} may use none of ${looked === 1 ? "1 key" : `${looked} keys`}\n`;
  const alike = [...groupedAlike(keys, full).entries()];
  const shown = alike.slice(0, full ? undefined : shownLines);
  const lines = shown.map(([rights, same]) => wrapWords(`${keyNames(same, full)}: ${rights}`, columns, "  "));
  const hidden = alike.length - shown.length;
  const more = hidden > 0 ? [`… and ${hidden} more; --full shows all`] : [];
  const folded = hidden === 0 && lines.some(isFolded) ? ["… --full shows all"] : [];
  return [`${who} may use ${counted}:`, ...lines, ...[...more, ...folded].map((line) => style.faint(line))]
    .map((line) => `${line}\n`)
    .join("");
};

const groupedAlike = (keys: readonly UsableKey[], full: boolean): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, string[]>();
  for (const { label, facts, access } of keys) {
    const rights = access.map((one) => lineOf(one, facts, full)).join("; ");
    groups.set(rights, [...(groups.get(rights) ?? []), label]);
  }
  return groups;
};

const lineOf = (access: Access, facts: KeyFacts, full: boolean): string => {
  const risk = riskWords(access, facts);
  const possibly = access.undecided === undefined ? "" : "possibly ";
  return `${possibly}${rightsWords(access, facts, full)}${risk === undefined ? "" : ` [${risk}]`}`;
};
