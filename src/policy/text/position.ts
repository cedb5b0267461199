import type { JsonPath } from "../syntax.ts";

/** A place in a text as people count: line and column from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset. Line ends are LF, CRLF or a lone CR. */
export const positionAt = (text: string, offset: number): Position => {
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < offset && i < text.length; i++) {
    const character = text[i];
    if (character === "\n" || (character === "\r" && text[i + 1] !== "\n")) {
      line += 1;
      lineStart = i + 1;
    }
  }
  return { line, column: offset - lineStart + 1 };
};

/** A path as a JSON Pointer (RFC 6901): `["Statement", 0, "Action"]` is `/Statement/0/Action`. */
export const jsonPointer = (path: JsonPath): string =>
  path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The path of a JSON Pointer (RFC 6901); what is a number counts the items of a list. */
export const pointerPath = (pointer: string): JsonPath =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
