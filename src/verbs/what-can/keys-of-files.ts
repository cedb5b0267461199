import { looksLikeRows } from "../../container/rows/looks-like-rows.ts";
import { KmspolError } from "../../errors.ts";
import { withArnFacts } from "../../policy/key-facts.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import type { TextLine } from "../../read-files.ts";
import type { Context } from "../../cli/app.ts";
import { openRead, openTargets, type OpenTarget } from "../../target/open-target.ts";
import { type ReadDocument, readDocument } from "../../target/read-document.ts";
import { parseTarget } from "../../target/target-operand.ts";
import { checkTargets, requireSome } from "../check/check-targets.ts";
import { openOperand } from "../check/open-below.ts";
import { fleetKeysIn, nameOfStream } from "../fleet/fleet-keys.ts";
import type { ReadKey, WhatCanOptions } from "./asked-key.ts";

/**
 * The keys of policy files, documents, folders, and of files of rows as `check --from` takes them. Throws UsageError; what is wrong
 * with one key is told in its place.
 */
export const keysOfFiles = async (
  context: Context,
  paths: readonly string[],
  options: WhatCanOptions,
): Promise<readonly ReadKey[]> => {
  const all = await checkTargets(context, paths);
  const read = await Promise.all(
    all.operands.map(async (operand) => {
      if (!all.below.has(operand)) return keysNamed(context, operand, options);
      return readAll(await openOperand(context, operand, all, options), context, options);
    }),
  );
  requireSome(read.flat().length, paths);
  return read.flat();
};

const keysNamed = async (
  context: Context,
  operand: string,
  options: WhatCanOptions,
): Promise<readonly ReadKey[]> => {
  const parsed = parseTarget(operand);
  if (parsed.kind === "key" || (parsed.kind === "file" && parsed.change))
    return readAll(await openTargets(context, operand, options), context, options);
  const document = await readDocument(context, parsed);
  if (looksLikeRows(document.text, document.path)) return keysOfRows(document, context, options);
  return readAll(await openRead(context, document, options), context, options);
};

const keysOfRows = async (
  { path, text }: ReadDocument,
  context: Context,
  options: WhatCanOptions,
): Promise<readonly ReadKey[]> => {
  const keys: ReadKey[] = [];
  for await (const one of fleetKeysIn(context, { path, lines: linesOf(text) }, options)) {
    const label = `${nameOfStream(path)} line ${one.line}`;
    keys.push("fault" in one ? { label, because: one.fault } : await readOpen(one.open, context, options));
  }
  return keys;
};

/** The lines of a text, as those of a stream. */
async function* linesOf(text: string): AsyncGenerator<TextLine> {
  const lines = text.split("\n");
  for (const [index, line] of lines.entries())
    yield await Promise.resolve({ number: index + 1, text: line, ends: index + 1 < lines.length });
}

const readAll = (
  targets: readonly OpenTarget[],
  context: Context,
  options: WhatCanOptions,
): Promise<readonly ReadKey[]> => Promise.all(targets.map((open) => readOpen(open, context, options)));

const readOpen = async (open: OpenTarget, { global }: Context, options: WhatCanOptions): Promise<ReadKey> => {
  const { target, label } = open;
  try {
    const arn = open.facts.arn ?? arnByName(open, options.account, global.region);
    const facts = withArnFacts({ ...open.facts, arn });
    return { target, label, policy: readPolicy(await open.document()), facts, grants: undefined };
  } catch (error) {
    if (error instanceof KmspolError) return { label, because: error.message };
    throw error;
  }
};

const keyId = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The ARN of a key whose policy was kept in a file named after the key's id, in the Region of `--region`. */
const arnByName = (
  { target, contained, facts }: OpenTarget,
  account: string | undefined,
  region: string | undefined,
): string | undefined => {
  if (target.kind !== "file" || contained || account === undefined || region === undefined) return undefined;
  const name = /([^/\\]+)\.\w+$/.exec(target.path)?.[1] ?? "";
  return keyId.test(name)
    ? `arn:${facts.partition ?? "aws"}:kms:${region}:${account}:key/${name}`
    : undefined;
};
