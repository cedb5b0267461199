import type { BulkKey } from "../../bulk-run.ts";
import type { Finding } from "../../check/finding.ts";
import { renderGithub } from "../../render/github.ts";
import { sarifLog } from "../../render/sarif.ts";
import type { Ended } from "./run-line.ts";

/** The formats of `check` in which many keys are one document. */
export type DocumentFormat = "sarif" | "github" | "json";

const isFormat = (text: string | undefined): text is DocumentFormat =>
  text === "sarif" || text === "github" || text === "json";

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

/** How the check of one key ended; its line printed the contract's JSON. */
export interface CheckedKey {
  readonly key: BulkKey;
  readonly ended: Ended;
}

/** One document of the findings of all keys; a key that could not be checked is told in it. */
export const checkDocument = (format: DocumentFormat, checked: readonly CheckedKey[]): string => {
  if (format === "json") return `${JSON.stringify(checked.map(jsonOf), null, 2)}\n`;
  const good = checked.filter(({ ended }) => !ended.error).map(subjectOf);
  if (format === "github") return good.map(({ uri, findings }) => renderGithub(uri, findings)).join("");
  const failures = checked.flatMap(({ key, ended: { error } }) =>
    error ? [{ name: key.label, message: error.message }] : [],
  );
  return `${JSON.stringify(sarifLog(good, process.env["KMSPOL_VERSION"] ?? "", failures), null, 2)}\n`;
};

const jsonOf = ({ key, ended }: CheckedKey): object =>
  ended.error ? { key: nameOf(key), error: ended.error } : (JSON.parse(ended.stdout) as object);

const subjectOf = ({ ended }: CheckedKey) => {
  const { target, findings } = JSON.parse(ended.stdout) as {
    target: { arn: string };
    findings: readonly Finding[];
  };
  return { uri: target.arn, key: target.arn, findings };
};

const nameOf = ({ arn, line: [, name] }: BulkKey): string => arn ?? name ?? "";
