import type { Command, CommanderError } from "commander";
import { SteppedBack, type ExitCode } from "../../errors.ts";
import type { Outside } from "../../outside.ts";
import { askOperands, canAskFor } from "../../ask/ask-operands.ts";
import type { OpenVerb } from "../../ask/operand-asker.ts";
import type { AnyVerb, Program } from "../verb.ts";
import { createContext } from "../../cli/create-context.ts";
import { shareAws } from "../../cli/share-aws.ts";

/** A command line that lacks operands. */
export interface LackingLine {
  readonly program: Command;
  readonly args: readonly string[];
  readonly outside: Outside;
  readonly whole: Program;
  /** What commander said. */
  readonly error: CommanderError;
}

/**
 * Asks for the operands that a verb lacks, then runs the whole command line; Esc at the verb's own question goes back
 * to the last operand. Throws the error itself where an operand is none that can be asked for.
 */
export const runWithAsked = async ({
  program,
  args,
  outside,
  whole,
  error,
}: LackingLine): Promise<ExitCode> => {
  const command = program.commands.find((verb) => verb.name() === program.args[0]);
  const declared = whole.verbs.find(({ name }) => name === program.args[0]);
  const verb = command && declared && openVerb(command, declared);
  if (!verb || !canAskFor(verb)) throw error;
  const shared = shareAws(outside);
  const context = await createContext(command.optsWithGlobals(), args, shared);
  for (;;) {
    const words = await askOperands(context, verb);
    try {
      return await whole.again([...args, ...words], shared);
    } catch (problem) {
      if (!(problem instanceof SteppedBack)) throw problem;
    }
  }
};

const openVerb = (command: Command, { operands, flags }: AnyVerb): OpenVerb => ({
  operands,
  given: command.args,
  flags: command.opts(),
  knows: (flag) => Object.hasOwn(flags, flag),
});
