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
 */
export const renderGithub = (path: string, findings: readonly Finding[]): string =>
  findings.map((finding) => annotation(path, finding)).join("");

const annotation = (path: string, { code, severity, message, hint, line, column }: Finding): string => {
  const properties = { file: path, line, col: column, title: `${severity} ${code}` };
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
