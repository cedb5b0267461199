import { keySubject } from "../change/key-subject.ts";
import { requireEditable } from "../change/requirements.ts";
import type { PolicySubject } from "../change/types.ts";
import { UsageError } from "../errors.ts";
import { loadFormat } from "../policy/document.ts";
import type { Context } from "./app.ts";
import { openAws } from "./open-aws.ts";
import { factsFromOptions, fileHistoryKey, keyLabel, openTarget } from "./open-target.ts";
import { type FileOptions, flagWords } from "./options.ts";
import { formatOfPath, parseDocument } from "./policy-format.ts";
import { parseTarget } from "./target-operand.ts";

/** Opens what an operand names for a change. Throws UsageError (`read-only-target`) for a policy out of the history. */
export const openSubject = async (
  context: Context,
  operand: string,
  options: FileOptions,
): Promise<PolicySubject> => {
  const parsed = parseTarget(operand);
  if (parsed.kind === "stdin") return stdinSubject(context, options);
  if (parsed.change) {
    throw new UsageError(
      "read-only-target",
      `${operand} is a policy out of the history, and cannot be changed`,
      {
        hint: "kmspol undo --to CHANGE puts it back",
      },
    );
  }
  return parsed.kind === "key"
    ? openKey(context, parsed.reference)
    : fileSubject(context, parsed.path, options);
};

/**
 * The same for verbs that ask AWS about more than the policy: whether the policy can be changed at all is found out
 * before names are looked up in IAM, which would be that of another account. Throws RefusedError (`foreign-key`,
 * `aws-managed-key`) too.
 */
export const openEditable = async (
  context: Context,
  operand: string,
  options: FileOptions,
): Promise<PolicySubject> => {
  if (parseTarget(operand).kind !== "key") return openSubject(context, operand, options);
  const { identity } = await openAws(context);
  const [subject, caller] = await Promise.all([openSubject(context, operand, options), identity.caller()]);
  requireEditable(subject, caller);
  return subject;
};

const openKey = async (context: Context, reference: string): Promise<PolicySubject> => {
  const { keys } = await openAws(context);
  const key = await keys.describe(reference);
  const typed = { operand: reference, flags: whereFlags(context.global) };
  const subject = keySubject(key, keyLabel(key), keys, context.outside.clock);
  return { ...subject, facts: { ...subject.facts, typed } };
};

/** The flags that a later command needs as well to find the same key. */
const whereFlags = ({ profile, region, endpointUrl }: Context["global"]): readonly string[] =>
  flagWords({ "--profile": profile, "--region": region, "--endpoint-url": endpointUrl });

/** What a later command has to be told again about the key of a file. */
const fileFlags = (options: FileOptions): readonly string[] => {
  const { account, partition, keySpec, keyUsage, keyArn } = options;
  return flagWords({
    ...{ "--account": account, "--partition": partition, "--key-arn": keyArn },
    ...{ "--key-spec": keySpec, "--key-usage": keyUsage },
  });
};

const fileSubject = async (context: Context, path: string, options: FileOptions): Promise<PolicySubject> => {
  const files = await context.outside.files();
  const format = formatOfPath(path);
  await loadFormat(format);
  return {
    target: { kind: "file", path },
    facts: { ...factsFromOptions(options), typed: { operand: path, flags: fileFlags(options) } },
    historyKey: fileHistoryKey(path),
    label: path,
    read: async () => parseDocument(await files.read(path), format, path),
    write: (text) => files.replace(path, text),
  };
};

/**
 * Standard input can be read once only; the result goes to standard output (with `--json` it is in the document), and
 * is what a later reading finds.
 */
const stdinSubject = async (context: Context, options: FileOptions): Promise<PolicySubject> => {
  const open = await openTarget(context, "-", options);
  let document = await open.document();
  return {
    target: open.target,
    facts: open.facts,
    historyKey: open.historyKey,
    label: open.label,
    read: () => Promise.resolve(document),
    write: (text) => {
      document = parseDocument(text, open.format, open.label);
      if (!context.global.json) context.outside.terminal.write(text);
      return Promise.resolve();
    },
  };
};
