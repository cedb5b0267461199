import { describe, expect, test } from "vitest";
import { evaluateCondition } from "../../src/access/evaluator/condition.ts";
import { contextEntries, requestContext } from "../../src/access/evaluator/request-context.ts";
import { noSuchValues, operatorRows, severalRows } from "./operator-rows.ts";
import { from } from "./sources.ts";

type Context = Record<string, string | readonly string[]>;

const holds = (operator: string, values: readonly string[], context: Context, version = "2012-10-17") =>
  evaluateCondition(
    { operator, key: "aws:k", values },
    {
      context: requestContext([], contextEntries(context)),
      variables: version === "2012-10-17",
    },
  );

describe("operators (IAM User Guide, 'Condition operators')", () => {
  test.each(operatorRows)("%s %j of a request with %j: %s", (operator, wanted, value, expected) => {
    expect(holds(operator, [wanted], { "aws:k": value })).toBe(expected);
  });
});

describe(`several values (${from.conditionElement})`, () => {
  test.each(severalRows)("%s %j of a request with %j: %s", (operator, wanted, values, expected) => {
    expect(holds(operator, wanted, { "aws:k": values })).toBe(expected);
  });
});

describe("the key is absent (IAM User Guide, 'Condition operators')", () => {
  const positive = [
    ...["StringEquals", "StringEqualsIgnoreCase", "StringLike", "NumericEquals", "NumericLessThan"],
    ...["NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals"],
    ...["DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool"],
    ...["BinaryEquals", "IpAddress", "ArnEquals", "ArnLike"],
  ];
  const negated = [
    ...["StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals"],
    ...["DateNotEquals", "NotIpAddress", "ArnNotEquals", "ArnNotLike"],
  ];
  test.each([...positive.map((name) => [name, false]), ...negated.map((name) => [name, true])] as [
    string,
    boolean,
  ][])("%s: %s; IfExists and ForAllValues hold, ForAnyValue fails", (name, expected) => {
    for (const context of [{}, { "aws:k": [] }]) {
      expect(holds(name, ["x"], context)).toBe(expected);
      expect(holds(`${name}IfExists`, ["x"], context)).toBe(true);
      expect(holds(`ForAllValues:${name}`, ["x"], context)).toBe(true);
      expect(holds(`ForAnyValue:${name}`, ["x"], context)).toBe(false);
      expect(holds(`ForAnyValue:${name}IfExists`, ["x"], context)).toBe(true);
    }
  });
  test("Bool [true, false] still fails on absence", () => {
    expect(holds("Bool", ["true", "false"], {})).toBe(false);
  });
});

describe(`Null (${from.nullOperator})`, () => {
  test.each([
    ["Null", ["true"], {}, true],
    ["Null", ["false"], {}, false],
    ["Null", ["true"], { "aws:k": "" }, false],
    ["Null", ["False"], { "aws:k": "x" }, true],
    ["Null", ["true", "false"], {}, true],
    ["ForAllValues:Null", ["true"], { "aws:k": "x" }, true],
    ["ForAnyValue:Null", ["true"], {}, false],
  ])("%s %j with %j: %s", (operator, values, context, expected) => {
    expect(holds(operator, values, context as Context)).toBe(expected);
  });
  test("is StringLike * turned round", () => {
    for (const context of [{}, { "aws:k": "x" }, { "aws:k": "" }]) {
      expect(holds("StringLike", ["*"], context)).toBe(holds("Null", ["false"], context));
    }
  });
});

// AWS does not say whether such a test holds (KMS takes the policy), so no answer rests on it.
test.each(noSuchValues)("%s with %j, which is no such value, is undecided", (operator, value, reason) => {
  for (const request of [value, "7", "true", "203.0.113.0", "2026-01-01T00:00:00Z"])
    expect(holds(operator, [value], { "aws:k": request })).toMatchObject({
      because: expect.stringMatching(reason) as string,
    });
});

