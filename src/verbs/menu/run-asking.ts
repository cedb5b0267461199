import { askOperands, canAskFor } from "../../ask/ask-operands.ts";
import type { Asked } from "../../ask/operand-asker.ts";
import type { GlobalOptions } from "../../cli/app.ts";
import { createContext } from "../../cli/create-context.ts";
import type { Flag } from "../../cli/flag.ts";
import type { Operand, OperandValue } from "../../cli/operand.ts";
import { shareAws } from "../../cli/share-aws.ts";
import { SteppedBack, type ExitCode } from "../../errors.ts";
import type { Outside } from "../../outside.ts";
import type { AnyVerb, Program } from "../verb.ts";

/** A verb that lacks operands. */
export interface LackingCall {
  readonly verb: AnyVerb;
  /** The operands that are there, as words. */
  readonly given: readonly string[];
  readonly flags: Readonly<Record<string, unknown>>;
  readonly global: GlobalOptions;
  /** The words of the command line that say all this. */
  readonly args: readonly string[];
}

/** Whether every operand that a verb lacks can be asked for. */
export const canAsk = (call: LackingCall): boolean => canAskFor(openVerb(call));

/**
 * Asks for the operands that a verb lacks, if it lacks any, then runs it; Esc at the verb's own question goes back to the last operand.
 * Throws SteppedBack for Esc at the first one, and what the verb throws.
 */
export const runAsking = async (call: LackingCall, outside: Outside, program: Program): Promise<ExitCode> => {
  const { verb, given, flags, global, args } = call;
  const shared = shareAws(outside);
  const context = createContext(global, args, shared);
  for (let before: readonly Asked[] = []; ;) {
    const asked = await askOperands(context, openVerb(call), before);
    before = asked.answers;
    const operands = inPlaces(verb.operands, [...given, ...asked.operands]);
    const whole = { verb, operands, flags: { ...flags, ...asked.flags }, global };
    const words = [...args, ...asked.operands, ...wordsOf(verb.flags, asked.flags)];
    try {
      return await program.run(whole, words, shared);
    } catch (problem) {
      if (!(problem instanceof SteppedBack) || asked.operands.length === 0) throw problem;
    }
  }
};

const openVerb = ({ verb, given, flags }: LackingCall) => ({
  operands: verb.operands,
  given,
  flags,
  knows: (flag: string) => Object.hasOwn(verb.flags, flag),
});

const inPlaces = (operands: readonly Operand[], words: readonly string[]): readonly OperandValue[] =>
  operands.map(({ several = false }, place) => (several ? words.slice(place) : words[place]));

/** Flags as they would be typed: the history keeps a command that does the same. */
const wordsOf = (
  flags: Readonly<Record<string, Flag>>,
  values: Required<Asked>["flags"],
): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const [flag = ""] = /--[\w-]+/.exec(flags[name]?.words ?? "") ?? [];
    if (typeof value === "boolean") return value ? [flag] : [];
    return (typeof value === "string" ? [value] : value).flatMap((one) => [flag, one]);
  });
