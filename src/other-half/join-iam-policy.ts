import { isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";

/**
 * An IAM policy that keeps what stands there and has the statements of `policy` too: one with the same Sid is replaced,
 * the others are added. What is attached in two steps (`--only use`, then `--only grants`) so loses neither.
 */
export const joinIamPolicy = (before: JsonObject | undefined, policy: JsonObject): JsonObject => {
  const fresh = new Map(statementsOf(policy).map((statement) => [sidOf(statement), statement]));
  const kept = before
    ? statementsOf(before).map((statement) => fresh.get(sidOf(statement)) ?? statement)
    : [];
  const there = new Set(kept.map(sidOf));
  const added = [...fresh].flatMap(([sid, statement]) => (there.has(sid) ? [] : [statement]));
  return { ...before, ...policy, Statement: [...kept, ...added] };
};

const statementsOf = ({ Statement }: JsonObject): readonly JsonValue[] => {
  if (Statement === undefined) return [];
  return isList(Statement) ? Statement : [Statement];
};

const sidOf = (statement: JsonValue): JsonValue | undefined =>
  isRecord(statement) ? statement["Sid"] : undefined;
