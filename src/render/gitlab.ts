import type { Finding, Severity } from "../check/finding.ts";
import { escapeLine } from "./escape.ts";

/** What was checked, and its findings. */
export interface GitlabSubject {
  /** A file's path, relative to the repository, or a key's ARN. */
  readonly path: string;
  /** Which key of a document that has several policies. */
  readonly key?: string | undefined;
  readonly findings: readonly Finding[];
  /** Why it could not be checked. */
  readonly error?: string | undefined;
}

const severities: Record<Severity, "blocker" | "critical" | "major" | "minor" | "info"> = {
  error: "critical",
  security: "critical",
  warning: "major",
  suggestion: "info",
};

/**
 * Findings as a report of GitLab's Code Quality (GitLab docs, "Code Quality report format"): description, check_name, fingerprint,
 * severity and location.path are required, the path is without a leading `./`. A fingerprint is the same from run to run, whatever
 * line the place has moved to, and no two findings of a report have the same.
 */
export const gitlabReport = (subjects: readonly GitlabSubject[]): readonly object[] => {
  const seen = new Map<string, number>();
  return subjects.flatMap(({ path: given, key, findings, error }) => {
    const path = given.replace(/^(?:\.\/)+/, "");
    const first = error === undefined ? [] : [unchecked(path, error)];
    const told = findings.map(({ code, severity, message, hint, path: place, line, column }) => {
      const mark = [code, path, ...(key === undefined ? [] : [key]), place].join(":");
      const count = (seen.get(mark) ?? 0) + 1;
      seen.set(mark, count);
      const words = hint === undefined ? message : `${message}. Hint: ${hint}`;
      return {
        type: "issue",
        check_name: code,
        description: escapeLine((key === undefined ? "" : `${key}: `) + words),
        categories: [severity === "security" ? "Security" : "Bug Risk"],
        severity: severities[severity],
        fingerprint: count === 1 ? mark : `${mark}:${count}`,
        location: {
          path,
          positions: { begin: { line, column } },
          lines: { begin: line },
        },
      };
    });
    return [...first, ...told];
  });
};

const unchecked = (path: string, error: string): object => ({
  type: "issue",
  check_name: "not-checked",
  description: `not checked: ${escapeLine(error)}`,
  categories: ["Bug Risk"],
  severity: "blocker",
  fingerprint: `not-checked:${path}`,
  location: { path, lines: { begin: 1 } },
});
