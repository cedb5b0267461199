import { RefusedError, UsageError } from "../errors.ts";
import { next, sentence } from "../next-command.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parseOperand, type Operand } from "./operand.ts";
import { withReservedPath } from "./reserved-operand.ts";

/**
 * Reads the operands of grant-account and revoke-account: 12 digits or a root ARN. Throws UsageError for anything else,
 * (`reserved-role-path` for a role of AWS's own without its path), RefusedError (`own-account`) for the account that owns the key.
 */
export const accountOperands = (texts: readonly string[], facts: KeyFacts): readonly Operand[] =>
  texts.map((text) => {
    const operand = parseOperand(text, facts);
    if (operand.kind !== "account") {
      // Throws where even add-user would not take it.
      const asUser = operand.kind === "role" ? withReservedPath(operand.arn, facts)?.arn : undefined;
      throw notAnAccount(text, asUser ?? text);
    }
    if (operand.account === facts.account) throw ownAccount(text);
    return operand;
  });

const notAnAccount = (text: string, asUser: string): UsageError =>
  new UsageError("invalid-account-id", `${text} is no account`, {
    hint: sentence`write the account's 12 digits; ${next("add-user", [asUser])} makes a single principal a user`,
  });

const ownAccount = (text: string): RefusedError =>
  new RefusedError("own-account", `the key belongs to account ${text} itself`, {
    hint: "in its own account add-user names users and roles; add-group --via-iam leaves it to IAM policies",
  });
