import { isList, isRecord } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";
import type { PolicyText, ReadOnly } from "./contained.ts";
import { parsedJson } from "./json-text.ts";
import { locate, placesInString, type Step } from "./json-places.ts";

/**
 * A policy that a JSON document holds as a text (as KMS answers it), as a text within a text (as AWS Config exports it; at most twice),
 * or as an object; undefined where the value is none of that. A text that is no JSON is a policy with a fault, told by who reads it:
 * one that looks like a policy, and `always` where nothing else can stand there.
 */
export const policyIn = (
  document: string,
  value: JsonValue | undefined,
  path: readonly Step[],
  readOnly: ReadOnly,
  always = false,
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
  return isPolicyText(text) || (always && text.trim() !== "")
    ? { state: "policy", format: "json", text, placeOf, readOnly }
    : undefined;
};

const looksLikePolicy = (value: { readonly [name: string]: JsonValue }): boolean =>
  isList(value["Statement"]) || isRecord(value["Statement"]);

/** Whether a text is that of a policy, or begins as one and has a fault. */
const isPolicyText = (text: string): boolean => {
  const policy = parsedJson(text);
  return policy === undefined
    ? /^\s*\{/.test(text) && /\bStatement\b/.test(text)
    : isRecord(policy) && looksLikePolicy(policy);
};

/** Places are only looked for where something is said about them. */
const lazily = <T>(find: () => T): (() => T) => {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
};
