import type { Invocation, Log, ReportingDescriptor, Result } from "sarif";
import { descriptionOf, findingCodes, type FindingCode } from "../check/catalogue.ts";
import type { Finding, Severity } from "../check/finding.ts";

/** What was checked, under the name by which the log calls it: a file's path, or a key's ARN. */
export interface SarifSubject {
  readonly uri: string;
  /** Which key of a document that has several policies. */
  readonly key?: string | undefined;
  /** The whole name of that key in the document, where `key` is not that. */
  readonly fullName?: string | undefined;
  readonly findings: readonly Finding[];
}

/** SARIF has three levels; security findings are errors, and say so in `security-severity` (GitHub code scanning). */
const levels: Record<Severity, "error" | "warning" | "note"> = {
  error: "error",
  security: "error",
  warning: "warning",
  suggestion: "note",
};

const securityScores: Record<Severity, string> = {
  error: "5.0",
  security: "8.0",
  warning: "3.0",
  suggestion: "0.0",
};

/** What could not be checked, and why. */
export interface SarifFailure {
  readonly name: string;
  readonly message: string;
}

/**
 * Findings as one SARIF 2.1.0 log (OASIS). Only the rules that found something are described; what could not be checked
 * is a notification of an invocation that did not succeed.
 */
export const sarifLog = (
  subjects: readonly SarifSubject[],
  version: string,
  failures: readonly SarifFailure[] = [],
): Log => {
  const found = new Set(subjects.flatMap(({ findings }) => findings.map(({ code }) => code)));
  const codes = findingCodes.filter((code) => found.has(code));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "kmspol", version, rules: codes.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        ...(failures.length > 0 && { invocations: [invocationOf(failures)] }),
        results: subjects.flatMap((subject) =>
          subject.findings.map((finding) => resultOf(subject, finding, codes)),
        ),
      },
    ],
  };
};

const invocationOf = (failures: readonly SarifFailure[]): Invocation => ({
  executionSuccessful: false,
  toolExecutionNotifications: failures.map(({ name, message }) => ({
    level: "error",
    message: { text: `${name}: ${message}` },
  })),
});

const ruleOf = (code: FindingCode): ReportingDescriptor => {
  const { severity, title, page } = descriptionOf(code);
  const { trigger, why, fix, example } = page();
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: trigger },
    help: { text: `${trigger}\n\n${why}\n\n${fix}\n\n${example}` },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [severity], "security-severity": securityScores[severity] },
  };
};

/** A key's ARN is a URI already; in a file's path `#`, `?` and `%` are letters like others (RFC 3986). */
const referenceTo = (uri: string): string =>
  uri.startsWith("arn:") ? encodeURI(uri) : uri.split("/").map(encodeURIComponent).join("/");

const resultOf = (
  { uri, key, fullName = key }: SarifSubject,
  finding: Finding,
  codes: readonly string[],
): Result => {
  const { code, severity, message, hint, line, column, path } = finding;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: hint === undefined ? message : `${message}. Hint: ${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: referenceTo(uri) },
          region: { startLine: line, startColumn: column },
        },
        logicalLocations: [
          ...(fullName === undefined ? [] : [{ fullyQualifiedName: fullName, kind: "resource" }]),
          { fullyQualifiedName: path === "" ? "/" : path },
        ],
      },
    ],
    partialFingerprints: { "code/place": [code, ...(key === undefined ? [] : [key]), path].join(":") },
  };
};
