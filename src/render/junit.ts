import type { Finding } from "../check/finding.ts";
import { escapeLine } from "./escape.ts";

/** What was checked, and its findings; `error`: why it could not be. */
export interface JunitSubject {
  readonly name: string;
  /** The file in which places count, where the name is not that alone. */
  readonly path?: string | undefined;
  readonly findings: readonly Finding[];
  readonly error?: string | undefined;
}

/**
 * Findings as JUnit XML, as Jenkins, GitLab and others read it: a suite a policy, a failed test a finding, a test that passes where there
 * is none, and an error where a policy could not be checked. Characters that XML 1.0 cannot have are shown as elsewhere: \u0007.
 */
export const junitReport = (subjects: readonly JunitSubject[]): string => {
  const tests = subjects.map(({ findings }) => Math.max(findings.length, 1));
  const counts = {
    tests: sum(tests),
    failures: sum(subjects.map(({ findings }) => findings.length)),
    errors: subjects.filter(({ error }) => error !== undefined).length,
  };
  const suites = subjects.map(suite).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes({ name: "kmspol check", ...counts })}>\n${suites}</testsuites>\n`;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const suite = ({ name, path, findings, error }: JunitSubject): string => {
  const cases =
    error === undefined
      ? findings.map((finding) => failed(name, path ?? name, finding))
      : [broken(name, error)];
  const passed = `    <testcase ${attributes({ name: "no findings", classname: name })}/>\n`;
  const counts = {
    tests: Math.max(cases.length, 1),
    failures: findings.length,
    errors: error === undefined ? 0 : 1,
  };
  return `  <testsuite ${attributes({ name, ...counts })}>\n${cases.join("") || passed}  </testsuite>\n`;
};

const failed = (name: string, file: string, finding: Finding): string => {
  const { code, severity, message, hint, path, line, column } = finding;
  const at = `${file}:${line}:${column}`;
  const test = attributes({ name: `${code} ${path || "/"}`, classname: name });
  const text = [at, message, ...(hint === undefined ? [] : [`hint: ${hint}`])].map(written).join("\n");
  return `    <testcase ${test}>\n      <failure ${attributes({ message, type: severity })}>${text}</failure>\n    </testcase>\n`;
};

const broken = (name: string, error: string): string =>
  `    <testcase ${attributes({ name: "checked", classname: name })}>\n      <error ${attributes({ message: error, type: "error" })}/>\n    </testcase>\n`;

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${written(String(value))}"`)
    .join(" ");

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no control characters and no lone halves of a pair, which are escaped, and not U+FFFE or U+FFFF. */
const written = (text: string): string =>
  escapeLine(text)
    .replace(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
