import type { Caller } from "../callers/caller.ts";
import type { Test } from "../conditions/condition-test.ts";

type Values = readonly string[];

/**
 * Adds to the context what makes a test with a policy variable (`${aws:PrincipalTag/team}`) turn out as wanted, where one can see how:
 * the variable gets a value, and the key what the pattern then says. The evaluator has the last word.
 */
export const variableContext = (
  test: Test,
  truth: boolean,
  context: Map<string, Values>,
  caller: Caller,
): void => {
  const mustMatch = truth !== test.negated;
  if (test.whenAbsent === truth || context.has(test.key)) return;
  const [pattern] = test.condition.values;
  if (pattern === undefined || test.doubt !== undefined) return;
  if (!mustMatch) context.set(test.key, ["x"]);
  else context.set(test.key, [filled(pattern, context, caller)]);
};

const filled = (pattern: string, context: Map<string, Values>, caller: Caller): string =>
  pattern.replace(/\$\{([^}]*)\}|[*?]/g, (piece, inner?: string) => {
    if (piece === "*") return "";
    if (piece === "?" || inner === undefined) return "x";
    if (/^[*?$]$/.test(inner)) return inner;
    return variableValue(inner, context, caller);
  });

const variableValue = (inner: string, context: Map<string, Values>, caller: Caller): string => {
  const [, key = inner, fallback] = /^([^,]*[^,\s])\s*(?:,\s*'([^']*)')?$/.exec(inner.trim()) ?? [];
  const known = caller.keys.get(key.toLowerCase())?.[0] ?? context.get(key.toLowerCase())?.[0] ?? fallback;
  if (known === undefined) context.set(key.toLowerCase(), ["value"]);
  return known ?? "value";
};
