import { RefusedError } from "../errors.ts";
import { next, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { ConditionTest } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { singlesOut } from "./caller-condition.ts";
import type { Operand } from "./operand.ts";
import { placeOf } from "./place.ts";
import { standingAccess, type Standing } from "./standing-access.ts";
import type { Taking } from "./take.ts";

/** What principals that the policy names nowhere may still do by an Allow for everyone, and through which: one sentence each. */
export const standingNotes = (
  document: PolicyDocument,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): readonly string[] => [
  ...new Set(
    operands.flatMap((operand) =>
      standing(document, operand, taking, facts).map((one) => noteOf(document, one, operand, taking)),
    ),
  ),
];

/**
 * Refuses a removal after which the key policy itself still lets a principal do what was to be taken away
 * (`access-remains`): by a condition that is made for it, or by an Allow for everyone where nothing was taken at all.
 */
export const refuseStanding = (
  before: PolicyDocument,
  after: PolicyDocument,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): void => {
  for (const operand of operands) {
    const found = standing(after, operand, taking, facts).filter(({ perhaps }) => !perhaps);
    const made = found.find(({ by }) => by.some((test) => singlesOut(test, operand)));
    const left = made ?? (after === before ? found[0] : undefined);
    if (!left) continue;
    throw new RefusedError("access-remains", noteOf(after, left, operand, taking).replace(/\.$/, ""), {
      hint: sentence`${advice(left)}: ${next("edit")}`,
    });
  }
};

const standing = (
  document: PolicyDocument,
  operand: Operand,
  taking: Taking,
  facts: KeyFacts,
): readonly Standing[] =>
  standingAccess(readPolicy(document), operand, (statement) => taking.core(statement), facts);

const noteOf = (
  document: PolicyDocument,
  { statement, by, perhaps }: Standing,
  { text, arn }: Operand,
  { what }: Taking,
): string => {
  const place = placeOf(document, statement.index);
  if (by.length === 0) {
    return statement.notPrincipal
      ? `Everyone but a few, ${text} too, has a share in ${what} through ${place}.`
      : `Everyone, the removed ones too, has a share in ${what} through ${place}.`;
  }
  const condition = by.map(testWords).join(" and ");
  return perhaps
    ? `Whoever meets ${condition}, perhaps ${text} too, has a share in ${what} through ${place}.`
    : `${text === arn ? arn : text} keeps a share in ${what} through ${place}, which lets it in by ${condition}.`;
};

const testWords = ({ key, operator, values }: ConditionTest): string => {
  const shown = values.length > 3 ? [...values.slice(0, 3), `${values.length - 3} more`] : values;
  return `${key} ${operator} ${shown.join(", ")}`;
};

const advice = ({ by }: Standing): string =>
  by.length === 0
    ? "name there those who are to keep it, instead of everyone"
    : "the condition lets in others as well: narrow it by hand";
