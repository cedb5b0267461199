import { describe, expect, test } from "vitest";
import { candidateValues } from "../../src/access/engine/conditions/candidate-values.ts";
import { compileCondition } from "../../src/access/engine/conditions/compile-condition.ts";
import type { Test } from "../../src/access/engine/conditions/condition-test.ts";
import { holds as holdsInEngine } from "../../src/access/engine/conditions/test-truth.ts";
import { noSuchValues, operatorRows, severalRows } from "./operator-rows.ts";
import { from } from "./sources.ts";

// The engine decides whole sets of requests at once; of each single value it has to say what the plain evaluator says.

const compiled = (operator: string, values: readonly string[], key = "aws:k", id = 0): Test => ({
  ...compileCondition({ operator, key, values }, true),
  id,
});
const holds = (operator: string, wanted: readonly string[], values: readonly string[] | undefined) =>
  holdsInEngine(compiled(operator, wanted), values);

describe("operators in the engine (IAM User Guide, 'Condition operators')", () => {
  // The engine counts with floating-point numbers, and leaves longer ones open.
  const exact = operatorRows.filter(([, wanted]) => wanted.length < 16 || !/^\d+$/.test(wanted));
  test.each(exact)("%s %j of a request with %j: %s", (operator, wanted, value, expected) => {
    expect(compiled(operator, [wanted]).matcher.family).not.toBe("opaque");
    expect(holds(operator, [wanted], [value])).toBe(expected);
  });
  test.each(severalRows)("%s %j of a request with %j: %s", (operator, wanted, values, expected) => {
    expect(holds(operator, wanted, values)).toBe(expected);
  });
  test.each(operatorRows)("%s %j, the key absent", (operator, wanted) => {
    const isNegated = /not/i.test(operator);
    for (const values of [undefined, []]) {
      expect(holds(operator, [wanted], values)).toBe(isNegated);
      expect(holds(`${operator}IfExists`, [wanted], values)).toBe(true);
      expect(holds(`ForAllValues:${operator}`, [wanted], values)).toBe(true);
      expect(holds(`ForAnyValue:${operator}`, [wanted], values)).toBe(false);
      expect(holds(`ForAnyValue:${operator}IfExists`, [wanted], values)).toBe(true);
    }
  });
});

test.each(noSuchValues)(
  "%s with %j, which is no such value, is left open with the reason",
  (operator, value) => {
    const { matcher, doubt } = compiled(operator, [value]);
    expect([matcher.family, doubt?.includes(value)]).toEqual(["opaque", true]);
  },
);

describe(`Null (${from.nullOperator})`, () => {
  test.each<[operator: string, wanted: readonly string[], present: boolean, absent: boolean]>([
    ["Null", ["true"], false, true],
    ["Null", ["False"], true, false],
    ["Null", ["true", "false"], true, true],
    ["ForAllValues:Null", ["true"], true, true],
    ["ForAllValues:Null", ["false"], true, true],
    ["ForAnyValue:Null", ["true"], false, false],
    ["ForAnyValue:Null", ["false"], false, false],
  ])("%s %j: %s where the key is there, else %s", (operator, wanted, present, absent) => {
    expect(holds(operator, wanted, ["x"])).toBe(present);
    expect(holds(operator, wanted, undefined)).toBe(absent);
  });
});

describe("what is neither of them", () => {
  test.each(["StringMatches", "NullIfExists", "IfExists", "ForAnyValue:", "constructor", ""])(
    "%j is no operator",
    (operator) => {
      const { matcher, doubt } = compiled(operator, ["x"]);
      expect([matcher.family, doubt]).toEqual(["opaque", `${operator} is no condition operator`]);
    },
  );
  test.each(["1234567890123456", "1e16", "-1e16"])(
    "%s is too long or too large to be told from its neighbours",
    (value) => {
      expect(compiled("NumericEquals", [value]).doubt).toBe(`"${value}" is no number of at most 15 digits`);
    },
  );
  test.each(["123456789012345", "1e15", "0000000000000000001", "1.50000000000000"])("%s is not", (value) => {
    expect(compiled("NumericEquals", [value]).doubt).toBe(undefined);
    expect(holds("NumericEquals", [value], [value])).toBe(true);
  });
});

// A comparison tries a few values of each key, which have to stand for all there are.
describe("some value stands for each way in which tests can turn out", () => {
  const families = {
    numbers: [
      "NumericEquals 7",
      "NumericLessThan 10",
      "NumericGreaterThan 7.5",
      "NumericGreaterThanEquals -1",
      "NumericNotEquals 8",
    ],
    neighbours: ["NumericLessThan 8", "NumericGreaterThan 7"],
    moments: ["DateLessThan 2026-01-01", "DateGreaterThan 2026-06-01T12:00:00Z", "DateEquals 2026-03-01"],
    addresses: [
      "IpAddress 10.0.0.0/8",
      "IpAddress 10.1.0.0/16",
      "NotIpAddress 2001:db8::/32",
      "IpAddress 192.0.2.1",
    ],
    bytes: ["BinaryEquals QQ==", "BinaryEquals Qg=="],
    texts: ["StringEquals a", "StringLike a*", "StringEqualsIgnoreCase B", "StringNotLike *z"],
    exact: ["StringEquals x", "StringNotEquals xx"],
    truths: ["Bool true", "Bool false"],
  };
  const values: Record<keyof typeof families, readonly string[]> = {
    numbers: ["-2", "-1", "0", "7", "7.2", "7.5", "7.7", "8", "9", "10", "11"],
    neighbours: ["7", "7.5", "8"],
    moments: [
      "2025-12-31",
      "2026-01-01",
      "2026-02-01",
      "2026-03-01",
      "2026-05-01",
      "2026-06-01T12:00:00Z",
      "2027-01-01",
    ],
    addresses: [
      "9.255.255.255",
      "10.0.0.1",
      "10.1.0.1",
      "10.2.0.0",
      "11.0.0.0",
      "192.0.2.0",
      "192.0.2.1",
      "192.0.2.2",
      "2001:db8::1",
      "2001:db9::",
    ],
    bytes: ["QQ==", "Qg==", "Qw=="],
    texts: ["a", "ab", "abz", "az", "b", "B", "c", "cz"],
    exact: ["x", "xx", "y"],
    truths: ["true", "false"],
  };
  test.each(Object.keys(families) as (keyof typeof families)[])("%s", (family) => {
    const tests = families[family].map((written, id) => {
      const [operator = "", wanted = ""] = written.split(" ");
      return compiled(operator, [wanted], family === "truths" ? "aws:SecureTransport" : "aws:k", id);
    });
    const outcome = (value: string) => tests.map((one) => Number(holdsInEngine(one, [value]))).join("");
    const found = candidateValues(tests[0]?.key ?? "", tests) ?? [];
    expect(new Set(found.map(outcome))).toEqual(new Set(values[family].map(outcome)));
  });
  test("whole numbers only, where the key has no others", () => {
    const tests = ["NumericGreaterThan 7", "NumericLessThan 9", "NumericLessThan 8"].map((written, id) => {
      const [operator = "", wanted = ""] = written.split(" ");
      return compiled(operator, [wanted], "kms:GrantOperationCount", id);
    });
    expect(candidateValues("aws:MultiFactorAuthAge", tests)).toEqual(["6", "7", "8", "9", "10"]);
    expect(candidateValues("aws:k", tests)).toEqual(["6", "7", "7.5", "8", "8.5", "9", "10"]);
  });
});
