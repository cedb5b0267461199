import { SteppedBack } from "../errors.ts";
import type { Context } from "../cli/app.ts";
import { askAccounts } from "./ask-accounts.ts";
import { askAction, askFile, askGroup } from "./ask-others.ts";
import { askPrincipals } from "./ask-principals.ts";
import { askService } from "./ask-service.ts";
import { askTarget } from "./ask-target.ts";
import type { OpenVerb, OperandAsker } from "./operand-asker.ts";

const askers: Readonly<Record<string, OperandAsker>> = {
  target: askTarget,
  a: askTarget,
  b: askTarget,
  principal: askPrincipals,
  account: askAccounts,
  service: askService,
  group: askGroup,
  action: askAction,
  file: askFile,
};

/** True where every operand that is missing can be asked for. */
export const canAskFor = (verb: OpenVerb): boolean =>
  missingOperands(verb).every(({ name }) => Object.hasOwn(askers, name));

/**
 * Asks for the operands that are missing, one after the other; Esc goes back to the one before. Gives the words to
 * add to the command line. Throws SteppedBack for Esc at the first one.
 */
export const askOperands = async (context: Context, verb: OpenVerb): Promise<readonly string[]> => {
  const missing = missingOperands(verb);
  const answers: (readonly string[])[] = [];
  while (answers.length < missing.length) {
    const { name, variadic } = missing[answers.length] ?? { name: "", variadic: false };
    const target = verb.given[0] ?? answers[0]?.[0] ?? "";
    try {
      const ask = askers[name];
      answers.push((await ask?.({ context, verb, target, several: variadic })) ?? []);
    } catch (error) {
      if (!(error instanceof SteppedBack) || answers.length === 0) throw error;
      answers.pop();
    }
  }
  return answers.flat();
};

const missingOperands = ({ operands, given }: OpenVerb) =>
  operands.filter(({ required }, i) => required && given[i] === undefined);
