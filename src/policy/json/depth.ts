import { createScanner } from "jsonc-parser";
import { maximumDepth, maximumInputLength } from "../limits.ts";
import type { SyntaxProblem } from "../syntax.ts";

const step: Record<string, number> = { "{": 1, "[": 1, "}": -1, "]": -1 };

/** A text too long or too deeply nested to hand to a recursive parser; else undefined. */
export const depthProblem = (text: string): SyntaxProblem | undefined => {
  if (text.length > maximumInputLength) {
    return { message: `longer than ${maximumInputLength} characters`, start: 0, end: 1 };
  }
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const start = scanner.getTokenOffset();
    depth += step[text.charAt(start)] ?? 0;
    if (depth > maximumDepth) {
      return { message: `nested deeper than ${maximumDepth} levels`, start, end: start + 1 };
    }
  }
  return undefined;
};
