import { describe, expect, test } from "vitest";
import { dimensionsOf } from "../../src/access/engine/boxes/dimension.ts";
import { compileCondition } from "../../src/access/engine/conditions/compile-condition.ts";
import { describeCells, negated } from "../../src/access/engine/words/describe-cells.ts";
import { joinAlternatives, joinConjunction } from "../../src/access/engine/words/join-conditions.ts";
import { evaluateCondition } from "../../src/access/evaluator/condition.ts";
import { requestContext } from "../../src/access/evaluator/request-context.ts";
import type { Condition } from "../../src/access/types.ts";

// However few words are made of a set of requests: they have to mean the same requests, which the plain evaluator is asked.

type Values = readonly string[];
const holds = (
  { key, test: operator, values, not = false }: Condition,
  context: Readonly<Record<string, Values>>,
): boolean => {
  const scope = { context: requestContext([], Object.entries(context)), variables: true };
  const truth = evaluateCondition({ operator, key, values }, scope);
  if (typeof truth !== "boolean") throw new Error(truth.because);
  return truth !== not;
};
const says = (test: string, values: string, rest: Partial<Condition> = {}): Condition => ({
  ...{ key: "aws:k", test, values: values.split(" ") },
  ...rest,
});

const contexts: readonly Readonly<Record<string, Values>>[] = [undefined, "a", "b", "ab", "c"].flatMap(
  (one) =>
    [undefined, "a"].map((other) => ({ ...(one && { "aws:k": [one] }), ...(other && { "aws:l": [other] }) })),
);
const some: readonly Condition[] = [
  says("StringEquals", "a"),
  says("stringequals", "b", { key: "AWS:K" }),
  says("StringEquals", "a b"),
  says("StringEquals", "a", { not: true }),
  says("StringEquals", "b c", { not: true }),
  says("StringNotEquals", "a"),
  says("StringNotEquals", "c"),
  says("StringNotEquals", "a", { not: true }),
  says("StringLike", "a*"),
  says("StringLike", "a*", { not: true }),
  says("StringNotLike", "*b"),
  says("StringEqualsIfExists", "a"),
  says("ForAnyValue:StringEquals", "a"),
  says("ForAnyValue:StringEquals", "b", { not: true }),
  says("Null", "false"),
  says("StringEquals", "a", { key: "aws:l" }),
];
/** In which of the contexts it holds, as `0110…`. */
const any = (ways: readonly (readonly Condition[])[]) =>
  contexts.map((context) => Number(ways.some((so) => so.every((one) => holds(one, context))))).join("");
const all = (conditions: readonly Condition[]) => any([conditions]);

describe("conditions are joined", () => {
  test("those that hold together, without another meaning", () => {
    const together = some.flatMap((one) =>
      some.flatMap((two) => [[one, two], ...some.slice(0, 2).map((three) => [one, two, three])]),
    );
    expect(together.filter((conditions) => all(joinConjunction(conditions)) !== all(conditions))).toEqual([]);
  });
  test("alternatives, without another meaning", () => {
    const apart = some.flatMap((one) =>
      some.flatMap((two) => [
        [[one], [two]],
        [[one, two], [two]],
        [[one, two], [one, says("Null", "false")], [two]],
      ]),
    );
    expect(apart.filter((ways) => any(joinAlternatives(ways)) !== any(ways))).toEqual([]);
  });
  test.each<[what: string, conditions: readonly Condition[], joined: readonly Condition[]]>([
    [
      "what excludes alike",
      [says("StringNotEquals", "a"), says("stringnotequals", "b a")],
      [says("StringNotEquals", "a b")],
    ],
    [
      "… by `not`",
      [says("StringEquals", "a", { not: true }), says("StringEquals", "b", { not: true })],
      [says("StringEquals", "a b", { not: true })],
    ],
    [
      "what is said twice",
      [says("StringEquals", "a b"), says("StringEquals", "b a")],
      [says("StringEquals", "a b")],
    ],
    [
      "what is excluded of what is demanded",
      [says("StringEquals", "a b"), says("StringNotEquals", "a")],
      [says("StringEquals", "b")],
    ],
    [
      "… by `not`",
      [says("StringEquals", "a", { not: true }), says("StringEquals", "a b")],
      [says("StringEquals", "b")],
    ],
  ])("%s", (_, conditions, joined) => {
    expect(joinConjunction(conditions)).toEqual(joined);
  });
  const l = says("StringEquals", "a", { key: "aws:l" });
  test.each<
    [what: string, ways: readonly (readonly Condition[])[], joined: readonly (readonly Condition[])[]]
  >([
    [
      "values of one condition",
      [[says("StringEquals", "a")], [says("StringEquals", "b")]],
      [[says("StringEquals", "a b")]],
    ],
    [
      "… beside another",
      [
        [l, says("StringLike", "a*")],
        [says("StringLike", "b*"), l],
      ],
      [[l, says("StringLike", "a* b*")]],
    ],
    ["the wider one is enough", [[says("StringEquals", "a"), l], [l]], [[l]]],
    ["one of two alike", [[says("Null", "true")], [says("Null", "true")]], [[says("Null", "true")]]],
    ["no alternatives of two keys", [[says("StringEquals", "a")], [l]], [[says("StringEquals", "a")], [l]]],
    [
      "no numbers that are bounds",
      [[says("NumericLessThan", "1")], [says("NumericLessThan", "2")]],
      [[says("NumericLessThan", "1")], [says("NumericLessThan", "2")]],
    ],
  ])("alternatives: %s", (_, ways, joined) => {
    expect(joinAlternatives(ways)).toEqual(joined);
  });
});

