import type { Entry } from "../questions.ts";
import type { SearchableConfig } from "./searchable-config.ts";

/** What terminals are told so that they put marks around what is pasted (xterm's "bracketed paste mode"), and no longer. */
export const pasteMarks = { on: "\u001b[?2004h", off: "\u001b[?2004l" };

/**
 * The names in a pasted text, each once: of a piece of a policy its values, of other text the words. Quotes, commas,
 * brackets and blanks around them are no part of a name; the names of JSON members are none.
 */
export const pastedNames = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[\r\n]+/)
      .flatMap(namesIn)
      .filter((name) => name !== ""),
  ),
];

const namesIn = (line: string): readonly string[] => {
  const quoted = [...line.matchAll(/(["'])([^"']*)\1\s*(:?)/g)];
  if (quoted.length > 0) return quoted.map(([, , name = "", colon]) => (colon === ":" ? "" : name.trim()));
  return line.split(/\s+/).map((word) => word.replace(/^["'`,;[\]{}()-]+|["'`,;[\]{}()]+$/g, ""));
};

/** What becomes of a list by a paste. */
export interface Pasted {
  readonly term: string;
  readonly marked: readonly Entry<unknown>[];
  readonly complaint: string | undefined;
}

/**
 * Marks whom a paste names, where several may be taken; what names nobody marks nothing and is said. A single name that is not
 * there, or that a list of which one is taken gets, is looked for as if it was typed. A paste never takes anything.
 */
export const paste = (
  config: SearchableConfig<unknown>,
  { term, marked }: Pick<Pasted, "term" | "marked">,
  text: string,
): Pasted => {
  const names = pastedNames(text);
  const [first] = names;
  if (first === undefined) return { term, marked, complaint: undefined };
  if (!config.several) return { term: first, marked, complaint: moreThanOne(names) };
  const found = names.map((name) => ({ name, entry: entryOf(config, name) }));
  const nobody = found.filter(({ entry }) => entry === undefined).map(({ name }) => name);
  if (names.length === 1 && nobody.length === 1) return { term: first, marked, complaint: undefined };
  const entries = found.flatMap(({ entry }) => entry ?? []);
  const free = entries.filter(
    (entry) => entry.taken === undefined && !marked.some(({ value }) => value === entry.value),
  );
  const complaints = [
    ...(nobody.length === 0 ? [] : [`nothing of the name ${nobody.join(", ")}`]),
    ...entries.flatMap(({ cells, taken }) => (taken === undefined ? [] : [`${cells[0] ?? ""}: ${taken}`])),
  ];
  return { term: "", marked: [...marked, ...free], complaint: complaints.join("; ") || undefined };
};

const moreThanOne = (names: readonly string[]): string | undefined =>
  names.length > 1 ? `one can be taken here; ${names.length} were pasted` : undefined;

/** The entry of exactly that name; where the list has all there are, a short name that is not in it is nobody's. */
const entryOf = ({ feed, typed }: SearchableConfig<unknown>, name: string): Entry<unknown> | undefined => {
  const all = feed.entries();
  const own = typed?.(name);
  const there = all.find(
    ({ value, cells }) =>
      value === name || cells[0] === name || value === own?.value || cells[0] === own?.cells[0],
  );
  const isComplete = feed.state() === "complete" && all.length > 0;
  return there ?? (isComplete && !name.startsWith("arn:") ? undefined : own);
};
