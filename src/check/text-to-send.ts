import { toPlainJson } from "../policy/json/plain-json.ts";
import { documentOf } from "../policy/document.ts";
import type { ParsedText } from "../policy/syntax.ts";

/** What KMS would get for this text: JSON as it is; of the other formats the JSON they stand for. */
export const textToSend = (parsed: ParsedText): string => {
  const document = parsed.format === "json" && !parsed.dialect ? undefined : documentOf(parsed);
  return document ? toPlainJson(document) : parsed.text;
};
