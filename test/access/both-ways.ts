import { expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import type { AccessRequest, Decision } from "../../src/access/types.ts";
import { engineAnswer, isMirrored } from "./engine-answer.ts";
import { facts, policyOf, type StatementParts } from "./evaluate-fixtures.ts";
import { levelOf } from "./inside-access.ts";

/** What could be got wrong, where it is published, a policy, a request, and the answer. The action is kms:Decrypt if none is given. */
export type Row = readonly [
  trap: string,
  source: string,
  statements: readonly StatementParts[],
  principal: string,
  context: AccessRequest["context"],
  decision: Decision,
  action?: string,
];

/** Puts each row to the plain evaluator, to the engine, and to a comparison with a policy that gives nothing. */
export const both = (rows: readonly Row[]): void => {
  for (const [trap, source, statements, principal, context, decision, action = "kms:Decrypt"] of rows) {
    test(`${trap} (${source})`, () => {
      const policy = policyOf(statements);
      const request = { principal, action, context };
      const answer = evaluate(policy, request, facts);
      expect([answer.decision, answer.undecided]).toEqual([decision, undefined]);
      expect(engineAnswer(policy, request, facts)).toEqual({ level: levelOf(decision), undecided: [] });
      expect(isMirrored(policy, facts)).toBe(true);
    });
  }
};

/** Parts of a statement with this condition. */
export const when = (condition: StatementParts): StatementParts => ({ Condition: condition });

/** An Allow, and a Deny for everyone under a condition. */
export const denyWhen = (condition: StatementParts): readonly StatementParts[] => [
  {},
  { Effect: "Deny", Principal: { AWS: "*" }, Condition: condition },
];

/** Parts of a statement with this principal. */
export const named = (AWS: string | readonly string[]): StatementParts => ({ Principal: { AWS } });
