import { withFile } from "../shell/shell-word.ts";
import { withoutText } from "../container/fault-words.ts";
import { meantAsPolicy } from "../container/meant-as-policy.ts";
import { placeholderAt } from "../container/placeholder-signs.ts";
import { type NotAPolicy, notAPolicy, pieceOfTemplate } from "../container/not-a-policy.ts";
import { UsageError } from "../errors.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import { lineOfText, positionAt } from "../policy/text/position.ts";
import type { Dialect, ParsedText, PolicyFormat, SyntaxProblem } from "../policy/syntax.ts";
import { plainStyle } from "../render/style.ts";
import { renderSource } from "../render/findings.ts";

/** The format that a path's suffix says; JSON where it says nothing. */
export const formatOfPath = (path: string): PolicyFormat => {
  if (/\.ya?ml$/i.test(path)) return "yaml";
  return /\.jsonc$/i.test(path) ? "jsonc" : "json";
};

/** The format of a text without a name: JSON begins with a bracket, JSON with comments with one of those. */
export const formatOfText = (text: string): PolicyFormat => {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (/^(?:\/\/|\/\*)/.test(start)) return "jsonc";
  return /^[[{"]/.test(start) || start === "" ? "json" : "yaml";
};

/**
 * Refuses what was never meant as a key policy: nobody is to read "nobody has access" of it, and no verb writes into it. Throws
 * UsageError (`no-key-policy`, `binary-plan`) that says what it seems to be. `isWhole`: it is all of its document.
 */
export const requirePolicy = (parsed: ParsedText, where: string, isWhole = true): void => {
  const other = notAPolicy(parsed, where) ?? (isWhole ? pieceOfTemplate(parsed) : undefined);
  if (other) throw noPolicyIn(where, other);
};

/** That there is something else in the place of a policy. */
export const noPolicyIn = (where: string, { code, seems, hint }: NotAPolicy): UsageError =>
  new UsageError(code, `${where} holds no key policy: it is ${seems}`, { hint: withFile(hint, where) });

/** The document in which a policy stands, and where its places are there. */
export interface Around {
  readonly text: string;
  readonly placeOf: (offset: number) => number;
  /** Where a part stands, by its JSON Pointer, of a policy that is worked out. */
  readonly placeAt?: ((pointer: string) => number | undefined) | undefined;
}

/**
 * The line of the document, where the policy's letters stand in it as they are, or what they are worked out of does; within a string
 * that escapes them its own line.
 */
const linesIn =
  ({ text, statements }: PolicyDocument, around: Around) =>
  (offset: number): number => {
    const index = statements.findIndex(({ start }) => start === offset);
    const source = around.placeAt?.(`/Statement/${index}`);
    if (source !== undefined) return positionAt(around.text, source).line;
    const at = around.placeOf(offset);
    // As far as the next line: its indentation is the document's.
    const shown = /^[^\r\n]{0,12}[\r\n]?/.exec(text.slice(offset, offset + 13))?.[0] ?? "";
    return around.text.startsWith(shown, at)
      ? positionAt(around.text, at).line
      : positionAt(text, offset).line;
  };

/**
 * Parses a policy, or throws UsageError: `json-syntax` with line and column, and the line itself with a caret where it is one of a
 * policy; `policy-unknown` where that is told when it is filled in; `no-key-policy` for another document.
 */
export const parseDocument = (
  text: string,
  format: PolicyFormat,
  where: string,
  dialect?: Dialect,
  around?: Around,
): PolicyDocument => {
  const parsed = parsePolicyText(text, format, dialect);
  requirePolicy(parsed, where, !dialect && !around);
  const document = documentOf(parsed);
  if (!document || parsed.problems.length > 0) throw faultOf(parsed, where, around);
  return around ? { ...document, lineAt: linesIn(document, around) } : document;
};

/**
 * Refuses a file's text that is no policy and was never meant as one, for whoever gives it out as it is: it may hold what is secret.
 * A policy with a fault passes. Throws UsageError as `parseDocument`.
 */
export const requireMeant = (text: string, format: PolicyFormat, where: string): void => {
  const parsed = parsePolicyText(text, format);
  requirePolicy(parsed, where, false);
  if (parsed.problems.length > 0 && !meantAsPolicy(text)) throw faultOf(parsed, where);
};

const noObject: SyntaxProblem = { message: "a policy is an object in braces { }", start: 0, end: 0 };

const faultOf = (parsed: ParsedText, where: string, around?: Around): UsageError => {
  const { text, format, dialect } = parsed;
  const problem: SyntaxProblem = parsed.problems[0] ?? noObject;
  const own = positionAt(text, problem.start);
  const { line, column } = around ? positionAt(around.text, around.placeOf(problem.start)) : own;
  const isPolicy = around !== undefined || dialect !== undefined || meantAsPolicy(text);
  const source = renderSource(lineOfText(text, own.line), line, own.column, 80, plainStyle).join("\n");
  const name = format === "yaml" ? "YAML" : "JSON";
  const told = isPolicy ? `${problem.message}\n${source}` : withoutText(problem.message);
  if (problem.isOpen) {
    const hint = "--set NAME=VALUE or --parameters FILE tells it";
    return new UsageError("policy-unknown", `${where}, line ${line}, column ${column}: ${told}`, { hint });
  }
  const isTemplate = placeholderAt(text, problem.start) !== undefined;
  const hint = isTemplate
    ? "it looks like a template: fill it in first, and name the result"
    : "correct it there, and run the command again";
  return new UsageError("json-syntax", `${where} is no ${name} at line ${line}, column ${column}: ${told}`, {
    hint,
  });
};
