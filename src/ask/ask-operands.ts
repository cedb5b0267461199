import { SteppedBack } from "../errors.ts";
import type { Context } from "../cli/app.ts";
import type { Named, Operand } from "../cli/operand.ts";
import { askAccounts } from "./ask-accounts.ts";
import { askAction, askFile, askGroup } from "./ask-others.ts";
import { askPrincipals } from "./ask-principals.ts";
import { askService } from "./ask-service.ts";
import { askTarget } from "./ask-target.ts";
import type { OpenVerb, OperandQuestion } from "./operand-asker.ts";

/** True where every operand that is missing can be asked for. */
export const canAskFor = (verb: OpenVerb): boolean =>
  missingOperands(verb).every(({ named }) => named && named.is !== "code" && named.is !== "caller");

/**
 * Asks for the operands that are missing, one after the other; Esc goes back to the one before. Gives the words to
 * add to the command line. Throws SteppedBack for Esc at the first one.
 */
export const askOperands = async (context: Context, verb: OpenVerb): Promise<readonly string[]> => {
  const missing = missingOperands(verb);
  const answers: (readonly string[])[] = [];
  while (answers.length < missing.length) {
    const { named, several = false } = missing[answers.length] ?? {};
    const target = verb.given[0] ?? answers[0]?.[0] ?? "";
    try {
      answers.push(named ? await ask({ context, verb, target, several }, named) : []);
    } catch (error) {
      if (!(error instanceof SteppedBack) || answers.length === 0) throw error;
      answers.pop();
    }
  }
  return answers.flat();
};

const ask = async (question: OperandQuestion, named: Named): Promise<readonly string[]> => {
  switch (named.is) {
    case "target":
      return askTarget(question, named);
    case "principal":
      return askPrincipals(question, named);
    case "account":
      return askAccounts(question, named);
    case "service":
      return askService(question);
    case "group":
      return askGroup(question);
    case "action":
      return askAction(question);
    case "file":
      return askFile(question);
    default:
      return [];
  }
};

const missingOperands = ({ operands, given }: OpenVerb): readonly Operand[] =>
  operands.filter(({ optional = false }, i) => !optional && given[i] === undefined);
