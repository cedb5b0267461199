import { isList } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { textIn } from "./primitives.ts";
import { asMany, fromPart, isCertain, isMany, isMark, type Value } from "./values.ts";

/**
 * What a function gives for values in which parts may be open, as marks; undefined where that is not known. `given` are the same before
 * they became marks.
 */
export type KnownFunction = (values: readonly JsonValue[], given: readonly Value[]) => Value | undefined;

/** A function that needs the whole of all that it is given. */
export const certainly =
  (work: (...values: readonly JsonValue[]) => JsonValue | undefined): KnownFunction =>
  (values) => {
    const value = values.every(isCertain) ? work(...values) : undefined;
    return value === undefined ? undefined : { value };
  };

/** The same of a function of texts; numbers and truth values are taken as texts (Terraform, "Type Conversion"). */
export const ofTexts = (
  work: (first: string, second: string, third: string) => JsonValue | undefined,
): KnownFunction =>
  certainly((...values) => {
    const [first, second = "", third = ""] = values.map(textIn);
    return first === undefined || values.some((value) => textIn(value) === undefined)
      ? undefined
      : work(first, second, third);
  });

/** The items of a list of which it is known how many there are, and in which order; undefined for anything else. */
export const counted = (value: JsonValue | undefined): readonly JsonValue[] | undefined =>
  value !== undefined && isList(value) && !value.some(isMany) ? value : undefined;

/** What is open in a list that keeps some of its items alone, or takes lists apart, may be any number of them. */
export const withMany = (items: readonly JsonValue[]): readonly JsonValue[] =>
  items.map((item) => {
    const part = isMark(item) ? fromPart(item) : undefined;
    return part && "open" in part ? asMany(part) : item;
  });
