import type { Edit } from "../../change/types.ts";
import { UsageError } from "../../errors.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import { editTowards } from "../../policy/edit-towards.ts";
import { documentValue } from "../../policy/json-value.ts";
import { toPlainJson } from "../../policy/json/plain-json.ts";
import type { Context } from "../../cli/app.ts";
import { changing } from "./changing.ts";
import type { PreparedChange } from "./prepared.ts";
import { openEditable } from "../../target/open-editable.ts";
import { shown } from "../../policy/symbol-words.ts";
import { openNames } from "../../policy/symbols.ts";
import type { ChangeFlags, FileOptions } from "../../cli/options.ts";
import { openTarget } from "../../target/open-target.ts";

/** Puts the policy of a file or of standard input. */
export const put = changing((context, [operand, file]: readonly [string, string], flags: ChangeFlags) =>
  preparePut(context, operand, file, flags),
);

const preparePut = async (
  context: Context,
  operand: string,
  file: string,
  flags: ChangeFlags,
): Promise<PreparedChange> => {
  if (operand === "-" && file === "-")
    throw new UsageError("bad-target", "standard input can only be read once", {
      hint: "put one of the two into a file",
    });
  const subject = await openEditable(context, operand, flags);
  const { arn } = subject.facts;
  const deployed = subject.target.kind === "key" && arn !== undefined ? { keyArn: arn } : {};
  const replacement = await readReplacement(context, file, { ...deployed, ...pick(flags) });
  return { subject, edit: putEdit(replacement, file), flags };
};

/** What a document leaves to its deployment is that of the key, and what the flags tell. */
const pick = ({ account, partition, set, parameters }: ChangeFlags): FileOptions => ({
  ...(account !== undefined && { account }),
  ...(partition !== undefined && { partition }),
  ...(set && { set }),
  ...(parameters !== undefined && { parameters }),
});

/** The policy of a file, or of the one key that a document in it has. */
const readReplacement = async (
  context: Context,
  file: string,
  flags: FileOptions,
): Promise<PolicyDocument> => {
  const isPlain = /^[^\\/]+$/.test(file) && !/^-|\.\w+(?:#.*)?$/.test(file);
  return (await openTarget(context, isPlain ? `./${file}` : file, flags)).document();
};

/** The file's text as it is, where the target has that format; else as the target's format says the same. */
const putEdit = (replacement: PolicyDocument, file: string): Edit => ({
  repeatable: false,
  // The user has the text: a failure keeps no second copy of it.
  keptFile: () => (file === "-" ? undefined : file),
  make: ({ document }) => ({ text: textFor(document, replacement) }),
});

const textFor = (document: PolicyDocument, replacement: PolicyDocument): string => {
  if (replacement.dialect) requireDecided(replacement, document);
  if (document.dialect) return editTowards(document, documentValue(replacement)).text;
  if (document.format === replacement.format && !replacement.dialect) return replacement.text;
  if (document.format === "json") return toPlainJson(replacement);
  return editTowards(document, documentValue(replacement)).text;
};

/** Throws UsageError (`undecided-value`) for a policy of a document that says in part only what its deployment decides. */
const requireDecided = (replacement: PolicyDocument, target: PolicyDocument): void => {
  const value = JSON.stringify(documentValue(replacement));
  const cases = [...value.matchAll(/"template:([^"]+)"/g)].map(([, name = ""]) => name);
  const own = target.dialect ? "AWS::AccountId" : undefined;
  const open = [...new Set([...openNames(value), ...cases])].filter((name) => name !== own);
  if (open.length === 0) return;
  const named = open.map(shown).join(", ");
  throw new UsageError("undecided-value", `only the deployment of that document knows ${named}`, {
    hint: "--set NAME=VALUE or --parameters FILE tells a parameter; put the policy of the deployed stack otherwise",
  });
};
