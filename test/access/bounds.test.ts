import { describe } from "vitest";
import { both, denyWhen, when } from "./both-ways.ts";
import { role } from "./evaluate-fixtures.ts";
import { from } from "./sources.ts";

// A value below, at and above the bound of each operator that compares, given and denied: the bound itself is what goes wrong.

const app = role("App");
const sides = ["below", "at", "above"] as const;
type Side = (typeof sides)[number];
const holds = {
  Equals: ["at"],
  NotEquals: ["below", "above"],
  LessThan: ["below"],
  LessThanEquals: ["below", "at"],
  GreaterThan: ["above"],
  GreaterThanEquals: ["at", "above"],
} as const;
type Operator = keyof typeof holds;
const operators = Object.keys(holds) as Operator[];
const kinds = [
  {
    kind: "Numeric",
    key: "aws:MultiFactorAuthAge",
    bound: "3600",
    values: { below: "3599", at: "3600", above: "3601" },
  },
  {
    kind: "Numeric",
    key: "aws:MultiFactorAuthAge",
    bound: "-1.5",
    values: { below: "-1.51", at: "-1.50", above: "-1.49" },
  },
  {
    kind: "Date",
    key: "aws:TokenIssueTime",
    bound: "2026-11-30T12:00:00Z",
    values: { below: "2026-11-30T11:59:59Z", at: "2026-11-30T12:00:00Z", above: "2026-11-30T12:00:01Z" },
  },
  {
    kind: "Date",
    key: "aws:TokenIssueTime",
    bound: "2026-11-30T12:00:00Z",
    values: {
      below: "2026-11-30T13:59:59+02:00",
      at: "2026-11-30T14:00:00+02:00",
      above: "2026-11-30T14:00:01+02:00",
    },
  },
] as const;

describe.each(kinds)("$kind operators at $bound of $key", ({ kind, key, bound, values }) => {
  const source = kind === "Date" ? from.dateOperators : from.numericOperators;
  const rows = Object.entries(holds).flatMap(([operator, held]) =>
    sides.map((side) => {
      const isHeld = (held as readonly string[]).includes(side);
      const condition = { [`${kind}${operator}`]: { [key]: bound } };
      return { name: `${kind}${operator} ${side} the bound`, condition, isHeld, value: values[side] };
    }),
  );
  both(
    rows.flatMap(({ name, condition, isHeld, value }) => [
      [
        `${name}: given`,
        source,
        [when(condition)],
        app,
        { [key]: value },
        isHeld ? "allowed" : "not-allowed",
      ] as const,
      [
        `${name}: denied`,
        source,
        denyWhen(condition),
        app,
        { [key]: value },
        isHeld ? "denied" : "allowed",
      ] as const,
    ]),
  );

  // What is given and not denied lies on one side of the bound, on the bound alone, or nowhere.
  both(
    operators.flatMap((given) =>
      operators.map((denied) => {
        const isIn = (operator: Operator, side: Side) => (holds[operator] as readonly Side[]).includes(side);
        const left = sides.find((side) => isIn(given, side) && !isIn(denied, side));
        const side = left ?? sides.find((one) => isIn(given, one)) ?? "at";
        const condition = (operator: Operator) => ({ [`${kind}${operator}`]: { [key]: bound } });
        return [
          `given ${given}, denied ${denied}`,
          source,
          [when(condition(given)), { Effect: "Deny", Principal: { AWS: "*" }, Condition: condition(denied) }],
          app,
          { [key]: values[side] },
          left ? "allowed" : "denied",
        ] as const;
      }),
    ),
  );
});
