import type { Edit } from "../change/types.ts";
import { UsageError, type ExitCode } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { editTowards } from "../policy/edit-towards.ts";
import { documentValue } from "../policy/json-value.ts";
import { toPlainJson } from "../policy/json/plain-json.ts";
import type { Context } from "./app.ts";
import { change } from "./change.ts";
import { openSubject } from "./open-subject.ts";
import type { ChangeFlags } from "./options.ts";
import { openTarget } from "./open-target.ts";

/** Puts the policy of a file or of standard input. */
export const runPut = async (
  context: Context,
  operand: string,
  file: string,
  flags: ChangeFlags,
): Promise<ExitCode> => {
  if (operand === "-" && file === "-")
    throw new UsageError("bad-target", "standard input can only be read once");
  const replacement = await readReplacement(context, file, {});
  const subject = await openSubject(context, operand, flags);
  return change(context, subject, putEdit(replacement, file), flags);
};

/** The policy of a file, or of the one key that a document in it has. */
const readReplacement = async (
  context: Context,
  file: string,
  flags: ChangeFlags,
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
  if (document.dialect) return editTowards(document, documentValue(replacement)).text;
  if (document.format === replacement.format) return replacement.text;
  if (document.format === "json") return toPlainJson(replacement);
  return editTowards(document, documentValue(replacement)).text;
};