describe("any set of the ways that a key can be is told as conditions on it", () => {
  test.each<readonly [string, readonly Condition[]]>([
    ["one text", [says("StringEquals", "a")]],
    [
      "texts and patterns",
      [says("StringEquals", "a"), says("StringLike", "a* b"), says("StringNotLike", "*z")],
    ],
    ["whether it is there", [says("StringEquals", "a b"), says("Null", "true")]],
    ["nothing else than that", [says("Null", "false")]],
    ["if it exists", [says("StringEqualsIfExists", "a"), says("StringNotEquals", "b")]],
    ["several values", [says("ForAnyValue:StringEquals", "a"), says("ForAllValues:StringEquals", "a b")]],
    [
      "bounds",
      [says("NumericLessThan", "10"), says("NumericGreaterThanEquals", "5"), says("NumericEquals", "7")],
    ],
    ["bounds turned round", [says("NumericNotEquals", "7"), says("NumericNotEqualsIfExists", "9")]],
    [
      "addresses",
      [
        says("IpAddress", "10.0.0.0/8"),
        says("NotIpAddress", "10.1.0.0/16"),
        says("NotIpAddressIfExists", "2001:db8::/32"),
      ],
    ],
    [
      "moments",
      [
        says("DateLessThan", "2026-01-01", { key: "aws:CurrentTime" }),
        says("DateNotEquals", "2026-02-01", { key: "aws:CurrentTime" }),
      ],
    ],
    [
      "true or false",
      [
        says("Bool", "true", { key: "aws:ViaAWSService" }),
        says("BoolIfExists", "false", { key: "aws:ViaAWSService" }),
      ],
    ],
  ])("%s", (_, conditions) => {
    const tests = conditions.map(({ key, test: operator, values }, id) => ({
      ...compileCondition({ operator, key, values }, true),
      id,
    }));
    const key = tests[0]?.key ?? "";
    const [dimension, ...more] = dimensionsOf(key, tests, { left: 100_000 });
    expect([dimension?.opaque, more]).toEqual([false, []]);
    const cells = dimension?.cells ?? [];
    for (let set = 1n; dimension && set <= dimension.full; set += 1n) {
      const told = describeCells(dimension, set);
      const meant = cells.map(({ values }) =>
        told.some((so) => so.every((one) => holds(one, values ? { [key]: values } : {}))),
      );
      expect(meant).toEqual(cells.map((_cell, at) => (set & (1n << BigInt(at))) !== 0n));
    }
    for (const { values } of cells)
      for (const condition of conditions) {
        const context = values ? { [key]: values } : {};
        expect(holds(negated(condition), context)).toBe(!holds(condition, context));
      }
    expect(cells.some(({ values }) => values === undefined)).toBe(!/currenttime|viaaws/.test(key));
  });
  test("as few of them as will do", () => {
    const [dimension] = dimensionsOf(
      "aws:k",
      [says("StringEquals", "a"), says("StringEquals", "b")].map(({ key, test: operator, values }, id) => ({
        ...compileCondition({ operator, key, values }, true),
        id,
      })),
      { left: 100_000 },
    );
    if (!dimension) throw new Error("no dimension");
    const words = (wanted: readonly (string | undefined)[]) =>
      describeCells(
        dimension,
        dimension.cells.reduce(
          (set, { values }, at) => (wanted.includes(values?.[0]) ? set | (1n << BigInt(at)) : set),
          0n,
        ),
      ).map((so) =>
        so.map(
          ({ test: operator, values, not }) => `${not === true ? "not " : ""}${operator} ${values.join()}`,
        ),
      );
    const other = dimension.cells
      .map(({ values }) => values?.[0])
      .find((value) => value !== undefined && value !== "a" && value !== "b");
    expect(words(["a"])).toEqual([["StringEquals a"]]);
    expect(words(["a", "b"])).toEqual([["StringEquals a"], ["StringEquals b"]]);
    expect(words([undefined])).toEqual([["Null true"]]);
    expect(words([undefined, other])).toEqual([["not StringEquals a", "not StringEquals b"]]);
    expect(words([undefined, "a", "b", other])).toEqual([[]]);
  });
});
