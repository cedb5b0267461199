import type { Context } from "../cli/app.ts";
import type { Named, Operand } from "../cli/operand.ts";
import type { FileOptions } from "../cli/options.ts";

/** A verb whose operands are not all there. */
export interface OpenVerb {
  readonly operands: readonly Operand[];
  /** The operands that were typed. */
  readonly given: readonly string[];
  /** The verb's own flags, as they were set, by their names in the code. */
  readonly flags: Readonly<Record<string, unknown>> & FileOptions;
  /** True where the verb has a flag of that name. */
  readonly knows: (flag: string) => boolean;
}

/** What one question needs to know. */
export interface OperandQuestion {
  readonly context: Context;
  readonly verb: OpenVerb;
  /** The verb's first operand: what it works on. */
  readonly target: string;
  readonly several: boolean;
  /** What was answered when the question was asked before. */
  readonly before?: readonly string[] | undefined;
}

/** What is to be asked for: an operand that names something of that kind. */
export type NamedBy<Is extends Named["is"]> = Extract<Named, { readonly is: Is }>;

/** What was answered: words for the operand, and flags that belong to it, by their names in the code. */
export interface Asked {
  readonly operands: readonly string[];
  readonly flags?: Readonly<Record<string, string | readonly string[] | boolean>>;
}
