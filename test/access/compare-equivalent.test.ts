import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { facts, other, own, policyOf, when, type Written } from "./compare-fixtures.ts";
import { from } from "./sources.ts";

const equivalents: readonly (readonly [
  why: string,
  source: string,
  before: readonly Written[],
  after: readonly Written[],
])[] = [
  [
    "ArnEquals is ArnLike",
    from.arnOperators,
    [when({ ArnEquals: { "aws:SourceArn": "arn:aws:s3:::b*" } })],
    [when({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::b*" } })],
  ],
  [
    "StringEquals takes no wildcard, so * is a plain star",
    from.stringOperators,
    [when({ StringEquals: { "kms:ViaService": "*" } })],
    [
      when({ StringLike: { "kms:ViaService": "*" } }),
      { ...when({ StringNotEquals: { "kms:ViaService": "*" } }), Effect: "Deny" },
    ],
  ],
  [
    "the name in kms:EncryptionContext:Name folds case",
    from.kmsKeys,
    [when({ StringEquals: { "kms:EncryptionContext:Dept": "a" } })],
    [when({ StringEquals: { "kms:encryptioncontext:dept": "a" } })],
  ],
  [
    "colons in the name of an encryption context key",
    from.kmsKeys,
    [when({ StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:*" } })],
    [when({ StringLike: { "kms:EncryptionContext:aws:s3:ARN": ["arn:*", "arn:a*"] } })],
  ],
  [
    "StringLike * is Null false",
    from.nullOperator,
    [when({ StringLike: { "kms:ViaService": "*" } })],
    [when({ Null: { "kms:ViaService": false } })],
  ],
  [
    "two Allow statements with one StringNotEquals each are everything",
    from.policyLogic,
    [
      when({ StringNotEquals: { "kms:ViaService": "a" } }),
      when({ StringNotEquals: { "kms:ViaService": "b" } }),
    ],
    [{}],
  ],
  [
    "7 is 7.0",
    from.numericOperators,
    [when({ NumericEquals: { "aws:MultiFactorAuthAge": 7 } })],
    [when({ NumericEquals: { "aws:MultiFactorAuthAge": "7.0" } })],
  ],
  [
    "one moment in two time zones and in epoch seconds",
    from.dateOperators,
    [when({ DateLessThan: { "aws:CurrentTime": "2026-01-01T02:00:00+02:00" } })],
    [when({ DateLessThan: { "aws:CurrentTime": ["2026-01-01T00:00:00Z", "1767225600"] } })],
  ],
  [
    "/32 is a bare address",
    from.addressOperators,
    [when({ IpAddress: { "aws:SourceIp": "192.0.2.1/32" } })],
    [when({ IpAddress: { "aws:SourceIp": "192.0.2.1" } })],
  ],
  [
    "spellings of one IPv6 address",
    from.addressOperators,
    [when({ IpAddress: { "aws:SourceIp": "2001:db8::1" } })],
    [when({ IpAddress: { "aws:SourceIp": "2001:0DB8:0:0:0:0:0:1/128" } })],
  ],
  [
    "two halves of a block",
    from.addressOperators,
    [when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
    [when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"] } })],
  ],
  [
    'true and "true"',
    from.boolOperator,
    [when({ Bool: { "kms:GrantIsForAWSResource": true } })],
    [when({ Bool: { "kms:GrantIsForAWSResource": "true" } })],
  ],
  ["an empty Condition", from.conditionElement, [when({})], [{}]],
  ["kms:ReEncrypt matches nothing", from.actionElement, [{ Action: ["kms:Decrypt", "kms:ReEncrypt"] }], [{}]],
  [
    "actions of other services and of no key",
    from.kmsActions,
    [{ Action: ["kms:Decrypt", "s3:*", "kms:ListKeys", "kms:CreateKey"] }],
    [{}],
  ],
  [
    "an Allow of RetireGrant has no effect",
    from.retireGrant,
    [{ Action: ["kms:Decrypt", "kms:RetireGrant"] }],
    [{}],
  ],
  [
    "actions that are none of KMS, some with names of JavaScript's own",
    from.actionElement,
    [{ Action: ["kms:Decrypt", "constructor", "kms:__proto__", "kms:ReEncrypt", "s3:Sign"] }],
    [{}],
  ],
  [
    "ForAllValues holds for an empty set, so Null true beside it is inside",
    from.setOperators,
    [
      when({ "ForAllValues:StringEquals": { "kms:GrantOperations": "Decrypt" } }),
      when({ Null: { "kms:GrantOperations": true } }),
    ].map((some) => ({ ...some, Action: "kms:CreateGrant" })),
    [
      {
        ...when({ "ForAllValues:StringEquals": { "kms:GrantOperations": "Decrypt" } }),
        Action: "kms:CreateGrant",
      },
    ],
  ],
  [
    "a Deny that hits nothing",
    from.policyLogic,
    [{}, { Effect: "Deny", Principal: { AWS: `arn:aws:iam::${other}:root` } }],
    [{}],
  ],
  [
    "an account id is its root ARN",
    from.principalElement,
    [{ Principal: { AWS: own } }],
    [{ Principal: { AWS: [`arn:aws:iam::${own}:root`, own] } }],
  ],
  [
    "one value or a list, once or twice",
    from.actionElement,
    [{ Action: "kms:Decrypt" }],
    [{ Action: ["KMS:decrypt", "kms:Decrypt"] }],
  ],
  [
    "order, and two statements for one",
    from.policyLogic,
    [{ Action: "kms:Sign" }, {}],
    [{ Action: ["kms:Decrypt", "kms:Sign"] }],
  ],
  ["a Sid, with spaces or without", from.sidElement, [{ Sid: "Allow use of the key" }], [{ Sid: "Other" }]],
  [
    "operators and keys in another case",
    from.conditionElement,
    [when({ StringEquals: { "aws:PrincipalOrgID": "o" } })],
    [when({ stringequals: { "AWS:principalorgid": "o" } })],
  ],
  [
    "base64 with and without padding",
    from.binaryOperator,
    [when({ BinaryEquals: { "aws:PrincipalTag/k": "QQ==" } })],
    [when({ BinaryEquals: { "aws:PrincipalTag/k": "QQ" } })],
  ],
  [
    "aws:EpochTime as number and as date",
    from.globalKeys,
    [when({ NumericLessThan: { "aws:EpochTime": 1767225600 } })],
    [when({ DateLessThan: { "aws:EpochTime": "2026-01-01T00:00:00Z" } })],
  ],
  [
    "Null true or false restricts nothing",
    from.nullOperator,
    [when({ Null: { "kms:ViaService": ["true", "false"] } })],
    [{}],
  ],
  [
    "an action without a colon matches nothing",
    from.actionElement,
    [{ Action: ["kms:Decrypt", "Encrypt", "k*"] }],
    [{}],
  ],
  ["a Deny beside an equal Allow leaves nothing", from.policyLogic, [{}, { Effect: "Deny" }], []],
  ["a Deny of what was never allowed", from.policyLogic, [{}, { Effect: "Deny", Action: "kms:Sign" }], [{}]],
  [
    "every key of the account is this key",
    from.resourceElement,
    [{ Resource: `arn:aws:kms:*:${own}:key/*` }],
    [{}],
  ],
  [
    "${*}, ${?} and ${$} are characters",
    from.variables,
    [when({ StringLike: { "kms:EncryptionContext:app": "${*}${?}${$}" } })],
    [when({ StringEquals: { "kms:EncryptionContext:app": "*?$" } })],
  ],
  [
    "an ARN in parts and whole",
    from.arnOperators,
    [when({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::b" } })],
    [when({ StringEquals: { "aws:SourceArn": "arn:aws:s3:::b" } })],
  ],
];

test.each(equivalents)("the same access: %s (%s)", (_why, _source, before, after) => {
  expect(compareAccess(policyOf(before), policyOf(after), facts)).toEqual({
    equivalent: true,
    gained: [],
    lost: [],
  });
});
