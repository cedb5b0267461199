import type { FileTarget } from "../ports.ts";
import { commandOn, type TypedTarget } from "../shell/typed-command.ts";
import type { PolicySubject } from "./types.ts";

/** What tells how a subject is named. */
export type Named = Pick<PolicySubject, "target" | "typed">;

/** How a subject is named in commands about it: as the user typed it; where nobody did, a key's ARN or a file's path. */
export const typedOf = ({ target, typed }: Named): TypedTarget =>
  typed ?? { operand: target.kind === "key" ? target.arn : fileOperand(target), flags: [] };

/**
 * A command about the subject, ready to be pasted. Unlike what the verbs themselves propose it leaves out what the flags tell about a
 * file's key: putting back, editing and looking need none of it.
 */
export const commandFor = (subject: Named, verb: string, ...words: readonly string[]): string =>
  commandOn(typedOf(subject.target.kind === "key" ? subject : { target: subject.target }), verb, ...words);

/** The command that opens the editor with the text of a file: it takes texts with errors too. Standard input has no editor. */
export const editResume = (subject: Named, path: string): string =>
  subject.target.kind === "file" && subject.target.path === "-"
    ? commandFor(subject, "put", path)
    : commandFor(subject, "edit", "--from", path);

/** A file, or a key of a document, as an operand. */
const fileOperand = ({ path, key }: FileTarget): string => (key === undefined ? path : `${path}#${key}`);
