import type { DescribedKey, KeySummary } from "../ports.ts";
import { type LastUse, lastUseWords } from "./last-use.ts";

interface Column {
  readonly head: string;
  /** Undefined where it is not known. */
  readonly cell: (key: ListedKey) => string | undefined;
}

const described = (head: string, of: (key: DescribedKey) => string): Column => ({
  head,
  cell: (key) => key.described && of(key.described),
});

const summary = (head: string, of: (key: KeySummary) => string): Column => ({
  head,
  cell: (key) => of(key.summary),
});

const aliasWords = ({ aliases: [first, ...others] }: KeySummary): string => {
  if (first === undefined) return "-";
  return first + (others.length > 0 ? ` (+${others.length})` : "");
};

/** Day of a moment in ISO 8601; `-` where there is none. */
const day = (moment: string | undefined): string => moment?.slice(0, 10) ?? "-";

/** What a list of keys can show of each, by the name that people type. */
export const keyColumns = {
  alias: summary("ALIAS", aliasWords),
  aliases: summary("ALIASES", ({ aliases }) => aliases.join(" ") || "-"),
  key: summary("KEY", ({ id }) => id),
  arn: summary("ARN", ({ arn }) => arn),
  state: described("STATE", ({ target }) => target.state),
  spec: described("SPEC", ({ target }) => target.spec),
  usage: described("USAGE", ({ target }) => target.usage),
  manager: described("MANAGER", ({ target }) => target.manager),
  origin: described("ORIGIN", ({ facts }) => facts.origin ?? "-"),
  regions: described("REGIONS", ({ target }) => (target.multiRegion ? "multi" : "one")),
  created: described("CREATED", ({ created }) => day(created)),
  deletion: described("DELETION", ({ deletion }) => day(deletion)),
  "last-use": { head: "LAST USE", cell: ({ use }) => use && lastUseWords(use) },
  description: described("DESCRIPTION", ({ description }) => description || "-"),
} as const satisfies Readonly<Record<string, Column>>;

/** A column of the list of keys. */
export type KeyColumn = keyof typeof keyColumns;

/** Whether a word names a column. */
export const isKeyColumn = (word: string): word is KeyColumn => Object.hasOwn(keyColumns, word);
/** A key of a list; without `described` one that may not be described. */

export interface ListedKey {
  readonly summary: KeySummary;
  readonly described?: DescribedKey;
  /** Where it was asked for. */
  readonly use?: LastUse;
}
