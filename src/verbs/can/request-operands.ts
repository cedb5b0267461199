import type { Operand } from "../../cli/operand.ts";

/** Who asks for what: the operands of `can`, and of `wait`, which asks the same. */
export const requestOperands: readonly [principal: Operand, action: Operand] = [
  {
    name: "principal",
    about: "ARN, role/NAME, user/NAME, sso/NAME, account id, root-user:ID, service:NAME or me",
    named: { is: "principal" },
  },
  { name: "action", about: "such as kms:Decrypt", named: { is: "action" } },
];
