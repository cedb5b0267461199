import path from "node:path";
import { UsageError } from "../errors.ts";
import { loadFormat, type PolicyDocument } from "../policy/document.ts";
import { type KeyFacts, withArnFacts } from "../policy/key-facts.ts";
import type { DescribedKey, Target } from "../ports.ts";
import type { Context } from "./app.ts";
import type { FileOptions } from "./options.ts";
import { openAws } from "./open-aws.ts";
import { formatOfPath, formatOfText, parseDocument } from "./policy-format.ts";
import { pickChange } from "./pick-change.ts";
import { parseTarget, type TargetOperand } from "./target-operand.ts";

/** A target opened for reading: its policy's text as it is now, or as it was where the operand names a change. */
export interface OpenTarget {
  readonly target: Target;
  readonly facts: KeyFacts;
  /** Key of the history. */
  readonly historyKey: string;
  /** How people know it. */
  readonly label: string;
  readonly format: "json" | "jsonc" | "yaml";
  /** All that KMS told, where the target is a key. */
  readonly key?: DescribedKey;
  /** The text, whether it parses or not. */
  text(): Promise<string>;
  /** The parsed text. Throws UsageError (`json-syntax`). */
  document(): Promise<PolicyDocument>;
}

/** Opens what an operand names. Throws UsageError, and AwsError where the key cannot be found. */
export const openTarget = async (
  context: Context,
  operand: string,
  options: FileOptions = {},
): Promise<OpenTarget> => {
  const parsed = parseTarget(operand);
  if (parsed.kind === "key") return openKey(context, parsed);
  return parsed.kind === "file" ? openFile(context, parsed, options) : openStdin(context, options);
};

const openKey = async (context: Context, operand: TargetOperand & { kind: "key" }): Promise<OpenTarget> => {
  const { keys } = await openAws(context);
  const key = await keys.describe(operand.reference);
  const { target, facts } = key;
  const now = { historyKey: target.arn, text: () => keys.readPolicy(target.arn) };
  return asOpen({
    target,
    facts,
    key,
    format: "json",
    label: keyLabel(key),
    ...(await atChange(context, now, operand)),
  });
};

/** `alias/app in 111122223333, eu-west-1`; a key without alias by its id. */
export const keyLabel = ({ target, facts }: DescribedKey): string =>
  `${target.aliases[0] ?? target.id} in ${facts.account ?? "?"}, ${facts.region ?? "?"}`;

const openFile = async (
  context: Context,
  operand: TargetOperand & { kind: "file" },
  options: FileOptions,
): Promise<OpenTarget> => {
  const files = await context.outside.files();
  const now = { historyKey: fileHistoryKey(operand.path), text: () => files.read(operand.path) };
  return asOpen({
    target: { kind: "file", path: operand.path },
    facts: factsFromOptions(options),
    format: formatOfPath(operand.path),
    label: operand.path,
    ...(await atChange(context, now, operand)),
  });
};

/** Under which name the history keeps a file's changes. */
export const fileHistoryKey = (file: string): string => `file:${path.resolve(file)}`;

const openStdin = async (context: Context, options: FileOptions): Promise<OpenTarget> => {
  const text = await (await context.outside.files()).readStdin();
  return asOpen({
    target: { kind: "file", path: "-" },
    facts: factsFromOptions(options),
    historyKey: "file:-",
    format: formatOfText(text),
    label: "standard input",
    text: () => Promise.resolve(text),
  });
};

const atChange = async (
  context: Context,
  now: Pick<OpenTarget, "historyKey" | "text">,
  operand: Exclude<TargetOperand, { kind: "stdin" }>,
): Promise<Pick<OpenTarget, "historyKey" | "text">> => {
  if (!operand.change) return now;
  const history = await context.outside.history();
  const text = pickChange(await history.changes(now.historyKey), operand.change);
  return { ...now, text: () => Promise.resolve(text) };
};

const asOpen = async (parts: Omit<OpenTarget, "document">): Promise<OpenTarget> => {
  await loadFormat(parts.format);
  return { ...parts, document: async () => parseDocument(await parts.text(), parts.format, parts.label) };
};

/** What the flags for files say about the key. Throws UsageError (`bad-key-arn`). */
export const factsFromOptions = (options: FileOptions): KeyFacts => {
  const arn = options.keyArn;
  if (arn !== undefined && !/^arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(arn)) {
    throw new UsageError("bad-key-arn", `"${arn}" is no ARN of a key`, {
      hint: "it looks like arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    });
  }
  return withArnFacts({
    account: options.account,
    partition: options.partition,
    arn,
    spec: options.keySpec?.toUpperCase(),
    usage: options.keyUsage?.toUpperCase(),
  });
};
