import { jsonValues } from "../../container/rows/json-rows.ts";
import { isRow, type KeyRow, keyRows } from "../../container/rows/key-rows.ts";
import { joinFacts } from "../../container/arn-facts.ts";
import type { Context } from "../../cli/app.ts";
import type { FileOptions } from "../../cli/options.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { KeyTarget, Target } from "../../ports.ts";
import type { TextLine } from "../../read-files.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { factsFromOptions, withHouse } from "../../target/with-house.ts";
import { parseDocument } from "../../target/policy-format.ts";

/** A key of a stream, opened like any other target, or why its row tells none. */
export type FleetKey = { readonly line: number } & (
  { readonly open: OpenTarget; readonly row: KeyRow } | { readonly fault: string }
);

/**
 * The keys of `--from`, as they come. What a row does not tell of its key, the flags for files tell. Throws UsageError
 * (`file-unreadable`, `bad-key-arn`); what is wrong with one row is told in its place, and stops no other.
 */
export async function* fleetKeys(
  context: Context,
  path: string,
  options: FileOptions,
): AsyncGenerator<FleetKey> {
  const files = await context.outside.files();
  yield* fleetKeysIn(context, { path, lines: files.lines(path) }, options);
}

/** The keys in lines that are read: those of `path`, `-` for standard input. Throws as `fleetKeys`. */
export async function* fleetKeysIn(
  context: Context,
  { path, lines }: { readonly path: string; readonly lines: AsyncIterable<TextLine> },
  options: FileOptions,
): AsyncGenerator<FleetKey> {
  const told = factsFromOptions(await withHouse(context, "-", options));
  for await (const entry of jsonValues(lines)) {
    const { line } = entry;
    if ("fault" in entry) yield entry;
    else
      for (const row of keyRows(entry.value))
        yield isRow(row) ? { line, row, open: openRow(row, told, { path, line }) } : { line, ...row };
  }
}

/** Where a row stands. */
interface Place {
  readonly path: string;
  readonly line: number;
}

const openRow = (row: KeyRow, told: KeyFacts, place: Place): OpenTarget => {
  const facts = joinFacts({ ...row.facts, aliases: row.aliases, tags: row.tags }, told);
  const target = targetOf(row, facts, place);
  const label = labelOf(row, facts, place);
  const { policy } = row;
  const historyKey = facts.arn ?? label;
  return {
    ...{ target, facts, label, format: "json", historyKey },
    typed: { operand: historyKey, flags: [] },
    text: () => Promise.resolve(policy),
    document: () => Promise.resolve(parseDocument(policy, "json", label)),
  };
};

const notKnown = "not-known";

/** A key by its ARN; a row without one by its place. */
const targetOf = ({ aliases }: KeyRow, facts: KeyFacts, { path, line }: Place): Target => {
  const { arn, state, spec, usage, manager, multiRegion = false } = facts;
  if (arn === undefined) return { kind: "file", path, key: `line ${line}` };
  const id = arn.slice(arn.lastIndexOf("/") + 1);
  const key: KeyTarget = {
    ...{ kind: "key", arn, id, aliases, multiRegion, manager: manager ?? "CUSTOMER" },
    ...{ state: state ?? notKnown, spec: spec ?? notKnown, usage: usage ?? notKnown },
  };
  return key;
};

const labelOf = ({ aliases }: KeyRow, { arn, account, region }: KeyFacts, { path, line }: Place): string => {
  if (arn === undefined) return `${nameOfStream(path)} line ${line}`;
  const [alias] = aliases;
  return alias === undefined ? arn : `${alias} in ${account ?? "?"}, ${region ?? "?"}`;
};

/** How messages name the stream. */
export const nameOfStream = (path: string): string => (path === "-" ? "standard input" : path);
