import type { BulkKey } from "../../bulk-run.ts";
import type { Finding } from "../../check/finding.ts";
import { checkMarkdown } from "../../render/check-markdown.ts";
import { renderGithub } from "../../render/github.ts";
import { gitlabReport } from "../../render/gitlab.ts";
import { junitReport } from "../../render/junit.ts";
import { sarifLog } from "../../render/sarif.ts";
import type { Failure } from "../../cli/report-error.ts";

/** The formats of `check` in which many keys are one document. */
export type DocumentFormat = (typeof formats)[number];

const formats = ["sarif", "github", "gitlab", "junit", "markdown", "json"] as const;

const isFormat = (text: string | undefined): text is DocumentFormat =>
  formats.some((format) => format === text);

/** A line of `check` that asks for such a format, without that flag; undefined for any other line. */
export const documentLine = (
  line: readonly string[],
): { readonly format: DocumentFormat; readonly line: readonly string[] } | undefined => {
  if (line[0] !== "check") return undefined;
  const at = line.findLastIndex((word) => word === "--format" || word.startsWith("--format="));
  const inOne = line[at]?.startsWith("--format=");
  const format = inOne ? line[at]?.slice("--format=".length) : line[at + 1];
  if (at < 0 || !isFormat(format)) return undefined;
  return { format, line: [...line.slice(0, at), ...line.slice(at + (inOne ? 1 : 2))] };
};

/** How the check of one key ended: why it failed, or the contract's JSON. */
export interface CheckedKey {
  readonly key: BulkKey;
  readonly error?: Failure | undefined;
  readonly json?: object | undefined;
}

/** One document of the findings of all keys; a key that could not be checked is told in it. */
export const checkDocument = (format: DocumentFormat, checked: readonly CheckedKey[]): string => {
  if (format === "json") return printed(checked.map(jsonOf));
  if (format === "junit") return junitReport(checked.map(namedOf));
  if (format === "markdown") return checkMarkdown(checked.map(namedOf));
  if (format === "gitlab")
    return printed(gitlabReport(checked.map(namedOf).map((one) => ({ ...one, path: one.name }))));
  const good = checked.filter(({ error }) => !error).map(subjectOf);
  if (format === "github") return good.map(({ uri, findings }) => renderGithub(uri, findings)).join("");
  const failures = checked.flatMap(({ key, error }) =>
    error ? [{ name: key.label, message: error.message }] : [],
  );
  return printed(sarifLog(good, process.env["KMSPOL_VERSION"] ?? "", failures));
};

const printed = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Under its ARN; what could not be checked under its name, with why. */
const namedOf = (checked: CheckedKey) => {
  if (checked.error) return { name: nameOf(checked.key), findings: [], error: checked.error.message };
  const { uri, findings } = subjectOf(checked);
  return { name: uri, findings };
};

const jsonOf = ({ key, error, json = {} }: CheckedKey): object =>
  error ? { key: nameOf(key), error } : json;

const subjectOf = ({ json }: CheckedKey) => {
  const { target, findings } = json as { target: { arn: string }; findings: readonly Finding[] };
  return { uri: target.arn, key: target.arn, findings };
};

const nameOf = ({ arn, line: [, name] }: BulkKey): string => arn ?? name ?? "";
