import { SteppedBack } from "../errors.ts";
import type { Context } from "../cli/app.ts";
import type { Named, Operand } from "../cli/operand.ts";
import { askAccounts } from "./ask-accounts.ts";
import { askAction, askFile, askGroup } from "./ask-others.ts";
import { askPrincipals } from "./ask-principals.ts";
import { askService } from "./ask-service.ts";
import { askTarget } from "./ask-target.ts";
import type { Asked, OpenVerb, OperandQuestion } from "./operand-asker.ts";

/** True where every operand that is missing can be asked for. */
export const canAskFor = (verb: OpenVerb): boolean =>
  missingOperands(verb).every(({ named }) => named && named.is !== "code" && named.is !== "caller");

/**
 * Asks for the operands that are missing, one after the other; Esc goes back to the one before. Gives what was answered, for all of them
 * together and one by one. `before`: the answers of the last time, which are marked again. Throws SteppedBack for Esc at the first one.
 */
export const askOperands = async (
  context: Context,
  verb: OpenVerb,
  before: readonly Asked[] = [],
): Promise<Required<Asked> & { readonly answers: readonly Asked[] }> => {
  const missing = missingOperands(verb);
  const answers: Asked[] = [];
  while (answers.length < missing.length) {
    const { named, several = false } = missing[answers.length] ?? {};
    const target = verb.given[0] ?? answers[0]?.operands[0] ?? "";
    try {
      const asked = { context, verb, target, several, before: before[answers.length]?.operands };
      answers.push(named ? await ask(asked, named) : { operands: [] });
    } catch (error) {
      if (!(error instanceof SteppedBack) || answers.length === 0) throw error;
      answers.pop();
    }
  }
  const flags = answers.map((answer) => answer.flags ?? {});
  return {
    answers,
    operands: answers.flatMap(({ operands }) => operands),
    flags: Object.fromEntries(flags.flatMap((one) => Object.entries(one))),
  };
};

const ask = async (question: OperandQuestion, named: Named): Promise<Asked> => {
  switch (named.is) {
    case "target":
      return { operands: await askTarget(question, named) };
    case "principal":
      return { operands: await askPrincipals(question, named) };
    case "account":
      return askAccounts(question, named);
    case "service":
      return askService(question, named);
    case "group":
      return askGroup(question);
    case "action":
      return { operands: await askAction(question) };
    case "file":
      return { operands: await askFile(question) };
    default:
      return { operands: [] };
  }
};

const missingOperands = ({ operands, given }: OpenVerb): readonly Operand[] =>
  operands.filter(({ optional = false }, i) => !optional && given[i] === undefined);
