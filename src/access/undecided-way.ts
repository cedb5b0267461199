import { fixedParts } from "../policy/symbols.ts";
import { evaluateCondition } from "./evaluator/condition.ts";
import { requestContext } from "./evaluator/request-context.ts";
import { isUnknown } from "./evaluator/truth.ts";
import type { Condition } from "./types.ts";

// A value of each kind that is there to be compared with.
const values = ["true", "1", "2026-01-01T00:00:00Z", "192.0.2.1", "QQ=="];

/**
 * Why nobody can tell whether requests meet these conditions, whatever value they give: a bound that is no number, no date, no address.
 * Undefined where some value settles each of them.
 */
export const whyUndecidedWay = (way: readonly Condition[]): string | undefined => {
  const reasons = way.flatMap((condition) => whyUndecided(condition) ?? []);
  return reasons.length === 0 ? undefined : [...new Set(reasons)].join("; ");
};

const whyUndecided = ({ key, test, values: wanted }: Condition): string | undefined => {
  // What is filled in later is told by its name.
  if (wanted.some((value) => fixedParts(value))) return undefined;
  const truths = values.map((value) =>
    evaluateCondition(
      { operator: test, key, values: wanted },
      { context: requestContext([], [[key, [value]]]), variables: false },
    ),
  );
  return truths.every(isUnknown) ? truths[0]?.because : undefined;
};
