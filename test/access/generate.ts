import fc from "fast-check";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { ConditionTest, Policy, PrincipalEntry, Statement } from "../../src/policy/model.ts";

/** Small worlds on purpose: few names, so that statements meet, overlap and contradict each other often. */
export const own = "111122223333";
export const other = "444455556666";
const iam = (account: string, resource: string) => `arn:aws:iam::${account}:${resource}`;

export const namedPrincipals = [
  iam(own, "user/Alice"),
  iam(own, "user/team/Bob"),
  iam(own, "role/App"),
  iam(own, "role/path/Admin"),
  `arn:aws:sts::${own}:assumed-role/App/one`,
  iam(other, "role/Partner"),
  iam(other, "user/Carol"),
];

const principal: fc.Arbitrary<PrincipalEntry> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...namedPrincipals).map((value) => ({ type: "AWS", value })) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(iam(own, "root"), own, iam(other, "root"), other)
      .map((value) => ({ type: "AWS", value })),
  },
  { weight: 2, arbitrary: fc.constant({ type: "AWS", value: "*" }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("logs.amazonaws.com", "s3.amazonaws.com")
      .map((value) => ({ type: "Service", value })),
  },
);

const action = fc.constantFrom(
  ...[
    "kms:*",
    "kms:Decrypt",
    "kms:decrypt",
    "kms:Enc*",
    "kms:Describe*",
    "kms:PutKeyPolicy",
    "kms:CreateGrant",
  ],
  ...["kms:Generate*", "kms:*Key*", "kms:??crypt", "*", "s3:GetObject"],
);

/** Texts that the generated conditions and requests draw from. */
export const contextTexts = ["a", "b", "ab", "ba", "abc", "A", "x", ""];
const globs = ["a", "b", "ab", "a*", "*b", "*a*", "?b", "*", "A", "abc"];
export const arns = [
  "arn:aws:s3:::a",
  "arn:aws:s3:::ab",
  "arn:aws:sns:eu-west-1:111122223333:t",
  "arn:aws:sns:us-east-1:444455556666:t:u",
];
const arnGlobs = [
  ...arns,
  "arn:aws:s3:::a*",
  "arn:aws:sns:*:111122223333:*",
  "arn:aws:*:*:*:t",
  "arn:aws:s3:::*",
];
const callerGlobs = [
  ...namedPrincipals.filter((arn) => arn.includes(":iam:")),
  `arn:aws:iam::${own}:role/*`,
  `arn:aws:iam::*:user/*`,
  `arn:aws:iam::${own}:root`,
  `arn:aws:iam::${other}:role/P*`,
];

const listOf = <Item>(items: readonly Item[], most = 3) =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: most });
const suffix = fc.constantFrom("", "", "", "IfExists");

