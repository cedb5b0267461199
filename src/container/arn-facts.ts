import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonValue } from "../policy/syntax.ts";

/** What a key's ARN tells of it. */
export const arnFacts = (arn: JsonValue | undefined): KeyFacts => {
  if (typeof arn !== "string") return {};
  const [, partition, region, account] = /^arn:([a-z0-9-]+):kms:([a-z0-9-]+):(\d{12}):key\//.exec(arn) ?? [];
  return account === undefined ? {} : { arn, partition, region, account };
};

/** The facts that are known, each from the first that knows it. */
export const joinFacts = (...all: readonly KeyFacts[]): KeyFacts =>
  Object.assign(
    {},
    ...[...all]
      .reverse()
      .map((facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))),
  ) as KeyFacts;

/** A value that is a text, and not an empty one. */
export const textIn = (value: JsonValue | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** A value as a word: what is no text, number or boolean has none. */
export const wordOf = (value: JsonValue | undefined): string =>
  typeof value === "object" || value === undefined ? "" : String(value);
