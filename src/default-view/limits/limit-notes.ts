import type { PolicyDocument } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { ConditionTest } from "../../policy/model.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { haveSameTests } from "../condition-tests.ts";
import { next, type Sentence, sentence } from "../../next-command.ts";
import type { Operand } from "../operand.ts";
import { holdsUnder } from "./give-own.ts";
import { limitSentence } from "./limit-words.ts";
import { actionsFor, type OwnStatement } from "./share.ts";
import { isKnownVia } from "./via.ts";

/** What should be known of conditions: what they leave out, when they end, and for whom they come too late. One sentence each. */
export const limitNotes = (
  { before, after }: { readonly before: PolicyDocument; readonly after: PolicyDocument },
  operands: readonly Operand[],
  wanted: readonly OwnStatement[],
  limits: readonly ConditionTest[],
  facts: KeyFacts,
): readonly Sentence[] => [
  ...operands.flatMap((operand) => widerNotes(before, operand, wanted, limits, facts)),
  ...(before === after ? [] : [...deadNotes(wanted, facts), ...limits.flatMap(testNotes)]),
];

/** A statement under conditions takes nothing from who has the same without them. */
const widerNotes = (
  document: PolicyDocument,
  operand: Operand,
  wanted: readonly OwnStatement[],
  limits: readonly ConditionTest[],
  facts: KeyFacts,
): readonly Sentence[] => {
  if (limits.length === 0) return [];
  const policy = readPolicy(document);
  const isWider = wanted.some((one) => {
    const tests = one.tests.filter((test) => !limits.includes(test));
    return holdsUnder(policy, { actions: one.actions, tests }, operand, facts);
  });
  const verb = wanted.some(({ share }) => share === "admin") ? "remove-admin" : "remove-user";
  return isWider
    ? [
        sentence`${operand.arn} has that already without the condition (${limitSentence(limits)}), which takes nothing from it: ${next(verb, [operand.text])} first.`,
      ]
    : [];
};

const deadNotes = (wanted: readonly OwnStatement[], facts: KeyFacts): readonly string[] => {
  const left = new Set(
    wanted.flatMap(({ share, actions, mayDelete }) =>
      actionsFor(share, facts, mayDelete).filter((action) => !actions.includes(action)),
    ),
  );
  return left.size === 0
    ? []
    : [
        `${[...left].join(", ")} carry no encryption context, could never meet that condition, and are left out.`,
      ];
};

const testNotes = ({ key, values }: ConditionTest): readonly string[] => {
  if (key === "aws:CurrentTime")
    return [`The access ends at ${values.join()} (UTC); the statement stays until it is removed.`];
  const unknown = key === "kms:ViaService" ? values.filter((value) => !isKnownVia(value)) : [];
  return unknown.map((value) => `Whether ${value} uses keys for its callers is not known to this kmspol.`);
};

/** What a removal says where no statement is under just these conditions. */
export const noneUnder = (
  document: PolicyDocument,
  limits: readonly ConditionTest[],
): readonly Sentence[] => {
  const isThere = readPolicy(document).statements.some(({ conditions }) =>
    limits.every((limit) => conditions.some((test) => haveSameTests([test], [limit]))),
  );
  return isThere
    ? []
    : [
        sentence`No statement is under just this condition (${limitSentence(limits)}): ${next("show")} tells what there is.`,
      ];
};
