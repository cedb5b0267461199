import type { Finding, Severity } from "../check/finding.ts";
import { escapeLine } from "./escape.ts";

const levels: Record<Severity, string> = {
  error: "error",
  security: "error",
  warning: "warning",
  suggestion: "notice",
};

/**
 * Findings as GitHub Actions annotations, a line each (GitHub docs, "Workflow commands": `::error file=…,line=…,col=…::message`;
 * the percent escapes are those of actions/toolkit). What the log would show as something else is written as elsewhere: \u202e.
 * `key`: of which key of a document that has several.
 */
export const renderGithub = (path: string, findings: readonly Finding[], key?: string): string =>
  findings.map((finding) => annotation(path, finding, key)).join("");

const annotation = (path: string, finding: Finding, key: string | undefined): string => {
  const { code, severity, message, hint, line, column } = finding;
  const title = `${severity} ${code}${key === undefined ? "" : ` in ${escapeLine(key)}`}`;
  const properties = { file: path, line, col: column, title };
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(String(value))}`,
  );
  const lines = hint === undefined ? [message] : [message, `hint: ${hint}`];
  const text = lines.map(escapeLine).join("\n");
  return `::${levels[severity]} ${written.join(",")}::${escapeData(text)}\n`;
};

const escapeData = (text: string): string =>
  text.replace(/[%\p{Cc}]/gu, (character) => encodeURIComponent(character));

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