describe(`what is no operator is undecided (${from.choice})`, () => {
  test.each(["StringMatches", "NullIfExists", "IfExists", "ForAnyValue:", "constructor", "__proto__", ""])(
    "%j",
    (operator) => {
      expect(holds(operator, ["x"], { "aws:k": "x" })).toEqual({
        because: `${operator} is no condition operator`,
      });
    },
  );
});

test("keys are compared without case, and JavaScript's own names are no keys", () => {
  expect(holds("StringEquals", ["x"], { "AWS:K": "x" })).toBe(true);
  const scope = { context: requestContext([], contextEntries({})), variables: true };
  for (const key of ["constructor", "__proto__", "toString", "kms:constructor"]) {
    expect(evaluateCondition({ operator: "Null", key, values: ["true"] }, scope)).toBe(true);
  }
});

describe("policy variables (IAM User Guide, 'Variables and tags')", () => {
  const context = { "aws:k": "team-a", "aws:PrincipalTag/Team": "a", "aws:star": "*", "aws:two": ["a", "b"] };
  test.each([
    ["StringEquals", "team-${aws:PrincipalTag/Team}", true],
    ["StringEquals", "team-${AWS:principaltag/team}", true],
    ["StringNotEquals", "team-${aws:PrincipalTag/Team}", false],
    ["StringEquals", "team-${aws:none}", false],
    ["StringNotEquals", "team-${aws:none}", true],
    ["StringEquals", "team-${aws:none, 'a'}", true],
    ["StringEquals", "team-${aws:none,'b'}", false],
    ["StringEquals", "team-${aws:PrincipalTag/Team, 'b'}", true],
    ["StringLike", "team-${*}", false],
    ["StringLike", "${aws:star}", false],
    ["StringLike", "team${?}a", false],
    ["StringLike", "*${aws:PrincipalTag/Team}", true],
  ])("%s %j: %s", (operator, value, expected) => {
    expect(holds(operator, [value], context)).toBe(expected);
  });

  test("escapes stand for the characters", () => {
    expect(holds("StringLike", ["a${*}${?}${$}*"], { "aws:k": "a*?$b" })).toBe(true);
    expect(holds("StringEquals", ["a${*}"], { "aws:k": "a*" })).toBe(true);
  });

  test("a value without a resolvable variable does not spoil the others", () => {
    expect(holds("StringEquals", ["${aws:none}", "team-a"], context)).toBe(true);
    expect(holds("StringNotEquals", ["${aws:none}", "team-a"], context)).toBe(false);
  });

  test.each(["${aws:username", "${}", "${ aws:username }", "${aws:none, 'a}", "${aws:two}"])(
    "%j is undecided",
    (value) => {
      expect(holds("StringEquals", [value], context)).toHaveProperty("because");
    },
  );

  test.each(["2008-10-17", "2012-10-18"])("under Version %s they are plain text", (version) => {
    expect(holds("StringEquals", ["${aws:none}"], { "aws:k": "${aws:none}" }, version)).toBe(true);
    expect(holds("StringLike", ["${*}"], { "aws:k": "${anything}" }, version)).toBe(true);
    expect(holds("StringEquals", ["${aws:username"], context, version)).toBe(false);
  });

  test("an ARN is split at the colons outside of variables", () => {
    const arn = "arn:aws:s3:::bucket/a";
    const with_ = (value: string) => ({ "aws:k": arn, "aws:PrincipalTag/x": value });
    const pattern = "arn:aws:s3:::bucket/${aws:PrincipalTag/x}";
    expect(holds("ArnLike", [pattern], with_("a"))).toBe(true);
    expect(holds("ArnLike", [pattern], with_("b"))).toBe(false);
    expect(holds("ArnLike", ["arn:aws:s3:${aws:none, 'a:b'}::bucket/a"], with_("a"))).toBe(false);
    expect(holds("ArnLike", ["${aws:whole}"], { "aws:k": arn, "aws:whole": arn })).toBe(true);
    expect(holds("ArnNotLike", ["arn:aws:s3:::${aws:none}"], with_("a"))).toBe(true);
  });
});
