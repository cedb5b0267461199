import { type Operand, target } from "../../cli/operand.ts";
import type { ChangeFlags } from "../../cli/options.ts";
import type { Verb } from "../verb.ts";
import type { DocumentChange } from "./document-edit.ts";

/** The target, and behind it what the verb is about, where it needs more. */
type Operands = readonly [target: string, ...more: (readonly string[])[]];

/** A verb that is a function on the document: what it tells about itself, and the function. */
interface DocumentVerb<Flags extends ChangeFlags>
  extends
    Pick<Verb<Operands, Flags>, "name" | "group" | "summary" | "description" | "flags" | "examples" | "menu">,
    DocumentChange<Flags> {
  readonly operand?: Operand;
}

/** Makes a verb of a function on the document. */
export const documentVerb = <Flags extends ChangeFlags = ChangeFlags>(
  verb: DocumentVerb<Flags>,
): Verb<Operands, Flags> => ({
  ...verb,
  operands: [target("key id, ARN, alias/NAME, policy file or -"), ...(verb.operand ? [verb.operand] : [])],
  kind: "changes",
  json: "change",
  many: { takes: "each key" },
  load: async () => (await import("./run-document-verb.ts")).documentChange(verb),
});
