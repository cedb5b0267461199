import { isList, isRecord } from "../../policy/json-value.ts";
import { isPartitionOpen } from "../../policy/open-partition.ts";
import { asUsualPartition, opaqueAccount, opaquePrincipal, symbolText } from "../../policy/symbols.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import type { Place } from "./syntax.ts";

/** What only Terraform knows: a name for it, and why. */
export interface Open {
  readonly open: string;
  readonly why: string;
}

export interface Known {
  readonly value: JsonValue;
  /** A set: a list without order, whose items are their own keys. */
  readonly isSet?: boolean;
}

export type Value = Known | Open;

/** An open value keeps its name within a mark, so that its place can decide what it stands for. */
export const openMark = "\u0000open:";

/** A value as JSON; what is open as a text that carries why. */
export const asValue = (given: Value): JsonValue =>
  "value" in given ? given.value : `${openMark}${JSON.stringify([given.open, given.why])}`;

/** What is open in a list and may be any number of its items, none too. */
export const asMany = ({ open, why }: Open): JsonValue => `${openMark}${JSON.stringify([open, why, "many"])}`;

/** The name within a mark, and why it is open. */
export const markedName = (marked: string): readonly [name: string, why: string] => {
  const [name, why] = JSON.parse(marked.slice(openMark.length)) as [string, string];
  return [name, why];
};

/** Whether something within a value is open. */
export const hasOpen = (value: JsonValue): boolean =>
  JSON.stringify(value).includes(JSON.stringify(openMark).slice(1, -1));

/** Whether a part of a value is open. */
export const isMark = (value: JsonValue | undefined): value is string =>
  typeof value === "string" && value.startsWith(openMark);

/** Whether it stands for any number of items of its list. */
export const isMany = (value: JsonValue): boolean => isMark(value) && value.endsWith(',"many"]');

/** A part of a value: open where it is a mark. */
export const fromPart = (value: JsonValue): Value => {
  if (!isMark(value)) return { value };
  const [open, why] = markedName(value);
  return { open, why };
};

/** Whether nothing open is part of a value, neither the account and the like that only the deployment knows. */
export const isCertain = (value: JsonValue): boolean => {
  const text = JSON.stringify(value);
  return !/open:|kmspol-later-|\b99\d{10}\b/.test(text) && !isPartitionOpen(text);
};

/** The policy with symbols for what is open: a principal by its place, else a text. */
export const withSymbols = (value: JsonValue, isPrincipal = false): JsonValue => {
  if (typeof value === "string") {
    if (!value.startsWith(openMark)) return asUsualPartition(value);
    const [name, why] = markedName(value);
    return isPrincipal ? opaquePrincipal(name, why) : symbolText(name);
  }
  if (isList(value)) return value.flatMap((item) => flat(withSymbols(item, isPrincipal)));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      withSymbols(item, isPrincipal || /^(?:Not)?Principal$/.test(name)),
    ]),
  );
};

/** A list as it is, anything else as a list of one. */
export const flat = (value: JsonValue): readonly JsonValue[] => (isList(value) ? value : [value]);

/** A value within a text, behind what stands before it there; what is open is an account where an ARN has one. */
export const partOf = (given: Value, before: string): string => {
  if ("value" in given) {
    const known = typeof given.value === "object" ? withSymbols(given.value) : given.value;
    return typeof known === "object" ? JSON.stringify(known) : String(known);
  }
  return /(?:^|[^:])arn:[^:]*:[^:]*:[^:]*:$/.test(`-${before}`)
    ? opaqueAccount(given.open, given.why)
    : symbolText(given.open);
};

/** Why what Terraform computes is open. */
export const applied = "known only when Terraform applies it";

/** The value of a JSON text; undefined for any other. */
export const parsed = (text: string): JsonValue | undefined => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
};

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", '"': '"', "\\": "\\" };

/** A stretch of a string or heredoc as it is meant: `$${` is a dollar and a brace that stay, for IAM to resolve. */
export const literalText = (source: string, isQuoted: boolean): string =>
  source.replace(
    /\$\$\{|%%\{|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\([^])/g,
    (whole, short: string | undefined, long: string | undefined, letter: string | undefined) => {
      if (whole.endsWith("{") && letter === undefined) return whole.slice(1);
      if (!isQuoted) return whole;
      const code = Number.parseInt(short ?? long ?? "", 16);
      if (Number.isInteger(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      return letter !== undefined && Object.hasOwn(escapes, letter) ? (escapes[letter] ?? whole) : whole;
    },
  );

const longestName = 60;

/** The source of what Terraform works out, on one line, to be told; one that is long ends in `…`. */
export const short = (text: string, { start, end }: Place): string => {
  const whole = text.slice(start, Math.min(end, start + 4 * longestName)).replace(/\s+/g, " ");
  if (whole.length <= longestName && end <= start + 4 * longestName) return whole;
  const kept = whole
    .slice(0, longestName - 1)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd();
  return `${kept}…`;
};

/** The whole source of what Terraform works out, as the name that it is told by: white space outside of its texts says nothing. */
export const nameOf = (text: string, { start, end }: Place): string =>
  text
    .slice(start, end)
    .replace(/"(?:[^"\\]|\\[^])*"|\s+/g, (found) => (found.startsWith('"') ? found : " "));

/** `a.b["c"][0].d` by its steps. */
export const stepsOf = (path: string): readonly string[] =>
  [...path.matchAll(/\[\s*"([^"]*)"\s*\]|\[([^\]]*)\]|([^.[\]\s]+)/g)].map(
    ([, quoted, index, word]) => quoted ?? index?.trim() ?? word ?? "",
  );

/** The member or item of a value; undefined where there is none, or where what is open before it may be any number of items. */
export const partAt = (value: JsonValue, step: string): JsonValue | undefined => {
  if (isRecord(value)) return Object.hasOwn(value, step) ? value[step] : undefined;
  if (!isList(value) || !/^\d+$/.test(step)) return undefined;
  const index = Number(step);
  return value.slice(0, index + 1).some(isMany) ? undefined : value[index];
};

/** The value that some steps lead to; undefined where there is none. */
export const stepInto = (value: JsonValue, steps: readonly string[]): JsonValue | undefined =>
  steps.reduce<JsonValue | undefined>((at, step) => (at === undefined ? undefined : partAt(at, step)), value);
