import { expect, test } from "vitest";
import type { Condition } from "../../src/access/types.ts";
import { waysThatCanBe } from "../../src/check/never-met.ts";

// What `can` proposes is what a request can carry: an account id has 12 digits (IAM identifiers), whatever YAML makes of a number.

const at = (key: string, test: string, ...values: readonly string[]): Condition => ({ key, test, values });

test.each([
  [at("aws:SourceAccount", "StringEquals", "12345678901"), 0],
  [at("AWS:sourceaccount", "stringlike", "1111-2222-*"), 0],
  [at("kms:CallerAccount", "ForAnyValue:StringEquals", "1111-2222-3333", "12"), 0],
  [at("aws:PrincipalOrgID", "StringEquals", "111122223333"), 0],
  [at("aws:SourceVpce", "StringEqualsIgnoreCase", "vpc-12345678"), 0],
  [at("aws:PrincipalArn", "StringEquals", "role/App"), 0],
  [at("aws:SourceAccount", "StringEquals", "12345678901", "123456789012"), 1],
  [at("aws:SourceAccount", "StringLike", "1234*"), 1],
  [at("aws:SourceAccount", "StringEquals", "${aws:PrincipalAccount}"), 1],
  [at("aws:SourceAccount", "StringEqualsIfExists", "12345678901"), 1],
  [at("aws:SourceAccount", "StringNotEquals", "12345678901"), 1],
  [{ ...at("aws:SourceAccount", "StringEquals", "12345678901"), not: true }, 1],
  [at("aws:RequestedRegion", "StringEquals", "xx-new-1x"), 1],
  [at("kms:KeySpec", "StringEquals", "NEW_SPEC"), 1],
  [at("aws:PrincipalTag/Team", "StringEquals", "1"), 1],
])("%o: %i", (condition, ways) => {
  expect(waysThatCanBe([[condition]])).toHaveLength(ways);
  expect(waysThatCanBe([[condition, at("aws:SourceIp", "IpAddress", "10.0.0.0/8")], []])).toHaveLength(
    ways + 1,
  );
});
