import type { Condition, Evaluation } from "../access/types.ts";
import { canCommand, keyWord } from "./why-commands.ts";
import { type Denial, readDenial } from "./why-denial.ts";
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
    const explanation = `Statement ${first.index + 1}${sid} of the key policy denies it.`;
    return { half: "explicit-deny", explanation, commands: [`kmspol edit ${keyWord(denial)}`] };
  }
  if (decision === "not-allowed" && otherwise.length > 0) {
    return {
      half: "condition",
      explanation: `The key policy allows it only if ${otherwise.map(wordsOf).join(", or ")}.`,
      commands: [canCommand(denial), `kmspol edit ${keyWord(denial)}`],
    };
  }
  if (decision === "allowed" && found.half !== "explicit-deny") return allowedNow(denial);
  if (decision === "needs-iam" && found.half !== "explicit-deny") {
    const explanation =
      "The key policy leaves it to IAM policies of the caller's account, and none allows it.";
    return { ...found, half: "iam", explanation };
  }
  return found;
};

/** KMS is eventually consistent (Developer Guide, "Eventual consistency"); the message may also be an old one. */
const allowedNow = (denial: Denial): Why => ({
  half: "other",
  explanation:
    "The key policy allows it as it stands now: try again, for a change takes up to some minutes to work everywhere." +
    " If it still fails, a permissions boundary, a session policy or a policy of the organization stops it.",
  commands: [canCommand(denial)],
});

const wordsOf = (conditions: readonly Condition[]): string =>
  conditions
    .map(({ key, test, values, not }) => `${not ? "not " : ""}${key} ${test} ${values.join(" or ")}`)
    .join(" and ");
