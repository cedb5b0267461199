import type { Context, GlobalOptions } from "../cli/app.ts";
import type { Flag, FlagsFor } from "../cli/flag.ts";
import type { Operand, OperandValue } from "../cli/operand.ts";
import type { DefaultView } from "../default-view/default-view.ts";
import type { ExitCode } from "../errors.ts";
import type { Outside } from "../outside.ts";
import type { Answer } from "../output/answer.ts";
import type { PlannedChange } from "./change/prepared.ts";

/** The headings under which the help lists the verbs, in its order. */
export type VerbGroup =
  "Look:" | "Change:" | "Administer and use:" | "Share:" | "Prove:" | "Many keys:" | "Try:" | "Set up:";

/** How `each` takes a verb: once for every key, or once for all of them together. */
export interface Many {
  readonly takes: "each key" | "all keys at once";
}

/** Under what the guided menu has a verb. */
export type MenuSection = "Users" | "Administrators" | "Sharing" | "Text" | "Questions" | "History";

/** A verb in the guided menu of a key. */
export interface MenuItem {
  readonly place: number;
  readonly section: MenuSection;
  readonly label: string;
  readonly about: string;
  /** Whether it makes sense for a key that looks like this. */
  readonly fits?: (view: DefaultView) => boolean;
}

/** What a verb tells about itself, apart from its operands and flags. */
interface Told {
  readonly name: string;
  /** Undefined: the help does not show it. */
  readonly group: VerbGroup | undefined;
  /** In a few words, for the list of verbs. */
  readonly summary: string;
  /** In sentences, for its own help. */
  readonly description: string;
  /** What the help writes behind the name; without it that follows from operands and flags. */
  readonly usage?: string;
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** `alone`: a program of its own, which hears Ctrl-C itself. */
  readonly kind: "reads" | "changes" | "alone";
  /** What `--json` prints, by its name in `schemas/output.schema.json`; undefined: nothing of its own. */
  readonly json: string | undefined;
  readonly many?: Many;
  readonly menu?: MenuItem;
}

/** A verb with all that was given to it: a command line that was understood. */
export interface Call {
  readonly verb: AnyVerb;
  readonly operands: readonly OperandValue[];
  readonly flags: object;
  readonly global: GlobalOptions;
}

/** The whole program, for a verb that runs others or tells of them. */
export interface Program {
  readonly verbs: readonly AnyVerb[];
  /** Understands the words of a command line, and runs nothing. Throws what commander throws. */
  readonly understand: (words: readonly string[], outside: Outside) => Promise<Call>;
  /** Runs a verb and prints its answer; the history keeps `args` as the command. Throws what the verb throws. */
  readonly run: (call: Call, args: readonly string[], outside: Outside) => Promise<ExitCode>;
}

/** What a verb does, once it is loaded. */
interface Loaded<Operands extends readonly OperandValue[], Flags extends object> {
  run(context: Context, operands: Operands, flags: Flags): Promise<Answer> | Answer;
  /** The same up to the write, for many keys: of verbs that change policies. */
  plan?(context: Context, operands: Operands, flags: Flags): Promise<PlannedChange>;
}

/**
 * A verb as a value: all that the program, `each`, the menu, completion, help and manual page know of it. What it does is loaded when it
 * is run; nothing heavy may be imported where it is declared.
 */
export interface Verb<Operands extends readonly OperandValue[], Flags extends object> extends Told {
  readonly operands: { readonly [Place in keyof Operands]: Operand };
  readonly flags: FlagsFor<Flags>;
  load(program: Program): Promise<Loaded<Operands, Flags>>;
}

/** A verb of the list, whatever its operands and flags are. */
export interface AnyVerb extends Told {
  readonly operands: readonly Operand[];
  readonly flags: Readonly<Record<string, Flag>>;
  load(program: Program): Promise<Loaded<readonly OperandValue[], object>>;
}
