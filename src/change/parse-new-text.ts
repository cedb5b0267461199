import { UsageError } from "../errors.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import type { Dialect, ParsedText, PolicyFormat } from "../policy/syntax.ts";
import { syntaxFindings } from "./syntax-findings.ts";

/** A text that parsed, both ways in which it is needed. */
export interface ParsedPolicy {
  readonly parsed: ParsedText;
  readonly document: PolicyDocument;
}

/** Parses a policy text. Throws UsageError (`json-syntax`) with line and column where it is none. */
export const parsePolicy = (text: string, format: PolicyFormat, dialect?: Dialect): ParsedPolicy => {
  const parsed = parsePolicyText(text, format, dialect);
  const document = documentOf(parsed);
  if (document) return { parsed, document };
  const [finding] = syntaxFindings(parsed);
  const place = finding
    ? `line ${finding.line}, column ${finding.column}: ${finding.message}`
    : "it is empty";
  throw new UsageError("json-syntax", `the new policy cannot be read, ${place}`);
};