const textTest = fc.tuple(
  fc.constantFrom("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"),
  suffix,
  fc.constantFrom("kms:ViaService", "kms:viaservice", "kms:EncryptionContext:App", "aws:PrincipalOrgID"),
  listOf(globs),
);
const arnTest = fc.tuple(
  fc.constantFrom("ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals", "StringLike"),
  suffix,
  fc.constant("aws:SourceArn"),
  listOf(arnGlobs),
);
const callerTest = fc.oneof(
  fc.tuple(
    fc.constantFrom("ArnLike", "ArnNotLike", "StringEquals", "StringNotEquals", "ArnNotEquals"),
    suffix,
    fc.constant("aws:PrincipalArn"),
    listOf(callerGlobs),
  ),
  fc.tuple(
    fc.constantFrom("StringEquals", "StringNotEquals"),
    fc.constant(""),
    fc.constantFrom("kms:CallerAccount", "aws:PrincipalAccount"),
    listOf([own, other]),
  ),
  fc.tuple(
    fc.constantFrom("StringEquals"),
    fc.constant(""),
    fc.constant("aws:PrincipalType"),
    listOf(["User", "AssumedRole", "Account"]),
  ),
);
const numberTest = fc.tuple(
  fc.constantFrom("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"),
  suffix,
  fc.constant("aws:MultiFactorAuthAge"),
  listOf(["9", "10", "7.0", "7"], 2),
);
const dateTest = fc.tuple(
  fc.constantFrom("DateLessThan", "DateGreaterThan", "DateEquals"),
  fc.constant(""),
  fc.constant("aws:TokenIssueTime"),
  listOf(["2026-01-01T00:00:00Z", "1767225600", "2026-06-01T02:00:00+02:00"], 2),
);
const addressTest = fc.tuple(
  fc.constantFrom("IpAddress", "NotIpAddress"),
  suffix,
  fc.constant("aws:SourceIp"),
  listOf(["10.0.0.0/8", "10.1.0.0/16", "192.0.2.1", "2001:db8::/32"], 2),
);
const boolTest = fc.tuple(
  fc.constant("Bool"),
  suffix,
  fc.constantFrom("aws:MultiFactorAuthPresent", "kms:GrantIsForAWSResource"),
  listOf(["true", "false"], 2),
);
const nullTest = fc.tuple(
  fc.constant("Null"),
  fc.constant(""),
  fc.constantFrom("kms:ViaService", "aws:SourceArn", "kms:GrantOperations", "aws:SourceIp"),
  listOf(["true", "false"], 1),
);
const setTest = fc.tuple(
  fc.constantFrom(
    "ForAnyValue:StringEquals",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringNotEquals",
    "ForAllValues:StringLike",
    "StringEquals",
    "StringNotLike",
  ),
  suffix,
  fc.constantFrom("kms:GrantOperations", "aws:PrincipalOrgPaths"),
  listOf(globs),
);

