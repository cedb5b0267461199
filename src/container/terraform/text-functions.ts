import { isList } from "../../policy/json-value.ts";
import { hasSymbol } from "../../policy/symbols.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { numberIn, textIn, truthIn } from "./primitives.ts";
import { longestText } from "./budget.ts";
import { certainly, counted, ofTexts, type KnownFunction } from "./known-function.ts";
import { flat, fromPart, isMark, parsed, partOf, type Value } from "./values.ts";

/** Functions of texts. */
export const textFunctions: Readonly<Record<string, KnownFunction>> = {
  format: ([pattern, ...items]) =>
    typeof pattern === "string" ? texted(formatted(pattern, items)) : undefined,
  formatlist: ([pattern, ...items]) =>
    typeof pattern === "string" ? formattedList(pattern, items) : undefined,
  join: ([separator, ...lists]) =>
    typeof separator === "string" && lists.every(isList)
      ? texted(
          lists
            .flatMap(flat)
            .reduce<string | undefined>(
              (text, item, index) => joined(text, item, index > 0 ? separator : ""),
              "",
            ),
        )
      : undefined,
  lower: ([text]) => cased(text, (letters) => letters.toLowerCase()),
  upper: ([text]) => cased(text, (letters) => letters.toUpperCase()),
  tostring: ([value]) => texted(textIn(value)),
  jsondecode: ([text]) => {
    const value = typeof text === "string" ? parsed(text) : undefined;
    return value === undefined ? undefined : { value };
  },
  split: ofTexts((separator, text) => (text === "" && separator !== "" ? [""] : text.split(separator))),
  // Between slashes stands a pattern.
  replace: ofTexts((text, part, by) =>
    /^\/.*\/$/s.test(part) || text.split(part).length * by.length > longestText
      ? undefined
      : text.replaceAll(part, () => by),
  ),
  trimspace: ofTexts((text) => text.trim()),
  chomp: ofTexts((text) => text.replace(/[\r\n]+$/, "")),
  trimprefix: ofTexts((text, part) => (text.startsWith(part) ? text.slice(part.length) : text)),
  trimsuffix: ofTexts((text, part) =>
    text.endsWith(part) ? text.slice(0, text.length - part.length) : text,
  ),
  startswith: ofTexts((text, part) => text.startsWith(part)),
  endswith: ofTexts((text, part) => text.endsWith(part)),
  strcontains: ofTexts((text, part) => text.includes(part)),
  substr: ofTexts((text, from, length) => {
    const [start, most] = [Number(from), Number(length)];
    // Behind the letters of ASCII a letter may be more than one.
    if (!/^[\0-\x7f]*$/.test(text) || start < 0) return undefined;
    return text.slice(start, most < 0 ? undefined : start + most);
  }),
  tonumber: certainly(numberIn),
  tobool: certainly((value) => truthIn(value)),
};

const texted = (value: string | undefined): Value | undefined =>
  value === undefined ? undefined : { value };

const joined = (before: string | undefined, item: JsonValue, separator: string): string | undefined => {
  if (before === undefined || before.length > longestText) return undefined;
  const text = before + separator;
  return text + partOf(fromPart(item), text);
};

const cased = (value: JsonValue | undefined, change: (letters: string) => string): Value | undefined => {
  const text = textIn(value);
  return text === undefined || hasSymbol(text) || isMark(text) ? undefined : { value: change(text) };
};

/** Verbs with a width or a precision say more than is worked out here (Terraform, "format"). */
const formatted = (pattern: string, items: readonly JsonValue[]): string | undefined => {
  const verbs = pattern.replaceAll("%%", "").match(/%[^%]?/g) ?? [];
  if (verbs.length !== items.length || verbs.some((verb) => !/^%[sdv]$/.test(verb))) return undefined;
  if (items.some((item, index) => verbs[index] === "%v" && !isShort(item))) return undefined;
  let next = 0;
  return pattern
    .split(/(%[sdv%])/)
    .reduce(
      (text, part) =>
        part === "%%"
          ? `${text}%`
          : /^%[sdv]$/.test(part)
            ? text + partOf(fromPart(items[next++] ?? ""), text)
            : text + part,
      "",
    );
};

/** Numbers that `%v` writes out; others it writes with an exponent. */
const isShort = (item: JsonValue): boolean =>
  typeof item !== "number" || (Number.isInteger(item) && Math.abs(item) < 1e6);

/** One text for each item of the lists; what is no list is the same in each. */
const formattedList = (pattern: string, items: readonly JsonValue[]): Value | undefined => {
  const lists = items.map((item) => (isList(item) ? counted(item) : "same"));
  const lengths = lists.flatMap((list) => (list === undefined || list === "same" ? [] : [list.length]));
  const [length = 1] = lengths;
  if (length * pattern.length > longestText) return undefined;
  if (lists.includes(undefined) || lengths.some((other) => other !== length)) return undefined;
  const texts = Array.from({ length }, (_, index) =>
    formatted(
      pattern,
      items.map((item) => (isList(item) ? (item[index] ?? "") : item)),
    ),
  );
  return texts.every((text) => text !== undefined) ? { value: texts } : undefined;
};
