import { isList, isRecord } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";
import type { PolicyText, ReadOnly } from "./contained.ts";
import { parsedJson } from "./json-text.ts";
import { locate, placesInString, type Step } from "./json-places.ts";

/**
 * A policy that a JSON document holds as a text (as KMS answers it), as a text within a text (as AWS Config exports it; at most twice),
 * or as an object; undefined where the value is none of that.
 */
export const policyIn = (
  document: string,
  value: JsonValue | undefined,
  path: readonly Step[],
  readOnly: ReadOnly,
): PolicyText | undefined => {
  const start = lazily(() => locate(document, path)?.start ?? 0);
  if (isRecord(value)) {
    const span = lazily(() => locate(document, path) ?? { start: 0, end: 0 });
    return looksLikePolicy(value)
      ? {
          state: "policy",
          format: "json",
          text: document.slice(span().start, span().end),
          placeOf: (offset) => span().start + offset,
          readOnly,
        }
      : undefined;
  }
  if (typeof value !== "string") return undefined;
  let text = value;
  const places = lazily(() => placesInString(document, start()));
  let placeOf = (offset: number): number => places()(offset);
  for (let depth = 0; depth < 2; depth++) {
    const inner = parsedJson(text);
    if (typeof inner !== "string") break;
    const [outer, around] = [text, placeOf];
    const within = lazily(() => placesInString(outer, outer.indexOf('"')));
    placeOf = (offset) => around(within()(offset));
    text = inner;
  }
  const policy = parsedJson(text);
  return isRecord(policy) && looksLikePolicy(policy)
    ? { state: "policy", format: "json", text, placeOf, readOnly }
    : undefined;
};

const looksLikePolicy = (value: { readonly [name: string]: JsonValue }): boolean =>
  isList(value["Statement"]) || isRecord(value["Statement"]);

/** Places are only looked for where something is said about them. */
const lazily = <T>(find: () => T): (() => T) => {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
};
