import type { Edit, EditResult, PolicySubject } from "../../change/types.ts";
import { UsageError } from "../../errors.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { Context } from "../../cli/app.ts";
import { changing, type Changing } from "./changing.ts";
import type { PreparedChange } from "./prepared.ts";
import type { DocumentChange, DocumentEditResult } from "./document-edit.ts";
import { type Named, openEditableBeside } from "../../target/open-editable.ts";
import type { ChangeFlags, HalfFlags } from "../../cli/options.ts";
import type { GrantsFlags } from "./grants-option.ts";
import { type Remains, whatRemains } from "./removal-notes.ts";
import { withPaths } from "../../target/with-paths.ts";

/** What a verb that is a function on the document does. */
export const documentChange = <Flags extends ChangeFlags & HalfFlags & GrantsFlags>(
  verb: DocumentChange<Flags>,
): Changing<readonly [target: string, ...more: (readonly string[])[]], Flags> =>
  changing((context, [target, typed = []], flags) =>
    prepareDocumentVerb(context, verb, target, typed, flags),
  );

const prepareDocumentVerb = async <Flags extends ChangeFlags & HalfFlags & GrantsFlags>(
  context: Context,
  verb: DocumentChange<Flags>,
  target: string,
  typed: readonly string[],
  flags: Flags,
): Promise<PreparedChange> => {
  const listed = await operandList(context, target, typed);
  const asTyped = { operands: listed, notes: [] };
  const named = (subject: Named) =>
    verb.addsPrincipals ? withPaths(context, subject, listed) : Promise.resolve(asTyped);
  const [make, { subject, beside }] = await Promise.all([
    verb.edit(),
    openEditableBeside(context, target, flags, named),
  ]);
  const { operands, notes } = beside;
  requireGrants(subject, flags);
  const half = await verb.otherHalf?.(context, subject, operands, flags);
  const left = verb.removesPrincipals
    ? (document: PolicyDocument) => whatRemains(context, subject, document, operands, flags.grants ?? false)
    : () => ({ notes });
  const now = context.outside.clock.now();
  const edit = documentEdit((document) => make(document, operands, subject.facts, flags, now), left);
  // With grants to revoke there is a second step, even without a half in IAM.
  const hasMore = half !== undefined || flags.grants === true;
  return { subject, edit, flags, ...(hasMore && { halves: half ? [half] : [] }) };
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
    throw new UsageError("bad-target", "standard input can only be read once", {
      hint: "give the others on the command line",
    });
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

/** Throws UsageError (`grants-of-file`, `conflicting-flags`) where there is none to revoke, or it would be more than was asked. */
const requireGrants = ({ target }: PolicySubject, { grants, only }: GrantsFlags): void => {
  if (!grants) return;
  if (target.kind === "file")
    throw new UsageError("grants-of-file", "a policy file has no grants", { hint: "--grants needs a key" });
  if (only)
    throw new UsageError("conflicting-flags", "--only takes a part, and --grants would take all grants", {
      hint: "leave --grants out: the grants are then named, each with the command that revokes it",
    });
};

const documentEdit = (
  make: (document: PolicyDocument) => DocumentEditResult,
  remains: (document: PolicyDocument) => Remains | Promise<Remains>,
): Edit => ({
  repeatable: false,
  make: async ({ document }): Promise<EditResult> => {
    const { document: after, ...more } = make(document);
    const { notes, revokes } = await remains(document);
    return {
      text: after.text,
      document: after,
      ...more,
      ...(revokes && { revokes }),
      notes: [...notes, ...more.notes],
    };
  },
});
