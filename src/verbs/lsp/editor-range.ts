import { type Diagnostic, DiagnosticTag, type Range } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Severity } from "../../check/finding.ts";
import type { Mark, Span } from "../../language/types.ts";

/** A stretch of a document's text as the protocol has it: lines and UTF-16 columns from 0. */
export const rangeOf = (document: TextDocument, { start, end }: Span): Range => ({
  start: document.positionAt(start),
  end: document.positionAt(end),
});

/** Error, Warning, Information, as editors know them; what opens a key is an error, as in SARIF. */
const severities: Record<Severity, 1 | 2 | 3> = { error: 1, security: 1, warning: 2, suggestion: 3 };

/** A finding as the protocol has it. */
export const diagnosticOf = (document: TextDocument, mark: Mark): Diagnostic => ({
  range: rangeOf(document, mark.span),
  severity: severities[mark.severity],
  ...{ code: mark.code, source: "kmspol", message: mark.message },
  data: { code: mark.code, path: mark.path, selector: mark.selector },
  ...(isOfNoUse(mark.code) && { tags: [DiagnosticTag.Unnecessary] }),
});

/** What may go without a change of access: editors show it faint. */
const isOfNoUse = (code: string): boolean => code.startsWith("redundant-");
