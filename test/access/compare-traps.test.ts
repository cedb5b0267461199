import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import {
  app,
  deny,
  facts,
  lines,
  listed,
  other,
  own,
  policyOf,
  root,
  short,
  when,
  type Written,
} from "./compare-fixtures.ts";
import { from } from "./sources.ts";

test.each([
  ["StringEquals", ["App key-policy Decrypt if not StringEquals aws:PrincipalOrgID o"]],
  ["StringNotEquals", ["App key-policy Decrypt if StringEquals aws:PrincipalOrgID o"]],
  ["StringEqualsIfExists", ["App key-policy Decrypt if not StringEqualsIfExists aws:PrincipalOrgID o"]],
  ["StringNotEqualsIfExists", ["App key-policy Decrypt if StringEquals aws:PrincipalOrgID o"]],
])(
  `a Deny with %s leaves what it does not hit, absence told apart (${from.ifExists})`,
  (operator, expected) => {
    expect(listed(policyOf([{}, deny({ [operator]: { "aws:PrincipalOrgID": "o" } })]))).toEqual(expected);
  },
);

const changes: readonly (readonly [
  why: string,
  source: string,
  before: readonly Written[],
  after: readonly Written[],
  gained: readonly string[],
  lost: readonly string[],
])[] = [
  [
    "removing a Deny is a gain",
    from.policyLogic,
    [{}, { Effect: "Deny", Principal: { AWS: root } }],
    [{}],
    ["App key-policy Decrypt"],
    [],
  ],
  [
    "removing a condition is a gain where it did not hold",
    from.conditionElement,
    [when({ StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } })],
    [{}],
    ["App key-policy Decrypt if not StringEquals kms:ViaService s3.us-east-1.amazonaws.com"],
    [],
  ],
  [
    "one value more",
    from.multivalued,
    [when({ StringEquals: { "kms:ViaService": "a.us-east-1.amazonaws.com" } })],
    [
      when({
        StringEquals: { "kms:ViaService": ["b.us-east-1.amazonaws.com", "a.us-east-1.amazonaws.com"] },
      }),
    ],
    ["App key-policy Decrypt if StringEquals kms:ViaService b.us-east-1.amazonaws.com"],
    [],
  ],
  [
    "StringNotEquals [a,b] is neither",
    from.multivalued,
    [when({ StringNotEquals: { "kms:ViaService": "a.us-east-1.amazonaws.com" } })],
    [
      when({
        StringNotEquals: { "kms:ViaService": ["a.us-east-1.amazonaws.com", "b.us-east-1.amazonaws.com"] },
      }),
    ],
    [],
    ["App key-policy Decrypt if StringEquals kms:ViaService b.us-east-1.amazonaws.com"],
  ],
  [
    "Bool [true,false] still fails on absence",
    from.boolOperator,
    [when({ Bool: { "aws:MultiFactorAuthPresent": ["true", "false"] } })],
    [{}],
    ["App key-policy Decrypt if not Bool aws:MultiFactorAuthPresent true|false"],
    [],
  ],
  [
    "9 is less than 10",
    from.numericOperators,
    [when({ NumericLessThan: { "aws:MultiFactorAuthAge": 9 } })],
    [when({ NumericLessThan: { "aws:MultiFactorAuthAge": 10 } })],
    [
      "App key-policy Decrypt if NumericLessThan aws:MultiFactorAuthAge 10 and not NumericLessThan aws:MultiFactorAuthAge 9",
    ],
    [],
  ],
  [
    "NotIpAddress of a v4 block holds for a v6 caller",
    from.addressOperators,
    [when({ NotIpAddress: { "aws:SourceIp": "0.0.0.0/0" } })],
    [when({ NotIpAddress: { "aws:SourceIp": ["0.0.0.0/0", "::/0"] } })],
    [],
    [
      "App key-policy Decrypt if IpAddress aws:SourceIp 0.0.0.0/0|::/0 and NotIpAddress aws:SourceIp 0.0.0.0/0",
    ],
  ],
  [
    "an ARN wildcard does not cross a colon, a string wildcard does",
    from.arnOperators,
    [when({ ArnLike: { "aws:SourceArn": "arn:aws:*:b" } })],
    [when({ StringLike: { "aws:SourceArn": "arn:aws:*:b" } })],
    ["App key-policy Decrypt if StringLike aws:SourceArn arn:aws:*:b"],
    [],
  ],
  [
    "removing the delegation beside a direct grant loses only the via-iam level",
    from.defaultPolicy,
    [{}, { Principal: { AWS: root } }],
    [{}],
    [],
    ["root-user:OWN key-policy Decrypt", "account:OWN iam Decrypt"],
  ],
  [
    "a role ARN covers its sessions",
    from.principalElement,
    [{ Principal: { AWS: `arn:aws:sts::${own}:assumed-role/App/one` } }],
    [{ Principal: { AWS: [app, `arn:aws:sts::${own}:assumed-role/App/one`] } }],
    ["App (other sessions) key-policy Decrypt"],
    [],
  ],
  [
    "* is direct for the own account and via IAM for all others",
    from.crossAccount,
    [],
    [{ Principal: { AWS: "*" } }],
    ["anyone iam Decrypt", "account:OWN key-policy Decrypt"],
    [],
  ],
  [
    "what never works across accounts is no access",
    from.crossAccount,
    [],
    [{ Principal: { AWS: `arn:aws:iam::${other}:root` }, Action: ["kms:PutKeyPolicy", "kms:Sign"] }],
    ["account:OTHER iam Sign"],
    [],
  ],
  [
    "the root user alone",
    from.principalKeys,
    [],
    [{ Principal: { AWS: root }, ...when({ StringEquals: { "aws:PrincipalType": "Account" } }) }],
    ["root-user:OWN key-policy Decrypt"],
    [],
  ],
  [
    "a role by aws:PrincipalArn is told by its name",
    from.principalKeys,
    [],
    [{ Principal: { AWS: "*" }, ...when({ ArnEquals: { "aws:PrincipalArn": app } }) }],
    ["App key-policy Decrypt"],
    [],
  ],
  [
    "* with kms:CallerAccount names the account directly",
    from.kmsKeys,
    [],
    [{ Principal: { AWS: "*" }, ...when({ StringEquals: { "kms:CallerAccount": own } }) }],
    ["account:OWN key-policy Decrypt"],
    [],
  ],
  [
    "ForAnyValue on a key of one value",
    from.setOperators,
    [],
    [when({ "ForAnyValue:StringEquals": { "aws:PrincipalOrgID": "o-1" } })],
    ["App key-policy Decrypt if ForAnyValue:StringEquals aws:PrincipalOrgID o-1"],
    [],
  ],
  [
    "a key that the action never carries makes its Allow dead",
    from.kmsActions,
    [],
    [
      {
        Action: ["kms:Decrypt", "kms:DescribeKey"],
        ...when({ StringEquals: { "kms:EncryptionContext:a": "b" } }),
      },
    ],
    ["App key-policy Decrypt if StringEquals kms:EncryptionContext:a b"],
    [],
  ],
  [
    "and its negated Deny hit always",
    from.kmsActions,
    [{ Action: "kms:PutKeyPolicy" }],
    [
      { Action: "kms:PutKeyPolicy" },
      { Action: "kms:*", ...deny({ StringNotEquals: { "kms:EncryptionContext:a": "b" } }) },
    ],
    [],
    ["App key-policy PutKeyPolicy"],
  ],
  [
    "a narrower delegation is a loss of the rest",
    from.defaultPolicy,
    [{ Principal: { AWS: root }, Action: ["kms:Decrypt", "kms:Sign"] }],
    [{ Principal: { AWS: root }, Action: "kms:Decrypt" }],
    [],
    ["root-user:OWN key-policy Sign", "account:OWN iam Sign"],
  ],
  [
    "a name beside the delegation is a gain, though IAM may allow already",
    from.defaultPolicy,
    [{ Principal: { AWS: root } }],
    [{ Principal: { AWS: root } }, {}],
    ["App key-policy Decrypt"],
    [],
  ],
  [
    "the source of a service's calls",
    from.confusedDeputy,
    [
      {
        Principal: { Service: "sns.amazonaws.com" },
        ...when({ StringEquals: { "aws:SourceAccount": own } }),
      },
    ],
    [{ Principal: { Service: "sns.amazonaws.com" } }],
    ["service:sns.amazonaws.com key-policy Decrypt if not StringEquals aws:SourceAccount OWN"],
    [],
  ],
  [
    "a Deny by address, absent for services' calls",
    from.globalKeys,
    [{}],
    [{}, deny({ NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
    [],
    ["App key-policy Decrypt if NotIpAddress aws:SourceIp 10.0.0.0/8"],
  ],
  [
    "NotPrincipal with Allow is everybody else, in every account, services too",
    from.notPrincipal,
    [],
    [{ Principal: undefined, NotPrincipal: { AWS: app } }],
    [
      "anyone iam Decrypt",
      "service:any key-policy Decrypt",
      "account:OWN (others) key-policy Decrypt",
      "root-user:OWN key-policy Decrypt",
    ],
    [],
  ],
  [
    "an ARN pattern with a variable is cut at the colons outside ${…}",
    from.variables,
    [],
    [when({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::${aws:PrincipalTag/b, 'a:b'}" } })],
    ["App key-policy Decrypt if ArnLike aws:SourceArn arn:aws:s3:::${aws:PrincipalTag/b, 'a:b'}"],
    [],
  ],
  [
    "NotAction with Allow",
    from.notAction,
    [],
    [
      { Action: undefined, NotAction: "kms:*" },
      {
        Action: undefined,
        NotAction: [
          "kms:C*",
          "kms:D*",
          "kms:E*",
          "kms:G*",
          "kms:I*",
          "kms:L*",
          "kms:R*",
          "kms:S*",
          "kms:T*",
          "kms:U*",
          "kms:V*",
        ],
      },
    ],
    ["App key-policy PutKeyPolicy"],
    [],
  ],
];

test.each(changes)("the change is told: %s (%s)", (_why, _source, before, after, gained, lost) => {
  const change = compareAccess(policyOf(before), policyOf(after), facts);
  expect({ gained: lines(change.gained).map(short), lost: lines(change.lost).map(short) }).toEqual({
    gained,
    lost,
  });
  expect(change.equivalent).toBe(false);
});

test(`NotAction with Allow takes in whatever AWS adds, without a wildcard to name (${from.notAction})`, () => {
  const change = compareAccess(
    policyOf([]),
    policyOf([{ Action: undefined, NotAction: "kms:*Key*" }]),
    facts,
  );
  expect(change.future).toEqual({ gained: [{ principal: app, wildcards: [] }], lost: [] });
});

test(`the Version matters for variables alone (${from.version})`, () => {
  const plain = [when({ StringLike: { "kms:ViaService": "s3.*" } })];
  expect(compareAccess(policyOf(plain, "2008-10-17"), policyOf(plain), facts).equivalent).toBe(true);
});
