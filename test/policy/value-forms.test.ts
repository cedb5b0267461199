import { describe, expect, test } from "vitest";
import { canBeValue, formOf, type TextStyle } from "../../src/policy/possible-values.ts";
import { unknownIn } from "../../src/policy/unknown-values.ts";
import { shape } from "../../src/policy/value-shape.ts";

// What values of condition keys look like, and which patterns can match one of them.

describe("a set of texts that an expression tells", () => {
  test.each<[expression: string, inside: readonly string[], outside: readonly string[]]>([
    ["a", ["a"], ["", "A", "aa", "b"]],
    ["a|bc", ["a", "bc"], ["b", "abc"]],
    ["ab?c", ["ac", "abc"], ["abbc", "a"]],
    ["ab*c", ["ac", "abc", "abbbc"], ["ab", "c"]],
    ["ab+c", ["abc", "abbc"], ["ac"]],
    ["a{2}", ["aa"], ["a", "aaa"]],
    ["a{1,3}", ["a", "aa", "aaa"], ["", "aaaa"]],
    ["[a-c-]", ["a", "b", "c", "-"], ["d", ""]],
    ["(ab|c)d", ["abd", "cd"], ["ad", "bd"]],
    ["x(y(z)?)*", ["x", "xy", "xyzy"], ["xz"]],
    ["a.c", ["abc", "a:c"], ["ac"]],
    ["a\\.c", ["a.c"], ["abc"]],
    ["[.]x", [".x"], ["ax"]],
  ])("%s", (expression, inside, outside) => {
    const set = shape(expression);
    for (const text of inside) expect([text, set.has(text), set.meets(text)]).toEqual([text, true, true]);
    for (const text of outside) expect([text, set.has(text), set.meets(text)]).toEqual([text, false, false]);
  });

  test.each<[expression: string, pattern: string, meets: boolean]>([
    ["[0-9]{4}", "*", true],
    ["[0-9]{4}", "12*", true],
    ["[0-9]{4}", "*12", true],
    ["[0-9]{4}", "1*2", true],
    ["[0-9]{4}", "????", true],
    ["[0-9]{4}", "???", false],
    ["[0-9]{4}", "?????", false],
    ["[0-9]{4}", "12345*", false],
    ["[0-9]{4}", "1*x", false],
    ["[0-9]{4}", "1234*", true],
    ["[0-9]{4}", "****1234", true],
    ["", "*", true],
    ["", "?", false],
    ["ab", "a?", true],
    ["ab", "A?", false],
  ])("a pattern that matches some of %s: %s, %s", (expression, pattern, meets) => {
    expect(shape(expression).meets(pattern)).toBe(meets);
  });

  test("in whatever case, where case does not count", () => {
    const set = shape("vpc-[a-f]");
    expect([set.has("VPC-A"), set.has("VPC-A", true), set.has("VPC-G", true)]).toEqual([false, true, false]);
    const any = { ignoreCase: true };
    expect([set.meets("VPC-*"), set.meets("VPC-*", any), set.meets("VPD-*", any)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(shape("ABC").meets("abc", any)).toBe(true);
  });

  test("part by part of an ARN, a wildcard crosses none of the first five colons", () => {
    const arn = shape("arn:aws:iam::[0-9]{12}:role/.+");
    const part = { byPart: true };
    for (const [pattern, whole, byPart] of [
      ["arn:*", true, false],
      ["arn:*:*:*:*:*", true, true],
      ["arn:aws:iam::*:role/App", true, true],
      ["arn:aws:iam::*", true, false],
      ["arn:aws:iam:?111122223333:role/App", true, false],
      ["arn:aws:iam::111122223333:*", true, true],
      ["arn:aws:iam::111122223333:role/a:*", true, true],
      ["arn:aws:iam::1111222233334:*", false, false],
    ] as const)
      expect([pattern, arn.meets(pattern), arn.meets(pattern, part)]).toEqual([pattern, whole, byPart]);
  });
});

const plain: TextStyle = { wildcards: false, ignoreCase: false, byPart: false, variables: true };

test.each<[key: string, value: string, can: boolean, style?: Partial<TextStyle>]>([
  ["kms:CallerAccount", "111122223333", true],
  ["KMS:calleraccount", "11112222333", false],
  ["aws:PrincipalAccount", "1111222233334", false],
  ["aws:SourceAccount", "*", true],
  ["aws:SourceAccount", "1111*", false],
  ["aws:SourceAccount", "1111*", true, { wildcards: true }],
  ["aws:SourceAccount", "111122223333?", false, { wildcards: true }],
  ["aws:SourceAccount", "${aws:PrincipalAccount}", true],
  ["aws:SourceAccount", "${aws:PrincipalAccount}", false, { variables: false }],
  ["aws:PrincipalOrgID", "o-a1b2c3d4e5", true],
  ["aws:PrincipalOrgID", "r-a1b2", false],
  ["aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/", true],
  ["aws:PrincipalOrgPaths", "r-ab12/", false],
  ["aws:PrincipalArn", "arn:aws:iam::111122223333:role/App", true],
  ["aws:PrincipalArn", "arn:aws:iam::111122223333", false],
  ["aws:PrincipalArn", "arn:aws:iam::111122223333*", true, { wildcards: true }],
  ["aws:PrincipalArn", "arn:aws:iam::111122223333*", false, { wildcards: true, byPart: true }],
  ["aws:SourceArn", "arn:aws:s3:::bucket", true],
  ["aws:SourceArn", "bucket", false],
  ["kms:ViaService", "s3.eu-west-1.amazonaws.com", true],
  ["kms:ViaService", "s3.amazonaws.com", false],
  ["kms:ViaService", "S3.eu-west-1.amazonaws.com", false],
  ["kms:ViaService", "S3.eu-west-1.amazonaws.com", true, { ignoreCase: true }],
  ["kms:ViaService", "s3.*", true, { wildcards: true }],
  ["aws:SourceVpc", "vpc-0a", true],
  ["aws:SourceVpc", "vpce-0a", false],
  ["aws:SourceVpce", "vpce-0a", true],
  ["aws:SourceVpce", "vpc-0a", false],
  ["aws:userid", "AIDAEXAMPLE:me", true],
  ["aws:userid", "aidaexample", false],
  ["aws:username", "bob@example.com", true],
  ["aws:username", "a b", false],
  ["aws:username", "x".repeat(64), true],
  ["aws:username", "x".repeat(65), false],
  ["kms:EncryptionContext:aws:s3:arn", "bucket", false],
  ["kms:EncryptionContext:app", "bucket", true],
  ["aws:PrincipalTag/account", "1", true],
  ["constructor", "x", true],
  ["aws:RequestedRegion", "mars", true],
])("%s can have the value %s: %s", (key, value, can, style = {}) => {
  expect(canBeValue(key, value, { ...plain, ...style })).toBe(can);
});

test.each([
  ["kms:recipientattestation:pcr0", "digest"],
  ["kms:recipientattestation", undefined],
  ["kms:encryptioncontext:aws:lambda:functionarn", "arn"],
  ["kms:encryptioncontext:functionarn", undefined],
  ["kms:granteeprincipal", "grantee"],
  ["toString", undefined],
])("the form of %s is %s", (key, form) => {
  expect(formOf(key)).toBe(form);
});

test.each<[key: string, value: string, unknown: object | undefined]>([
  ["kms:KeySpec", "RSA_2048", undefined],
  ["KMS:keyspec", "RSA_9999", { kind: "word" }],
  ["kms:KeySpec", "RSA_*", undefined],
  ["kms:KeySpec", "XYZ_*", { kind: "word" }],
  ["kms:KeySpec", "${aws:PrincipalTag/spec}", undefined],
  ["aws:PrincipalType", "Robot", undefined],
  ["aws:RequestedRegion", "eu-west-1", undefined],
  ["aws:RequestedRegion", "eu-west-77", { kind: "region", region: "eu-west-77" }],
  ["kms:ReplicaRegion", "us-iso-south-9", { kind: "region", region: "us-iso-south-9" }],
  ["kms:PrimaryRegion", "eu-west-77", { kind: "region", region: "eu-west-77" }],
  ["aws:RequestedRegion", "eu-west-*", undefined],
  ["aws:RequestedRegion", "europe-west-1", undefined],
  ["kms:ViaService", "s3.eu-west-1.amazonaws.com", undefined],
  ["kms:ViaService", "s3.eu-west-77.amazonaws.com", { kind: "region", region: "eu-west-77" }],
  ["kms:ViaService", "s3.eu-west-77.amazonaws.com.cn", undefined],
  ["kms:ViaService", "eu-west-77", undefined],
  ["aws:PrincipalTag/x", "eu-west-77", undefined],
])("what nobody knew of %s: %s", (key, value, unknown) => {
  expect(unknownIn(key, value)).toEqual(unknown);
});
