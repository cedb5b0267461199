import { fileWord, shellWord } from "../shell/shell-word.ts";
import { keySubject } from "../change/key-subject.ts";
import { readingOnce } from "../change/reading-once.ts";
import type { PolicySubject } from "../change/types.ts";
import type { ContainedKey, Container } from "../container/contained.ts";
import { RefusedError, UsageError } from "../errors.ts";
import { loadFormat } from "../policy/document.ts";
import { requireOthersUnchanged, requireWritten } from "./written-in-document.ts";
import type { Context } from "../cli/app.ts";
import { describedOperand } from "./described-operand.ts";
import { openAws } from "../cli/open-aws.ts";
import { noText } from "../output/no-text.ts";
import {
  containedFacts,
  containedHistoryKey,
  containedLabel,
  containedName,
  fileHistoryKey,
} from "./contained-target.ts";
import { keyLabel } from "./open-target.ts";
import type { ToldOptions } from "../cli/options.ts";
import { typedAs, typedFile } from "./typed-target.ts";
import { formatOfPath, formatOfText, parseDocument } from "./policy-format.ts";
import { chooseKey } from "./choose-key.ts";
import { containerOf, readDocument, type ReadDocument } from "./read-document.ts";
import { parseTarget, type TargetOperand } from "./target-operand.ts";
import { requireWritable } from "./writable.ts";
import type { DescribedKey, KeyStore } from "../ports.ts";
import { escapeLine } from "../render/escape.ts";
import { factsFromOptions, withHouse } from "./with-house.ts";
import { waiting } from "../output/waiting.ts";

/** Opens what an operand names for a change. Throws UsageError (`read-only-target`) for a policy out of the history. */
export const openSubject = async (
  context: Context,
  operand: string,
  options: ToldOptions,
): Promise<PolicySubject> => {
  const parsed = parseTarget(operand);
  if (parsed.kind === "stdin") return fileSubject(context, parsed, options);
  if (parsed.change) {
    throw new UsageError(
      "read-only-target",
      `${operand} is a policy out of the history, and cannot be changed`,
      {
        hint: `kmspol undo ${shellWord(parsed.kind === "key" ? parsed.reference : parsed.path)} --to CHANGE puts it back`,
      },
    );
  }
  return parsed.kind === "key" ? openKey(context, parsed.reference) : fileSubject(context, parsed, options);
};

const openKey = async (context: Context, reference: string): Promise<PolicySubject> => {
  const { keys } = await openAws(context);
  const key = await waiting(context.outside, `reading ${escapeLine(reference)}`, () =>
    describedOperand(keys, reference),
  );
  return subjectOf(context, reference, key, keys);
};

/** A key as the subject of a change, as it was typed. */
export const subjectOf = (
  context: Context,
  reference: string,
  key: DescribedKey,
  keys: Pick<KeyStore, "readPolicy" | "writePolicy">,
): PolicySubject => {
  const subject = keySubject(key, keyLabel(key), keys, context.outside.clock);
  return { ...subject, typed: typedAs(context, reference, {}) };
};

/** Where the text of a target is read and written: a file, or standard input and output. */
interface Source {
  readonly path: string;
  read(): Promise<string>;
  write(text: string): Promise<void>;
}

/** Opens a file, or the policy of one key in it. What it is, its text tells as it stands now. */
const fileSubject = async (
  context: Context,
  operand: Exclude<TargetOperand, { kind: "key" }>,
  flags: ToldOptions,
): Promise<PolicySubject> => {
  const document = await readDocument(context, operand);
  const options = await withHouse(context, document.path, flags);
  const container = await containerOf(context, document, options);
  const source = await sourceOf(context, document);
  if (container)
    return containedSubject(context, source, document, chooseKey(container, document), container, options);
  const format = document.path === "-" ? formatOfText(document.text) : formatOfPath(document.path);
  await loadFormat(format);
  const label = document.path === "-" ? "standard input" : document.path;
  if (document.key !== undefined) chooseKey({ kind: "a bare policy", keys: [] }, document);
  return {
    target: { kind: "file", path: document.path },
    facts: factsFromOptions(options),
    typed: typedFile(document.path, options),
    historyKey: document.path === "-" ? "file:-" : fileHistoryKey(document.path),
    label,
    read: readingOnce(
      () => source.read(),
      (text) => parseDocument(text, format, label),
    ),
    write: (text) => source.write(text),
  };
};

/**
 * A file is read anew each time. Standard input can be read once only; the result goes to standard output (with `--json` it is in the
 * document), and is what a later reading finds.
 */
const sourceOf = async (context: Context, { path, text, mark = "" }: ReadDocument): Promise<Source> => {
  const files = await context.outside.files();
  if (path !== "-")
    return {
      path,
      read: async () => (await readDocument(context, { kind: "file", path })).text,
      write: (fresh) => files.replace(path, mark + fresh),
    };
  let now = text;
  return {
    path,
    read: () => Promise.resolve(now),
    write: (fresh) => {
      now = fresh;
      if (!context.global.json) context.outside.terminal.write(mark + fresh);
      return Promise.resolve();
    },
  };
};

/**
 * A policy in another document. Only its own text is read, shown, kept and written; before the document is written, every other policy
 * in it is looked at: it must say what it said. Throws RefusedError where this policy cannot be changed in place.
 */
const containedSubject = (
  context: Context,
  source: Source,
  document: ReadDocument,
  key: ContainedKey,
  container: Container,
  options: ToldOptions,
): PolicySubject => {
  const { path } = document;
  const label = containedLabel(path, key);
  const operand = key.isWhole ? path : label;
  const find = async (text: string): Promise<{ readonly all: Container; readonly own: ContainedKey }> => {
    const all = await containerOf(context, { path, key: key.selector, text }, options);
    const own = all?.keys.find(({ selector }) => selector === key.selector);
    if (all && own) return { all, own };
    throw new RefusedError("document-changed", `${label} is not in the document any more`, {
      hint: `kmspol list ${fileWord(path)} shows what is there; nothing was written`,
    });
  };
  requireWritable(label, key, container, document);
  return {
    target: containedName(path, key),
    facts: containedFacts(key, options),
    typed: typedFile(operand, options),
    historyKey: containedHistoryKey(path, key),
    label,
    read: async () => {
      const now = await source.read();
      const { policy } = (await find(now)).own;
      if (policy.state !== "policy") throw noText(label, key, now);
      const around = { text: now, placeOf: policy.placeOf };
      return parseDocument(policy.text, policy.format, label, policy.dialect, around);
    },
    tell: async (text, findings) => {
      const { own } = await find(await source.read());
      const whole = own.policy.state === "policy" ? own.policy.put?.(text) : undefined;
      if (whole === undefined) return { findings, text };
      const after = await find(whole);
      if (after.own.policy.state !== "policy") return { findings, text };
      const { toldPlaces } = await import("./told-in-document.ts");
      const places = toldPlaces(
        { document: { ...document, text: whole }, container: after.all },
        after.own.policy,
      );
      return { findings: places.tell(findings), text: whole };
    },
    write: async (text) => {
      const { all, own } = await find(await source.read());
      if (own.policy.state !== "policy" || !own.policy.put) return;
      const whole = own.policy.put(text);
      const after = await find(whole);
      requireOthersUnchanged(label, all, after.all, own.selector);
      requireWritten(label, text, after.own);
      await source.write(whole);
    },
  };
};
