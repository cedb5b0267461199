import type { Edit, EditResult, PolicySubject } from "../change/types.ts";
import { UsageError, type ExitCode } from "../errors.ts";
import type { Context } from "./app.ts";
import { change } from "./change.ts";
import type { DocumentEdit, DocumentVerb } from "./document-verb.ts";
import { openSubject } from "./open-subject.ts";
import type { ChangeFlags } from "./options.ts";
import { withPaths } from "./with-paths.ts";

/** Runs a verb that is a function on the document down the write path. */
export const runDocumentVerb = async <Flags extends ChangeFlags>(
  context: Context,
  verb: DocumentVerb<Flags>,
  target: string,
  typed: readonly string[],
  flags: Flags,
): Promise<ExitCode> => {
  const operands = await listed(context, target, typed);
  const [edit, subject] = await Promise.all([verb.load(), openSubject(context, target, flags)]);
  const whole = verb.addsPrincipals === true ? await withPaths(context, subject, operands) : operands;
  return change(context, subject, documentEdit(edit, subject, whole, flags), flags);
};

/** `-` stands for a list on standard input, one operand a line. Throws UsageError (`missing-operand`) for an empty one. */
const listed = async (
  context: Context,
  target: string,
  typed: readonly string[],
): Promise<readonly string[]> => {
  if (!typed.includes("-")) return typed;
  if (target === "-" || typed.filter((operand) => operand === "-").length > 1) {
    throw new UsageError("bad-target", "standard input can only be read once");
  }
  const text = await (await context.outside.files()).readStdin();
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  const operands = typed.flatMap((operand) =>
    operand === "-" ? lines.filter((line) => line !== "") : [operand],
  );
  if (operands.length > 0) return operands;
  throw new UsageError("missing-operand", "the list on standard input is empty");
};

const documentEdit = <Flags>(
  edit: DocumentEdit<Flags>,
  { facts }: PolicySubject,
  operands: readonly string[],
  flags: Flags,
): Edit => ({
  repeatable: false,
  make: ({ document }): EditResult => {
    const { document: after, ...more } = edit(document, operands, facts, flags);
    return { text: after.text, ...more };
  },
});
