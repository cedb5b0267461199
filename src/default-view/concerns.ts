import type { Access, Condition } from "../access/types.ts";
import { isOfPermissionSet } from "../policy/permission-set.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { valuesFor } from "./caller-condition.ts";
import type { Operand } from "./operand.ts";

/**
 * True where a principal word of the access engine speaks of this operand: the identity itself, for a role also its
 * sessions (a role ARN covers them), for an account everyone in it.
 */
export const speaksOf = (word: string, operand: Operand): boolean => {
  if (word === operand.arn) return true;
  if (operand.kind === "sso") return isOfPermissionSet(word, operand.arn);
  const account = /^(?:account|root-user):(\d{12})/.exec(word)?.[1];
  const principal = parsePrincipal("AWS", word);
  const owner = account ?? ("account" in principal ? principal.account : undefined);
  if (operand.kind === "account") return owner === operand.account;
  return (
    operand.kind === "role" &&
    principal.kind === "session" &&
    principal.account === operand.account &&
    operand.arn.endsWith(`/${principal.role}`)
  );
};

/** The same for several operands. */
export const speaksOfAny =
  (operands: readonly Operand[]) =>
  (word: string): boolean =>
    operands.some((operand) => speaksOf(word, operand));

/**
 * The same for access that belongs to the operands by name or by its condition: `aws:username` tells a user whom the policy
 * names nowhere, `aws:SourceAccount` in whose name a service acts.
 */
export const belongsToAny =
  (operands: readonly Operand[], sources = false) =>
  (word: string, when: Access["when"]): boolean =>
    speaksOfAny(operands)(word) ||
    (when.length > 0 && when.every((all) => all.some((test) => isOfSome(test, operands, sources))));

/** Whether each of the values that a caller may have is that of one of the operands. */
const isOfSome = (
  { key, test, values, not }: Condition,
  operands: readonly Operand[],
  sources: boolean,
): boolean =>
  !not &&
  values.length > 0 &&
  values.every((value) =>
    operands.some(
      (operand) => valuesFor({ operator: test, key, values: [value] }, operand, sources).length === 1,
    ),
  );
