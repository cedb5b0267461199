import type { ParsedText, SyntaxProblem } from "../../../policy/syntax.ts";
import { textRule, type Draft } from "../../rule.ts";

const typographic = /[\u00A0\u2013\u2014\u2018-\u201F\u2026\uFEFF]/;

/** KMS answers such a text with MalformedPolicyDocumentException, at times without a word (API reference; field reports). */
export const jsonSyntax = textRule({
  code: "json-syntax",
  severity: "error",
  title: "The text is no JSON object",
  page: () => ({
    trigger:
      "The text is not JSON: a comma too many or missing, a comment, a byte order mark; or it is no object.",
    why: "KMS answers MalformedPolicyDocumentException, sometimes with an empty message and never with a place.",
    fix: "Correct the text at the line and column given. A policy with comments can live in a .jsonc file: they are left out on the way to KMS.",
    example: '{ "Version": "2012-10-17", }  =>  { "Version": "2012-10-17", "Statement": [ … ] }',
  }),
  rejectedByKms: true,
  run: (parsed) => {
    const [problem] = parsed.problems;
    if (problem) return [broken(parsed, problem)];
    if (parsed.root?.kind === "object") return [];
    const at = { start: parsed.root?.start ?? 0, path: [] };
    const message = `a policy is an object { … }, and this is ${nameOf(parsed.root?.kind)}`;
    return [{ at, message, hint: 'begin with { "Version": "2012-10-17", "Statement": [ … ] }' }];
  },
});

const nameOf = (kind: string | undefined): string => {
  if (kind === undefined) return "nothing";
  return kind === "array" ? "a list" : `a ${kind}`;
};

// What follows the first problem is mostly its echo, so only the first is told.
const broken = (parsed: ParsedText, problem: SyntaxProblem): Draft => ({
  at: { start: problem.start, path: [] },
  message: problem.message,
  hint: hintFor(parsed, problem),
});

const hintFor = ({ text }: ParsedText, { start }: SyntaxProblem): string | undefined => {
  if (text.trim() === "") return 'begin with { "Version": "2012-10-17", "Statement": [ … ] }';
  const character = text.charAt(start);
  if (character === "\uFEFF") return "remove the byte order mark at the beginning";
  if (typographic.test(character)) return "replace the typographic character by a plain one";
  if (text.startsWith("//", start) || text.startsWith("/*", start))
    return "KMS takes no comments: remove it, or keep the policy in a .jsonc file";
  if (character === ",") return "remove it";
  return undefined;
};
