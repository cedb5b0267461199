import type { Context } from "../cli/app.ts";
import type { FileOptions } from "../cli/options.ts";

/** A verb whose operands are not all there. */
export interface OpenVerb {
  readonly name: string;
  readonly operands: readonly {
    readonly name: string;
    readonly variadic: boolean;
    readonly required: boolean;
  }[];
  /** The operands that were typed. */
  readonly given: readonly string[];
  /** The verb's own flags, as they were set, by their names in the code. */
  readonly flags: Readonly<Record<string, unknown>> & FileOptions;
  /** True where the verb has this flag. */
  readonly knows: (flag: string) => boolean;
}

/** What one question needs to know. */
export interface OperandQuestion {
  readonly context: Context;
  readonly verb: OpenVerb;
  /** The verb's first operand: what it works on. */
  readonly target: string;
  readonly several: boolean;
}

/** Asks for one operand; gives words of the command line: the operand, and flags that belong to it. */
export type OperandAsker = (question: OperandQuestion) => Promise<readonly string[]>;