const momentTest = fc.oneof(
  fc.tuple(
    fc.constantFrom("DateLessThan", "DateGreaterThanEquals", "DateNotEquals"),
    suffix,
    fc.constantFrom("aws:CurrentTime", "aws:EpochTime"),
    listOf(["2026-01-01T00:00:00Z", "1767225600", "1780272000"], 2),
  ),
  fc.tuple(
    fc.constantFrom("NumericLessThan", "NumericGreaterThanEquals"),
    suffix,
    fc.constant("aws:EpochTime"),
    listOf(["1767225600", "1780272000"], 2),
  ),
);
// What every request carries.
const carriedTest = fc.oneof(
  fc.tuple(
    fc.constantFrom("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
    suffix,
    fc.constant("aws:RequestedRegion"),
    listOf(["us-west-2", "eu-west-1", "us-*"]),
  ),
  fc.tuple(
    fc.constantFrom("StringEquals", "StringNotEquals"),
    suffix,
    fc.constant("aws:ResourceAccount"),
    listOf([own, other]),
  ),
  fc.tuple(
    fc.constantFrom("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
    suffix,
    fc.constantFrom("aws:userid", "aws:userId"),
    listOf([own, other, "AROAX:*", "AIDAX", `${own}*`]),
  ),
  fc.tuple(fc.constantFrom("Bool"), suffix, fc.constant("aws:SecureTransport"), listOf(["true", "false"], 1)),
  momentTest,
);
const services = ["logs.amazonaws.com", "sns.amazonaws.com", "logs.us-west-2.amazonaws.com"];
const serviceTest = fc.oneof(
  fc.tuple(
    fc.constantFrom("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
    suffix,
    fc.constant("aws:PrincipalServiceName"),
    listOf([...services, "l*", "*.amazonaws.com"]),
  ),
  fc.tuple(
    fc.constantFrom("ForAnyValue:StringEquals", "ForAllValues:StringNotEquals", "ForAnyValue:StringLike"),
    suffix,
    fc.constant("aws:PrincipalServiceNamesList"),
    listOf([...services, "*.us-west-2.*"]),
  ),
  fc.tuple(
    fc.constant("Null"),
    fc.constant(""),
    fc.constantFrom("aws:PrincipalServiceName", "aws:userid", "aws:CurrentTime", "aws:EpochTime"),
    listOf(["true", "false"], 1),
  ),
);

// Values that the request decides; only for comparisons of a policy with itself, since what two different policies then give is open.
const variableTest = fc.tuple(
  fc.constantFrom(
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "ForAnyValue:StringEquals",
  ),
  suffix,
  fc.constantFrom("kms:ViaService", "kms:EncryptionContext:App", "aws:PrincipalOrgID"),
  listOf([
    "a",
    "b",
    "${aws:PrincipalTag/team}",
    "${AWS:principaltag/team}x",
    "${aws:SourceIdentity, 'none'}",
    "a*",
  ]),
);

const conditionTest: fc.Arbitrary<ConditionTest> = fc
  .oneof(
    { weight: 3, arbitrary: carriedTest },
    { weight: 1, arbitrary: serviceTest },
    { weight: 5, arbitrary: textTest },
    { weight: 2, arbitrary: arnTest },
    { weight: 4, arbitrary: callerTest },
    numberTest,
    dateTest,
    addressTest,
    boolTest,
    nullTest,
    { weight: 2, arbitrary: setTest },
  )
  .map(([operator, ifExists, key, values]) => ({ operator: operator + ifExists, key, values }));

const statement: fc.Arbitrary<Statement> = fc.record({
  index: fc.constant(0),
  sid: fc.constant(undefined),
  effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
  principals: fc.array(principal, { minLength: 1, maxLength: 3 }),
  notPrincipal: fc.constant(false),
  actions: fc.array(action, { minLength: 1, maxLength: 3 }),
  notAction: fc.integer({ min: 0, max: 11 }).map((number) => number === 0),
  resources: fc.constant(["*"]),
  notResource: fc.constant(false),
  conditions: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 5, arbitrary: fc.array(conditionTest, { minLength: 1, maxLength: 3 }) },
  ),
  inert: fc.constant(undefined),
});

const asPolicy = (statements: readonly Statement[]): Policy => ({
  version: "2012-10-17",
  id: undefined,
  statements: statements.map((some, index) => ({ ...some, index })),
});

/** What may be known of the key: little, or all. */
export const keyFacts: fc.Arbitrary<KeyFacts> = fc.constantFrom<KeyFacts>(
  { account: own, partition: "aws" },
  {
    ...{ account: own, partition: "aws", region: "us-west-2", arn: `arn:aws:kms:us-west-2:${own}:key/k` },
  },
);

/** Policies that have variables in most conditions, too. */
export const policyWithVariables: fc.Arbitrary<Policy> = fc
  .array(fc.tuple(statement, fc.option(variableTest, { freq: 3 })), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    asPolicy(
      parts.map(([some, variable]) => {
        if (variable === null) return some;
        const [operator, ifExists, key, values] = variable;
        return { ...some, conditions: [{ operator: operator + ifExists, key, values }, ...some.conditions] };
      }),
    ),
  );

export const policy: fc.Arbitrary<Policy> = fc.array(statement, { minLength: 1, maxLength: 5 }).map(asPolicy);

/** Two policies; often the second is the first with a statement more, less or changed, as in real edits. */
export const policyPair: fc.Arbitrary<readonly [Policy, Policy]> = fc.oneof(
  fc.tuple(policy, policy),
  fc
    .tuple(policy, statement)
    .map(([before, added]) => [before, asPolicy([...before.statements, added])] as const),
  fc
    .tuple(policy, fc.nat())
    .map(
      ([before, at]) =>
        [
          before,
          asPolicy(before.statements.filter((_some, index) => index !== at % before.statements.length)),
        ] as const,
    ),
  fc
    .tuple(policy, fc.nat(), fc.array(conditionTest, { maxLength: 2 }))
    .map(
      ([before, at, conditions]) =>
        [
          before,
          asPolicy(
            before.statements.map((some, index) =>
              index === at % before.statements.length ? { ...some, conditions } : some,
            ),
          ),
        ] as const,
    ),
);

/** Requests that can come about: a key is given only to actions that carry it, and what follows from the caller is left out. */
export const sampleRequest = fc
  .record({
    principal: fc.constantFrom(
      ...namedPrincipals,
      iam(own, "role/Unnamed"),
      iam(own, "user/Unnamed"),
      iam(other, "role/PUnnamed"),
      iam(other, "user/x"),
      iam("777788889999", "role/Stranger"),
      iam("777788889999", "user/Stranger"),
      `root-user:${own}`,
      `root-user:${other}`,
      `arn:aws:sts::${own}:assumed-role/App/two`,
      "service:logs.amazonaws.com",
      "service:logs.us-west-2.amazonaws.com",
      "service:sns.amazonaws.com",
      "service:lambda.amazonaws.com",
    ),
    action: fc.constantFrom(
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:CreateGrant",
      "kms:PutKeyPolicy",
      "kms:DescribeKey",
      "kms:GenerateMac",
    ),
    context: fc.record(
      {
        "kms:ViaService": fc.constantFrom(...contextTexts),
        "kms:EncryptionContext:App": fc.constantFrom(...contextTexts),
        "aws:PrincipalOrgID": fc.constantFrom(...contextTexts),
        "aws:SourceArn": fc.constantFrom(...arns, "arn:aws:s3:::abc"),
        "aws:MultiFactorAuthAge": fc.constantFrom("5", "7", "8", "9", "10", "11"),
        "aws:TokenIssueTime": fc.constantFrom(
          "2025-12-31T23:59:59Z",
          "2026-01-01T00:00:00Z",
          "2026-03-01T00:00:00Z",
          "2026-06-01T00:00:00Z",
          "2027-01-01T00:00:00Z",
        ),
        "aws:SourceIp": fc.constantFrom(
          "10.0.0.1",
          "10.1.2.3",
          "192.0.2.1",
          "8.8.8.8",
          "2001:db8::1",
          "2001:db9::1",
        ),
        "aws:MultiFactorAuthPresent": fc.constantFrom("true", "false"),
        "kms:GrantIsForAWSResource": fc.constantFrom("true", "false"),
        "kms:GrantOperations": fc.uniqueArray(fc.constantFrom(...contextTexts), {
          minLength: 1,
          maxLength: 3,
        }),
        "aws:PrincipalOrgPaths": fc.uniqueArray(fc.constantFrom(...contextTexts), {
          minLength: 1,
          maxLength: 3,
        }),
        "aws:RequestedRegion": fc.constantFrom("us-west-2", "us-east-1", "eu-west-1", "eu-north-1"),
        "aws:userid": fc.constantFrom("AROAX:one", "AROAY:two", "AIDAX", own),
        "aws:CurrentTime": fc.constantFrom(
          "2025-12-31T23:59:59Z",
          "2026-01-01T00:00:00Z",
          "2026-03-01T00:00:00Z",
          "2026-06-01T00:00:00Z",
          "2027-01-01T00:00:00Z",
        ),
      },
      { requiredKeys: ["aws:RequestedRegion", "aws:userid", "aws:CurrentTime"] },
    ),
  })
  .map((request) => ({ ...request, context: carried(request.action, request.context) }));

const onlyFor = new Map([
  ["kms:EncryptionContext:App", ["kms:Decrypt", "kms:Encrypt", "kms:CreateGrant"]],
  ["kms:GrantIsForAWSResource", ["kms:CreateGrant"]],
  ["kms:GrantOperations", ["kms:CreateGrant"]],
]);

const carried = (action: string, context: Readonly<Record<string, string | readonly string[] | undefined>>) =>
  Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) =>
      value === undefined || onlyFor.get(key)?.includes(action) === false ? [] : [[key, value] as const],
    ),
  );
