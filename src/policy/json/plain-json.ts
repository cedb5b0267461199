import { visit } from "jsonc-parser";
import type { PolicyDocument } from "../document.ts";
import { documentValue } from "../json-value.ts";
import { maximumPolicyBytes, policyBytes } from "../limits.ts";
import { beginsLine, lineEnd, lineStart } from "../text/lines.ts";
import { plainStyle } from "./plain-style.ts";
import type { Span } from "../text/text-edit.ts";
import { applyReplacements, deletion } from "../text/text-edit.ts";
import { writeJson } from "./write-json.ts";

/**
 * The text that is sent to KMS. JSON is sent as it is. From JSONC go the comments, the lines that hold nothing else,
 * commas before a closing bracket and a byte order mark. YAML, and what a template resolves, is written as JSON, on one line where it
 * would be too long.
 */
export const toPlainJson = (document: PolicyDocument): string => {
  if (document.format === "json" && !document.dialect) return document.text;
  if (document.format === "jsonc" && !document.dialect) return withoutComments(document.text);
  const value = documentValue(document);
  const lines = `${writeJson(value, { style: plainStyle, indent: "", layout: "lines" })}\n`;
  return policyBytes(lines) > maximumPolicyBytes ? JSON.stringify(value) : lines;
};

const withoutComments = (text: string): string => {
  const { comments, commas } = extrasIn(text);
  const removed = joined(text, comments).map((comment) => withItsSpace(text, comment));
  return applyReplacements(text, [...removed, ...commas].map(deletion)).replace(/^\uFEFF/, "");
};

/** Comments, and commas that nothing follows. */
const extrasIn = (text: string): { comments: readonly Span[]; commas: readonly Span[] } => {
  const comments: Span[] = [];
  const commas: Span[] = [];
  let comma: Span | undefined;
  const place = (start: number, length: number): Span => ({ start, end: start + length });
  const forget = () => (comma = undefined);
  const close = () => {
    if (comma) commas.push(comma);
    forget();
  };
  visit(text, {
    onComment: (start, length) => comments.push(place(start, length)),
    onSeparator: (character, start, length) => (comma = character === "," ? place(start, length) : undefined),
    onObjectBegin: forget,
    onArrayBegin: forget,
    onObjectProperty: forget,
    onLiteralValue: forget,
    onObjectEnd: close,
    onArrayEnd: close,
  });
  return { comments, commas };
};

/** Comments beside each other on a line, as one. */
const joined = (text: string, comments: readonly Span[]): readonly Span[] => {
  const all: Span[] = [];
  for (const comment of comments) {
    const last = all.at(-1);
    if (last && /^[ \t]*$/.test(text.slice(last.end, comment.start)))
      all.splice(-1, 1, { ...last, end: comment.end });
    else all.push(comment);
  }
  return all;
};

const withItsSpace = (text: string, { start, end }: Span): Span => {
  const last = lineEnd(text, end);
  if (text.slice(end, last).trim() !== "") return { start, end };
  if (beginsLine(text, start)) {
    return {
      start: lineStart(text, start),
      end: last + (/^\r?\n|^\r/.exec(text.slice(last, last + 2))?.[0].length ?? 0),
    };
  }
  return {
    start: start - (/[ \t]*$/.exec(text.slice(lineStart(text, start), start))?.[0].length ?? 0),
    end: last,
  };
};
