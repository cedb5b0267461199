import fc from "fast-check";
import type { ConditionTest, Policy, PrincipalEntry, Statement } from "../../src/policy/model.ts";
import { namedPrincipals, other, own } from "./generate.ts";

/** Policies as people and programs get them wrong: what KMS would refuse, what nobody can understand, and what is right, side by side. */
export const keyArn = `arn:aws:kms:us-east-1:${own}:key/1`;
const iam = (resource: string) => `arn:aws:iam::${own}:${resource}`;

const principal = fc.constantFrom<PrincipalEntry>(
  { type: "AWS", value: "*" },
  { type: "AWS", value: iam("root") },
  { type: "AWS", value: other },
  { type: "AWS", value: iam("role/App") },
  { type: "AWS", value: `arn:aws:sts::${own}:federated-user/Bob` },
  { type: "Service", value: "logs.amazonaws.com" },
  { type: "Federated", value: iam("role/App") },
  { type: "aws", value: namedPrincipals[0] ?? "" },
  { type: "Service", value: "*" },
  { type: "AWS", value: iam("group/Ops") },
  { type: "AWS", value: iam("role/*") },
  { type: "AWS", value: iam("user/${aws:username}") },
  { type: "AWS", value: `arn:aws-cn:iam::${own}:role/App` },
  { type: "AWS", value: "AROADBQP57FF2AEXAMPLE" },
  { type: "AWS", value: "AROADBQP57FF2AEXAMPLE:session" },
);

const operator = fc
  .tuple(
    fc.constantFrom("", "", "", "ForAnyValue:", "ForAllValues:"),
    fc.constantFrom(
      ...["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
      ...["NumericEquals", "NumericNotEquals", "NumericLessThan", "DateLessThan", "DateEquals"],
      ...["Bool", "IpAddress", "NotIpAddress", "ArnLike", "ArnNotEquals", "BinaryEquals", "Null"],
      ...["StringResembles", "constructor", "NullIfExists", ""],
    ),
    fc.constantFrom("", "", "IfExists"),
  )
  .map((parts) => parts.join(""));

const key = fc.constantFrom(
  ...["aws:k", "aws:PrincipalTag/t", "kms:ViaService", "kms:GrantOperations", "aws:SourceIp"],
  ...["aws:PrincipalArn", "kms:CallerAccount", "aws:PrincipalType", "aws:PrincipalIsAWSService"],
  ...["aws:username", "aws:EpochTime", "aws:CurrentTime", "aws:MultiFactorAuthAge", "kms:KeySpec"],
  ...["constructor", "kms:__proto__"],
);

const value = fc.constantFrom(
  ...["a", "*", "a*", "", "7", "7.0", "1e1", ".5", "soon", "true", "True", "false", "yes"],
  ...["2026-01-01", "2026-02-30", "1767225600", "1767225600000", "100", "10.0.0.0/8", "10.0.0.1"],
  ...["010.0.0.1", "::1", "QQ==", "QQ", "!", "${aws:PrincipalTag/t}", "${aws:none, 'a'}", "${*}", "${"],
  ...[own, iam("role/App"), iam("role/*"), "arn:aws:s3:::a", "arn:*", "User", "AssumedRole", "Account"],
);

const condition: fc.Arbitrary<ConditionTest> = fc.record({
  operator,
  key,
  values: fc.uniqueArray(value, { maxLength: 3 }),
});

const rarely = (most: number) => fc.integer({ min: 0, max: most }).map((number) => number === 0);

const statement: fc.Arbitrary<Statement> = fc.record({
  index: fc.constant(0),
  sid: fc.constant(undefined),
  effect: fc.constantFrom("Allow", "Allow", "Deny"),
  principals: fc.array(principal, { minLength: 1, maxLength: 3 }),
  notPrincipal: rarely(4),
  actions: fc.array(
    fc.constantFrom("kms:*", "kms:Decrypt", "kms:?ncrypt", "*", "**", "Decrypt", "k*", "*:Decrypt", "kms:"),
    { minLength: 1, maxLength: 2 },
  ),
  notAction: rarely(6),
  resources: fc.array(
    fc.constantFrom(
      ...["*", "*", "*", keyArn, "arn:aws:kms:*:*:key/*", "arn:aws:s3:::x"],
      ...[`arn:aws:kms:us-east-1:${own}:alias/x`, "arn:aws:kms:*:${aws:PrincipalAccount}:key/*"],
    ),
    { minLength: 1, maxLength: 2 },
  ),
  notResource: rarely(9),
  conditions: fc.array(condition, { maxLength: 2 }),
  inert: fc.constant(undefined),
});

const policy: fc.Arbitrary<Policy> = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((statements) => ({
    version: "2012-10-17",
    id: undefined,
    statements: statements.map((some, index) => ({ ...some, index })),
  }));

export const oddPair: fc.Arbitrary<readonly [Policy, Policy]> = fc.oneof(
  fc.tuple(policy, policy),
  fc.tuple(policy, statement).map(([before, added]) => {
    const statements = [...before.statements, { ...added, index: before.statements.length }];
    return [before, { ...before, statements }] as const;
  }),
);

/** Requests that can come about; the time is in each of them. */
export const oddRequest = fc
  .record({
    principal: fc.constantFrom(
      ...namedPrincipals,
      `arn:aws:sts::${own}:federated-user/Bob`,
      iam("role/Unnamed"),
      "arn:aws:iam::777788889999:user/x",
      ...[`root-user:${own}`, `root-user:${other}`, "AROADBQP57FF2AEXAMPLE"],
      ...["service:logs.amazonaws.com", "service:sns.amazonaws.com"],
    ),
    action: fc.constantFrom("kms:Decrypt", "kms:Encrypt", "kms:CreateGrant", "kms:PutKeyPolicy"),
    time: fc.record({
      "aws:EpochTime": fc.constantFrom("1767225599", "1767225600", "1867225600"),
      "aws:CurrentTime": fc.constantFrom("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
    }),
    context: fc.record(
      {
        "aws:k": fc.constantFrom("a", "ab", "", "7", "QQ", "10.0.0.1", "2026-01-01", "*"),
        "aws:PrincipalTag/t": fc.constantFrom("a", "b", "*"),
        "kms:ViaService": fc.constantFrom("a", "7"),
        "aws:SourceIp": fc.constantFrom("10.0.0.1", "8.8.8.8", "::1"),
        "aws:MultiFactorAuthAge": fc.constantFrom("6", "7", "10", "0"),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ principal: caller, action, time, context }) => ({
    principal: caller,
    action,
    context: Object.fromEntries(Object.entries({ ...context, ...time })),
  }));
