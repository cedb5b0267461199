import { UsageError } from "../errors.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import type { Dialect, PolicyFormat } from "../policy/syntax.ts";
import { syntaxFindings } from "./syntax-findings.ts";

/** Parses a policy text. Throws UsageError (`json-syntax`) with line and column where it is none. */
export const parsePolicy = (text: string, format: PolicyFormat, dialect?: Dialect): PolicyDocument => {
  const parsed = parsePolicyText(text, format, dialect);
  const document = documentOf(parsed);
  if (document) return document;
  const [finding] = syntaxFindings(parsed);
  const place = finding
    ? `line ${finding.line}, column ${finding.column}: ${finding.message}`
    : "it is empty";
  throw new UsageError("json-syntax", `the new policy cannot be read, ${place}`);
};
