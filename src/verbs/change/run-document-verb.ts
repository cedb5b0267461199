import type { Edit, EditResult } from "../../change/types.ts";
import { UsageError, type ExitCode } from "../../errors.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { Context } from "../../cli/app.ts";
import { change } from "./change.ts";
import { changeBoth } from "./change-both.ts";
import type { DocumentChange, DocumentEditResult } from "./document-edit.ts";
import { openEditable } from "../../target/open-subject.ts";
import type { ChangeFlags } from "../../cli/options.ts";
import { removalNotes } from "./removal-notes.ts";
import { withPaths } from "../../target/with-paths.ts";

/** Runs a verb that is a function on the document down the write path. */
export const runDocumentVerb = async <Flags extends ChangeFlags>(
  context: Context,
  verb: DocumentChange<Flags>,
  target: string,
  typed: readonly string[],
  flags: Flags,
): Promise<ExitCode> => {
  const listed = await operandList(context, target, typed);
  const [make, subject] = await Promise.all([verb.edit(), openEditable(context, target, flags)]);
  const { operands, notes } = verb.addsPrincipals
    ? await withPaths(context, subject, listed)
    : { operands: listed, notes: [] };
  const half = await verb.otherHalf?.(context, subject, operands, flags);
  const left = verb.removesPrincipals
    ? (document: PolicyDocument) => removalNotes(context, subject, document, operands)
    : () => notes;
  const now = context.outside.clock.now();
  const edit = documentEdit((document) => make(document, operands, subject.facts, flags, now), left);
  return half ? changeBoth(context, subject, edit, flags, [half]) : change(context, subject, edit, flags);
};

/**
 * `-` stands for a list on standard input, one operand a line; empty lines, and what follows a `#` at the start of a line
 * or behind a space, are nothing. Throws UsageError (`missing-operand`) for an empty list.
 */
export const operandList = async (
  context: Context,
  target: string,
  typed: readonly string[],
): Promise<readonly string[]> => {
  if (!typed.includes("-")) return typed;
  if (target === "-" || typed.filter((operand) => operand === "-").length > 1) {
    throw new UsageError("bad-target", "standard input can only be read once");
  }
  const text = await (await context.outside.files()).readStdin();
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.replace(/(^|\s)#.*$/, "").trim());
  const operands = typed.flatMap((operand) =>
    operand === "-" ? lines.filter((line) => line !== "") : [operand],
  );
  if (operands.length > 0) return operands;
  throw new UsageError("missing-operand", "the list on standard input is empty", {
    hint: "write one a line; empty lines and what follows a # are left out",
  });
};

const documentEdit = (
  make: (document: PolicyDocument) => DocumentEditResult,
  moreNotes: (document: PolicyDocument) => readonly string[] | Promise<readonly string[]>,
): Edit => ({
  repeatable: false,
  make: async ({ document }): Promise<EditResult> => {
    const { document: after, ...more } = make(document);
    return { text: after.text, ...more, notes: [...(await moreNotes(document)), ...more.notes] };
  },
});
