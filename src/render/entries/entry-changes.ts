import { documentValue } from "../../policy/json-value.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { wrapWords } from "../columns.ts";
import { escapeLine } from "../escape.ts";
import type { Style } from "../style.ts";
import { flatten, sidOf } from "./flatten.ts";
import { type Pair, pairStatements } from "./pair.ts";

interface Layout {
  readonly style: Style;
  readonly columns: number;
}

/** What one list of a statement gains and loses, and how much of it stays. */
interface ListChange {
  readonly path: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly stay: number;
}

/** Entries of one list that are shown before the rest is counted. */
const shownEntries = 12;

/**
 * What changes in a policy, list by list under the name of its statement, each value whole; the order of statements and entries does not
 * count. Undefined where something else changes, too, or nothing but order: then only the text tells.
 */
export const renderEntryChanges = (
  before: PolicyDocument,
  after: PolicyDocument,
  layout: Layout,
): readonly string[] | undefined => {
  const [was, is] = [partsOf(before), partsOf(after)];
  if (was.rest !== is.rest) return undefined;
  const changes = pairStatements(was.statements, is.statements)
    .map((pair) => ({ pair, lists: listChanges(pair) }))
    .filter(({ pair, lists }) => lists.length > 0 || isRenamed(pair));
  if (changes.length === 0) return undefined;
  const told = new Map<string, number>();
  return changes.flatMap(({ pair, lists }) => {
    // KMS shuffles the lists of each statement by themselves.
    const key = JSON.stringify(
      lists.map(({ path, added, removed }) => [path, [...added].sort(), [...removed].sort()]),
    );
    const like = told.get(key);
    if (like === undefined) told.set(key, pair.number);
    return statementLines(pair, lists, like, layout);
  });
};

const partsOf = (document: PolicyDocument) => {
  const value = documentValue(document);
  const { Statement: statement = [], ...rest } = value as { readonly [name: string]: JsonValue };
  return {
    rest: JSON.stringify(Object.entries(rest).sort()),
    statements: Array.isArray(statement) ? statement : [statement],
  };
};

const isRenamed = ({ before, after }: Pair): boolean =>
  before !== undefined && after !== undefined && sidOf(before) !== sidOf(after);

const listChanges = ({ before, after }: Pair): readonly ListChange[] => {
  const [was, is] = [flatten(before ?? {}), flatten(after ?? {})];
  return [...new Set([...is.keys(), ...was.keys()])]
    .filter((path) => path !== "")
    .map((path) => listChange(path, was.get(path) ?? [], is.get(path) ?? []))
    .filter(({ added, removed }) => added.length + removed.length > 0);
};

const listChange = (path: string, was: readonly string[], is: readonly string[]): ListChange => ({
  path,
  added: without(is, was),
  removed: without(was, is),
  stay: is.length - without(is, was).length,
});

/** An entry that stands there twice is there twice. */
const without = (list: readonly string[], taken: readonly string[]): readonly string[] => {
  const left = [...taken];
  return list.filter((entry) => {
    const at = left.indexOf(entry);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
};

const statementLines = (
  pair: Pair,
  lists: readonly ListChange[],
  like: number | undefined,
  { style, columns }: Layout,
): readonly string[] => {
  const sid = sidOf(pair.after ?? pair.before ?? {});
  const name = `statement ${pair.number}${sid === undefined ? "" : ` "${escapeLine(sid)}"`}`;
  const [sign, mark] =
    pair.before === undefined
      ? ["+ ", style.added]
      : pair.after === undefined
        ? ["- ", style.removed]
        : ["", style.strong];
  const what = sign === "" ? "" : sign === "+ " ? " (new)" : " (taken out)";
  const told = (more: string) => mark(wrapWords(`  ${sign}${name}${what}${more}`, columns, "    "));
  const old = isRenamed(pair) ? sidOf(pair.before ?? {}) : undefined;
  const renamed = isRenamed(pair) ? [style.removed(`    - Sid ${old === undefined ? "none" : `"${escapeLine(old)}"`}`)] : []; // prettier-ignore
  if (like !== undefined) return [told(` (the same as in statement ${like})`), ...renamed];
  return [told(""), ...renamed, ...lists.flatMap((list) => listLines(list, sign === "", { style, columns }))];
};

const listLines = (
  { path, added, removed, stay }: ListChange,
  isOld: boolean,
  { style, columns }: Layout,
): readonly string[] => {
  const rest = isOld && stay > 0 ? style.faint(` (${stay} more ${stay === 1 ? "stays" : "stay"})`) : "";
  return [
    wrapWords(`    ${escapeLine(path)}${rest}`, columns, "      "),
    ...entryLines("+", added, style.added, style.faint),
    ...entryLines("-", removed, style.removed, style.faint),
  ];
};

/** Each entry whole, on a line of its own. */
const entryLines = (
  sign: string,
  entries: readonly string[],
  mark: (text: string) => string,
  faint: (text: string) => string,
): readonly string[] => {
  const shown = entries.slice(0, shownEntries).map((entry) => mark(`      ${sign} ${escapeLine(entry)}`));
  const hidden = entries.length - shown.length;
  return hidden === 0 ? shown : [...shown, faint(`      … and ${hidden} more; the full diff shows all`)];
};
