import { accountOfWord } from "../../access/principal-word.ts";
import { rankAccess } from "../../access/rank-access.ts";
import type { Access } from "../../access/types.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { whyOpaque } from "../../policy/symbols.ts";
import { kindOf } from "../access-groups.ts";
import { exceptWords, subjectWords } from "../principal-words.ts";
import type { Answer } from "../signs.ts";
import { bySubject } from "../by-subject.ts";
import { remarkOf } from "./remark.ts";
import { answersOf, extentsFor, type Purpose, purposes } from "./uses.ts";

/** How a row stands out: it opens the key to anyone; it reaches beyond the account, or is not certain; or neither. */
export type Tone = "open" | "outside" | "plain";

/** One row of the matrix: everybody of whom the very same is told. */
export interface MatrixRow {
  /** Escaped, the one that is named in the row first. */
  readonly names: readonly [string, ...string[]];
  readonly answers: Readonly<Record<Purpose, Answer>>;
  /** What the signs leave open; empty where they say all. */
  readonly remark: string;
  readonly tone: Tone;
}

/** Who may do what as rows, the riskiest first, equal ones folded into one. Pure. */
export const matrixRows = (access: readonly Access[], facts: KeyFacts): readonly MatrixRow[] => {
  const extents = extentsFor(facts);
  const rows = bySubject(rankAccess(access, facts.account)).map((entries) => ({
    kind: kindOf(entries[0]),
    row: {
      names: [nameOf(entries[0], facts.account)] as const,
      answers: answersOf(entries, extents),
      remark: remarkOf(entries, facts, extents),
      tone: toneOf(entries, facts),
    },
  }));
  return folded(rows);
};

const folded = (
  rows: readonly { readonly kind: string; readonly row: MatrixRow }[],
): readonly MatrixRow[] => {
  const groups = new Map<string, MatrixRow>();
  for (const { kind, row } of rows) {
    const key = JSON.stringify([kind, purposes.map((purpose) => row.answers[purpose]), row.remark, row.tone]);
    const group = groups.get(key);
    groups.set(key, group ? { ...group, names: [...group.names, ...row.names] } : row);
  }
  return [...groups.values()];
};

const nameOf = (access: Access, account: string | undefined): string =>
  access.principal === "anyone" ? `anyone (*)${exceptWords(access.except)}` : subjectWords(access, account);

const toneOf = (entries: readonly Access[], { account }: KeyFacts): Tone => {
  const [first] = entries;
  if (!first) return "plain";
  const isOpaque = whyOpaque(first.principal) !== undefined;
  const isAnyone = first.principal === "anyone" || first.principal === "service:any";
  if (isAnyone && entries.some(({ when }) => when.some((all) => all.length === 0))) return "open";
  const owner = accountOfWord(first.principal);
  const isForeign = account !== undefined && owner !== undefined && owner !== account;
  return isAnyone || isForeign || isOpaque ? "outside" : "plain";
};
