import type { JsonValue } from "../policy/syntax.ts";

/** The value of a JSON text; undefined for another text. */
export const parsedJson = (text: string): JsonValue | undefined => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
};

/** Whether a text is a JSON object or list. */
export const isJsonText = (text: string): boolean => /^\s*[[{]/.test(text) && parsedJson(text) !== undefined;
