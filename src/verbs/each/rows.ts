import type { Access } from "../../access/types.ts";
import type { Finding } from "../../check/finding.ts";
import type { BulkKey } from "../../bulk-run.ts";
import type { Failure } from "../../cli/report-error.ts";
import { withArnFacts } from "../../policy/key-facts.ts";
import type { Target } from "../../ports.ts";
import { accessRows, findingRows, rowKey, type Row, type RowKey } from "../../render/rows.ts";

/** What a verb answered for one key (the contract's JSON), as far as rows are made of it. */
interface Answered {
  readonly target?: Target;
  readonly findings?: readonly Finding[];
  readonly accepted?: readonly (Finding & { readonly reason: string })[];
  readonly access?: readonly Access[];
  readonly gained?: readonly Access[];
  readonly lost?: readonly Access[];
}

/** The rows of what a verb answered for one key: its findings, the access it lists, what a change gives and takes; or why it failed. */
export const rowsOfKey = (
  key: BulkKey,
  answer: { readonly error?: Failure | undefined; readonly json?: object | undefined },
): readonly Row[] => {
  const { error } = answer;
  const {
    target,
    findings = [],
    accepted,
    access = [],
    gained = [],
    lost = [],
  }: Answered = answer.json ?? {};
  const name = nameOf(key, target);
  if (error) return [{ kind: "error", ...name, code: error.code, message: error.message }];
  return [
    ...findingRows(name, findings, accepted),
    ...accessRows(name, access),
    ...accessRows(name, gained, "gained"),
    ...accessRows(name, lost, "lost"),
  ];
};

const nameOf = ({ arn, label, line: [, typed] }: BulkKey, target: Target | undefined): RowKey => {
  if (target?.kind === "key") return rowKey(target, withArnFacts({ arn: target.arn }));
  const { account = null, region = null } = withArnFacts({ arn: arn ?? typed });
  const alias = [label.replace(/ in [^ ]+, [^ ]+$/, ""), typed ?? ""].find((name) =>
    name.startsWith("alias/"),
  );
  return { key: arn ?? typed ?? null, account, region, ...(alias !== undefined && { alias }) };
};

/** A line of a verb that asks for rows itself, without that flag; undefined for any other line. */
export const rowsLine = (line: readonly string[]): readonly string[] | undefined => {
  if (!["check", "who-can"].includes(line[0] ?? "")) return undefined;
  const joined = line.indexOf("--format=jsonl");
  if (joined >= 0) return line.toSpliced(joined, 1);
  const at = line.findIndex((word, i) => word === "--format" && line[i + 1] === "jsonl");
  return at < 0 ? undefined : line.toSpliced(at, 2);
};
