import { isList, isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { parsedJson } from "../json-text.ts";
import { isRow, keyRows } from "./key-rows.ts";

/**
 * Whether a text is rows of keys with their policies: JSON lines by the name of its file, a list of rows, an answer that has one, or a row
 * a line. Pure.
 */
export const looksLikeRows = (text: string, name: string): boolean => {
  if (/\.(?:jsonl|ndjson)$/i.test(name)) return true;
  if (!/^\s*[[{]/.test(text.slice(0, 1000))) return false;
  const whole = parsedJson(text);
  if (whole !== undefined) return areRows(whole);
  const [first, second] = text.split("\n", 1000).filter((line) => line.trim() !== "");
  return first !== undefined && second !== undefined && isOneRow(parsedJson(first));
};

/** Whether a value has rows in a list, one of which tells a policy. */
export const areRows = (value: JsonValue): boolean =>
  (isList(value) || (isRecord(value) && Object.values(value).some(isList))) && keyRows(value).some(isRow);

const isOneRow = (value: JsonValue | undefined): boolean =>
  value !== undefined && isRecord(value) && keyRows(value).some(isRow);
