import { commandOn } from "../default-view/command-on.ts";
import type { FileTarget } from "../ports.ts";
import type { PolicySubject } from "./types.ts";

/**
 * A command about the subject, ready to be pasted: the target as the user typed it, with the flags that lead to the
 * same account and Region. Where nobody typed it, a key's ARN or a file's path. Unlike the verbs' own hints it leaves
 * out what the flags tell about a file's key: putting back, editing and looking need none of it.
 */
export const commandFor = (
  { target, facts: { typed } }: Pick<PolicySubject, "target" | "facts">,
  verb: string,
  ...operands: readonly string[]
): string => {
  const named = { operand: target.kind === "key" ? target.arn : fileOperand(target), flags: [] };
  return commandOn({ typed: target.kind === "key" ? (typed ?? named) : named }, verb, ...operands);
};

/** The command that opens the editor with the text of a file: it takes texts with errors too. Standard input has no editor. */
export const editResume = (subject: Pick<PolicySubject, "target" | "facts">, path: string): string =>
  subject.target.kind === "file" && subject.target.path === "-"
    ? commandFor(subject, "put", path)
    : commandFor(subject, "edit", "--from", path);

/** A file, or a key of a document, as an operand. */
const fileOperand = ({ path, key }: FileTarget): string => (key === undefined ? path : `${path}#${key}`);
