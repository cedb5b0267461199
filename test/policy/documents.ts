import { documentOf, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import type { JsonValue, PolicyFormat } from "../../src/policy/syntax.ts";

/** The document in a text that parses. For YAML `loadFormat` must have been awaited. */
export const documentIn = (text: string, format: PolicyFormat = "json"): PolicyDocument => {
  const parsed = parsePolicyText(text, format);
  const document = documentOf(parsed);
  if (!document) throw new Error(`no document: ${JSON.stringify(parsed.problems)} in ${text}`);
  return document;
};

/** A value as a document in compact JSON. */
export const documentFor = (value: JsonValue): PolicyDocument => documentIn(JSON.stringify(value));

/** Lines as a text with final newline. */
export const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join("");
