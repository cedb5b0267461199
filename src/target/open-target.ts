import type { ContainedKey, Container } from "../container/contained.ts";
import { UsageError } from "../errors.ts";
import { loadFormat, type PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { DescribedKey, Target } from "../ports.ts";
import type { Context } from "../cli/app.ts";
import { askKey } from "./ask-key.ts";
import {
  containedFacts,
  containedHistoryKey,
  containedLabel,
  containedName,
  type ContainedTarget,
  fileHistoryKey,
} from "./contained-target.ts";
import type { ToldOptions, ReadOptions } from "../cli/options.ts";
import { openAws } from "../cli/open-aws.ts";
import { formatOfPath, formatOfText, parseDocument } from "./policy-format.ts";
import { escapeLine } from "../render/escape.ts";
import { requireNow } from "./before-side.ts";
import { pickChange } from "./pick-change.ts";
import { chooseKey, noKeyIn } from "./choose-key.ts";
import { containerOf, readDocument, type ReadDocument } from "./read-document.ts";
import { sayNote } from "../cli/say-note.ts";
import { parseTarget, type TargetOperand } from "./target-operand.ts";
import type { TypedTarget } from "../shell/typed-command.ts";
import { typedAs, typedFile } from "./typed-target.ts";
import { factsFromOptions, withHouse } from "./with-house.ts";
import { waiting } from "../output/waiting.ts";
import { noText } from "../output/no-text.ts";

/** A target opened for reading: its policy's text as it is now, or as it was where the operand names a change. */
export interface OpenTarget {
  readonly target: Target;
  readonly facts: KeyFacts;
  /** For commands that are proposed about it. */
  readonly typed: TypedTarget;
  /** Key of the history. */
  readonly historyKey: string;
  /** How people know it. */
  readonly label: string;
  readonly format: "json" | "jsonc" | "yaml";
  /** All that KMS told, where the target is a key. */
  readonly key?: DescribedKey;
  /** The text is one out of the history, not what stands now. */
  readonly isPast?: true;
  /** Where the policy stands, if that is in another document. */
  readonly contained?: ContainedTarget;
  /** The text, whether it parses or not. */
  text(): Promise<string>;
  /** The parsed text. Throws UsageError (`json-syntax`). */
  document(): Promise<PolicyDocument>;
}

/**
 * Opens what an operand names. `described` hears of a key as soon as KMS has told which one it is, to ask more about it at the same time.
 * Throws UsageError, and AwsError where the key cannot be found.
 */
export const openTarget = async (
  context: Context,
  operand: string,
  options: ReadOptions = {},
  described?: (key: DescribedKey) => void,
): Promise<OpenTarget> => {
  const parsed = parseTarget(operand);
  if (options.before) requireNow(parsed, operand);
  if (parsed.kind === "key") return openKey(context, parsed, described);
  if (parsed.kind === "file" && parsed.change) return openPast(context, parsed, options);
  const document = await readDocument(context, parsed);
  const told = await withHouse(context, document.path, options);
  const container = await containerOf(context, document, told);
  if (!container) return openBare(document, told);
  const key = chooseKey(container, document);
  for (const note of key.notes ?? []) sayNote(context, note);
  return openContained(document, container, key, told);
};

/** All policies that an operand names: those of every key of a document, where none is named. Throws as `openTarget`. */
export const openTargets = async (
  context: Context,
  operand: string,
  options: ReadOptions = {},
): Promise<readonly OpenTarget[]> => {
  const parsed = parseTarget(operand);
  if (parsed.kind === "key" || (parsed.kind === "file" && parsed.change))
    return [await openTarget(context, operand, options)];
  return openRead(context, await readDocument(context, parsed), options);
};

/** All policies of a document that was read, and by the flags and the configuration of its place. Throws as `openTargets`. */
export const openRead = async (
  context: Context,
  document: ReadDocument,
  options: ReadOptions,
): Promise<readonly OpenTarget[]> => {
  const told = await withHouse(context, document.path, options);
  return openDocument(document, await containerOf(context, document, told), told);
};

/** All policies of a document that was read. Throws UsageError: `no-such-key`, `no-key-policy`, `json-syntax`. */
export const openDocument = async (
  document: ReadDocument,
  container: Container | undefined,
  options: ToldOptions,
): Promise<readonly OpenTarget[]> => {
  if (!container) return [await openBare(document, options)];
  if (document.key !== undefined || container.keys.length === 0)
    return [await openContained(document, container, chooseKey(container, document), options)];
  return Promise.all(container.keys.map((key) => openContained(document, container, key, options)));
};

const openKey = async (
  context: Context,
  operand: TargetOperand & { kind: "key" },
  described?: (key: DescribedKey) => void,
): Promise<OpenTarget> => {
  const { keys } = await openAws(context);
  const { reference } = operand;
  const wait = <Result>(work: () => Promise<Result>) =>
    waiting(context.outside, `reading ${escapeLine(reference)}`, work);
  const { key, policy } = await wait(() =>
    askKey(keys, reference, (key) => Promise.resolve(described?.(key))),
  );
  const { target, facts } = key;
  const now = { historyKey: target.arn, text: () => wait(policy) };
  return asOpen({
    target,
    facts,
    typed: typedAs(context, reference, {}),
    key,
    format: "json",
    label: keyLabel(key),
    ...(await atChange(context, now, operand)),
  });
};

/** `alias/app in 111122223333, eu-west-1`; a key without alias by its id. */
export const keyLabel = ({ target, facts }: DescribedKey): string =>
  `${target.aliases[0] ?? target.id} in ${facts.account ?? "?"}, ${facts.region ?? "?"}`;

/** A policy as it was, out of the history: the file need not be there any more, but tells which of its keys is meant. */
const openPast = async (
  context: Context,
  operand: TargetOperand & { kind: "file" },
  options: ToldOptions,
): Promise<OpenTarget> => {
  const now = await openTarget(context, nameOf(operand), options).catch((error: unknown) => {
    if (error instanceof UsageError && ["file-unreadable", "json-syntax"].includes(error.code))
      return openBare({ path: operand.path, key: undefined, text: "" }, options);
    throw error;
  });
  return asOpen({ ...now, ...(await atChange(context, now, operand)) });
};

const nameOf = ({ path: file }: { readonly path: string }): string =>
  /[\\/]/.test(file) ? file : `./${file}`;

const openBare = (document: ReadDocument, options: ToldOptions): Promise<OpenTarget> => {
  const { path: file, key, text } = document;
  if (key !== undefined) throw noKeyIn(file, key);
  return asOpen({
    target: { kind: "file", path: file },
    facts: factsFromOptions(options),
    typed: typedFile(file, options),
    historyKey: file === "-" ? "file:-" : fileHistoryKey(file),
    format: file === "-" ? formatOfText(text) : formatOfPath(file),
    label: file === "-" ? "standard input" : file,
    text: () => Promise.resolve(text),
  });
};

const openContained = (
  document: ReadDocument,
  container: Container,
  key: ContainedKey,
  options: ToldOptions,
): Promise<OpenTarget> => {
  const { path: file } = document;
  const name = containedLabel(file, key);
  const { policy } = key;
  const text = () =>
    policy.state === "policy"
      ? Promise.resolve(policy.text)
      : Promise.reject(noText(name, key, document.text));
  return asOpen({
    target: containedName(file, key),
    facts: containedFacts(key, options),
    typed: typedFile(key.isWhole ? file : name, options),
    historyKey: containedHistoryKey(file, key),
    format: policy.state === "policy" ? policy.format : "json",
    label: name,
    contained: { document, container, key },
    text,
  });
};

const atChange = async (
  context: Context,
  now: Pick<OpenTarget, "historyKey" | "text">,
  operand: Exclude<TargetOperand, { kind: "stdin" }>,
): Promise<Pick<OpenTarget, "historyKey" | "text" | "isPast">> => {
  if (!operand.change) return now;
  const history = await context.outside.history();
  const text = pickChange(await history.changes(now.historyKey), operand.change, operand);
  return { ...now, text: () => Promise.resolve(text), isPast: true };
};

const asOpen = async (parts: Omit<OpenTarget, "document">): Promise<OpenTarget> => {
  await loadFormat(parts.format);
  const policy = parts.contained?.key.policy;
  const dialect = policy?.state === "policy" ? policy.dialect : undefined;
  const { contained } = parts;
  const around =
    contained && policy?.state === "policy" && !policy.isDefault
      ? { text: contained.document.text, placeOf: policy.placeOf, placeAt: policy.placeAt }
      : undefined;
  return {
    ...parts,
    document: async () => {
      const text = await parts.text();
      const isNow = policy?.state === "policy" && text === policy.text;
      return parseDocument(text, parts.format, parts.label, dialect, isNow ? around : undefined);
    },
  };
};
