import type { Condition, Evaluation } from "../access/types.ts";
import { canCommand, keyWord } from "./why-commands.ts";
import { readDenial } from "./why-denial.ts";
import type { Why } from "./why.ts";

/**
 * Sharpens the reading of a message by what the key policy really says (`evaluation` of the same caller and action,
 * with an empty context): an explicit Deny, a condition that is not met, or IAM. A message that blames another layer stays.
 */
export const refineWhy = (found: Why, message: string, evaluation: Evaluation): Why => {
  const denial = readDenial(message);
  if (!denial || found.half === "iam" || (found.half === "other" && denial.reason.kind !== "unsaid"))
    return found;
  const { decision, otherwise = [], statements } = evaluation;
  const [first] = statements;
  if (decision === "denied" && first) {
    const sid = first.sid === undefined ? "" : ` "${first.sid}"`;
    const explanation = `Statement ${first.index}${sid} of the key policy denies it.`;
    return { half: "explicit-deny", explanation, commands: [`kmspol edit ${keyWord(denial)}`] };
  }
  if (decision === "not-allowed" && otherwise.length > 0) {
    return {
      half: "condition",
      explanation: `The key policy allows it only if ${otherwise.map(wordsOf).join(", or ")}.`,
      commands: [canCommand(denial), `kmspol edit ${keyWord(denial)}`],
    };
  }
  if (decision === "needs-iam" && found.half !== "explicit-deny") {
    const explanation =
      "The key policy leaves it to IAM policies of the caller's account, and none allows it.";
    return { ...found, half: "iam", explanation };
  }
  return found;
};

const wordsOf = (conditions: readonly Condition[]): string =>
  conditions
    .map(({ key, test, values, not }) => `${not ? "not " : ""}${key} ${test} ${values.join(" or ")}`)
    .join(" and ");
