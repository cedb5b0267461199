import type { JsonValue } from "../../policy/syntax.ts";

/** A line of a stream, as far as rows need it. */
interface Line {
  /** From 1. */
  readonly number: number;
  readonly text?: string;
  /** Why it has no text. */
  readonly fault?: string;
  /** Whether a line end follows: the last one may be cut. */
  readonly ends: boolean;
}

/** A JSON value of a stream and the line that it begins in, or why there is none. */
export type StreamValue = { readonly line: number } & (
  { readonly value: JsonValue } | { readonly fault: string }
);

/** The most that a document of several lines may have: as for every JSON document. */
const largest = 64 * 1024 * 1024;

/**
 * The JSON values of a stream of lines: one a line, or a document over several lines as the AWS CLI prints it, from a line that is only
 * an opening bracket to the closing one at the line's begin. What is broken is told, and ends at its line. Pure.
 */
export async function* jsonValues(lines: AsyncIterable<Line>): AsyncGenerator<StreamValue> {
  let open: { line: number; closing: string; parts: string[]; length: number } | undefined;
  for await (const { number, text, fault, ends } of lines) {
    if (text === undefined) {
      yield { line: number, fault: fault ?? "it cannot be read" };
    } else if (open) {
      open.length += text.length;
      if (open.length > largest) open.parts = [];
      else open.parts.push(text);
      if (text.trimEnd() !== open.closing) continue;
      yield open.length > largest
        ? tooLarge(open.line)
        : { line: open.line, ...parsed(open.parts.join("\n")) };
      open = undefined;
    } else if (/^[{[]\s*$/.test(text)) {
      open = { line: number, closing: text.startsWith("{") ? "}" : "]", parts: [text], length: 0 };
    } else if (text.trim() !== "") {
      yield { line: number, ...parsed(text, !ends) };
    }
  }
  if (open) yield { line: open.line, fault: "the document that begins here is cut: its end is missing" };
}

const tooLarge = (line: number): StreamValue => ({
  line,
  fault:
    "the document that begins here is larger than 64 MiB; make lines of it, with jq -c '.[]' or the like",
});

const parsed = (text: string, isLast = false): { value: JsonValue } | { fault: string } => {
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch {
    // What JSON.parse says quotes the text, and differs from Node to Node.
    return { fault: isLast ? "it is cut: the stream ends in the middle of it" : "it is no JSON" };
  }
};
