import type { SyntaxNode } from "../../policy/syntax.ts";
import { positionAt } from "../../policy/text/position.ts";
import type { Unknown } from "../contained.ts";
import { conditionsIn, decided } from "./conditions.ts";
import type { PolicyPlace } from "./policy-place.ts";
import { maximumConditions, type ResolvedPolicy } from "./resolve-policy.ts";

/**
 * Why the conditions in a policy leave nothing that can be read, and what to do about it: too many that no value decides meet in one statement,
 * or a function lacks the branch that is taken. Undefined where the policy was resolved.
 */
export const unresolved = (
  { text, scope }: PolicyPlace,
  value: SyntaxNode,
  resolved: ResolvedPolicy | undefined,
): Unknown | undefined => {
  if (resolved) return undefined;
  const names = [...conditionsIn(value)].filter((name) => decided(name, scope) === undefined);
  const why =
    names.length > maximumConditions
      ? `more than ${maximumConditions} open conditions meet in one statement; --set NAME=VALUE decides what ${names.join(", ")} ask`
      : "Fn::If takes a condition and two values, and the one that is taken here is missing: write both";
  const { line } = positionAt(text, value.start);
  return {
    ...{ state: "unknown", code: "policy-opaque", at: value.start, dependsOn: names },
    message: `line ${line}: ${why}`,
  };
};
