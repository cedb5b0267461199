import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { listAccess } from "../../src/access/list-access.ts";
import type { Access, Condition } from "../../src/access/types.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { Policy } from "../../src/policy/model.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

const own = "111122223333";
const other = "444455556666";
const facts = { account: own, partition: "aws" };
const root = `arn:aws:iam::${own}:root`;
const app = `arn:aws:iam::${own}:role/App`;

interface Written {
  readonly [name: string]: unknown;
}

const policyOf = (statements: readonly Written[], version: string | null = "2012-10-17"): Policy => {
  const whole = statements.map((written) => ({
    Effect: "Allow",
    Principal: { AWS: app },
    Action: "kms:Decrypt",
    Resource: "*",
    ...written,
  }));
  const text = JSON.stringify({ ...(version === null ? {} : { Version: version }), Statement: whole });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("the policy does not parse");
  return readPolicy(document);
};

const when = (condition: Written): Written => ({ Condition: condition });
const deny = (condition: Written): Written => ({ Effect: "Deny", Condition: condition });

const words = ({ key, test: operator, values, not }: Condition): string =>
  `${not === true ? "not " : ""}${operator} ${key} ${values.join("|")}`;

// One line an entry: who, how, what, when; easier to read in a table than the objects.
const lines = (entries: readonly Access[]): readonly string[] =>
  entries.map(({ principal, via, actions, when: alternatives, undecided }) => {
    const what =
      actions.length > 4 ? `${actions.length} actions` : actions.map((action) => action.slice(4)).join(",");
    const so = alternatives.map((conditions) => conditions.map(words).join(" and ")).join(" or ");
    return `${principal} ${via} ${what}${so === "" ? "" : ` if ${so}`}${undecided === undefined ? "" : " ?"}`;
  });

const short = (text: string): string =>
  text.replaceAll(app, "App").replaceAll(own, "OWN").replaceAll(other, "OTHER");

const listed = (policy: Policy): readonly string[] => lines(listAccess(policy, facts)).map(short);

// What each operator says of an absent key, and so whether a Deny of it leaves access without the key (IAM User Guide, "Condition operators").
test.each([
  ["StringEquals", ["App key-policy Decrypt if not StringEquals aws:PrincipalOrgID o"]],
  ["StringNotEquals", ["App key-policy Decrypt if StringEquals aws:PrincipalOrgID o"]],
  ["StringEqualsIfExists", ["App key-policy Decrypt if not StringEqualsIfExists aws:PrincipalOrgID o"]],
  ["StringNotEqualsIfExists", ["App key-policy Decrypt if StringEquals aws:PrincipalOrgID o"]],
])("a Deny with %s leaves what it does not hit", (operator, expected) => {
  expect(listed(policyOf([{}, deny({ [operator]: { "aws:PrincipalOrgID": "o" } })]))).toEqual(expected);
});

const equivalents: readonly (readonly [
  why: string,
  before: readonly Written[],
  after: readonly Written[],
])[] = [
  [
    "ArnEquals is ArnLike",
    [when({ ArnEquals: { "aws:SourceArn": "arn:aws:s3:::b*" } })],
    [when({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::b*" } })],
  ],
  [
    "StringEquals takes no wildcard, so * is a plain star",
    [when({ StringEquals: { "kms:ViaService": "*" } })],
    [
      when({ StringLike: { "kms:ViaService": "*" } }),
      { ...when({ StringNotEquals: { "kms:ViaService": "*" } }), Effect: "Deny" },
    ],
  ],
  [
    "the name in kms:EncryptionContext:Name folds case",
    [when({ StringEquals: { "kms:EncryptionContext:Dept": "a" } })],
    [when({ StringEquals: { "kms:encryptioncontext:dept": "a" } })],
  ],
  [
    "colons in the name of an encryption context key",
    [when({ StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:*" } })],
    [when({ StringLike: { "kms:EncryptionContext:aws:s3:ARN": ["arn:*", "arn:a*"] } })],
  ],
  [
    "StringLike * is Null false",
    [when({ StringLike: { "kms:ViaService": "*" } })],
    [when({ Null: { "kms:ViaService": false } })],
  ],
  [
    "two Allow statements with one StringNotEquals each are everything",
    [
      when({ StringNotEquals: { "kms:ViaService": "a" } }),
      when({ StringNotEquals: { "kms:ViaService": "b" } }),
    ],
    [{}],
  ],
  [
    "7 is 7.0",
    [when({ NumericEquals: { "aws:MultiFactorAuthAge": 7 } })],
    [when({ NumericEquals: { "aws:MultiFactorAuthAge": "7.0" } })],
  ],
  [
    "one moment in two time zones and in epoch seconds",
    [when({ DateLessThan: { "aws:CurrentTime": "2026-01-01T02:00:00+02:00" } })],
    [when({ DateLessThan: { "aws:CurrentTime": ["2026-01-01T00:00:00Z", "1767225600"] } })],
  ],
  [
    "/32 is a bare address",
    [when({ IpAddress: { "aws:SourceIp": "192.0.2.1/32" } })],
    [when({ IpAddress: { "aws:SourceIp": "192.0.2.1" } })],
  ],
  [
    "spellings of one IPv6 address",
    [when({ IpAddress: { "aws:SourceIp": "2001:db8::1" } })],
    [when({ IpAddress: { "aws:SourceIp": "2001:0DB8:0:0:0:0:0:1/128" } })],
  ],
  [
    "two halves of a block",
    [when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
    [when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"] } })],
  ],
  [
    'true and "true"',
    [when({ Bool: { "kms:GrantIsForAWSResource": true } })],
    [when({ Bool: { "kms:GrantIsForAWSResource": "true" } })],
  ],
  ["an empty Condition", [when({})], [{}]],
  ["kms:ReEncrypt matches nothing", [{ Action: ["kms:Decrypt", "kms:ReEncrypt"] }], [{}]],
  [
    "actions of other services and of no key",
    [{ Action: ["kms:Decrypt", "s3:*", "kms:ListKeys", "kms:CreateKey"] }],
    [{}],
  ],
  ["an Allow of RetireGrant has no effect", [{ Action: ["kms:Decrypt", "kms:RetireGrant"] }], [{}]],
  [
    "actions that are names of JavaScript's own",
    [{ Action: ["kms:Decrypt", "kms:constructor", "kms:__proto__"] }],
    [{}],
  ],
  [
    "ForAllValues holds for an empty set, so Null true beside it is inside",
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
    [{}, { Effect: "Deny", Principal: { AWS: `arn:aws:iam::${other}:root` } }],
    [{}],
  ],
  ["without a Version, ${…} is plain text", [], []],
];

test.each(equivalents)("the same access: %s", (_why, before, after) => {
  expect(compareAccess(policyOf(before), policyOf(after), facts)).toEqual({
    equivalent: true,
    gained: [],
    lost: [],
  });
});

const changes: readonly (readonly [
  why: string,
  before: readonly Written[],
  after: readonly Written[],
  gained: readonly string[],
  lost: readonly string[],
])[] = [
  [
    "removing a Deny is a gain",
    [{}, { Effect: "Deny", Principal: { AWS: root } }],
    [{}],
    ["App key-policy Decrypt"],
    [],
  ],
  [
    "removing a condition is a gain where it did not hold",
    [when({ StringEquals: { "kms:ViaService": "s3" } })],
    [{}],
    ["App key-policy Decrypt if not StringEquals kms:ViaService s3"],
    [],
  ],
  [
    "one value more",
    [when({ StringEquals: { "kms:ViaService": "a" } })],
    [when({ StringEquals: { "kms:ViaService": ["b", "a"] } })],
    ["App key-policy Decrypt if StringEquals kms:ViaService b"],
    [],
  ],
  [
    "StringNotEquals [a,b] is neither",
    [when({ StringNotEquals: { "kms:ViaService": "a" } })],
    [when({ StringNotEquals: { "kms:ViaService": ["a", "b"] } })],
    [],
    ["App key-policy Decrypt if StringEquals kms:ViaService b"],
  ],
  [
    "Bool [true,false] still fails on absence",
    [when({ Bool: { "aws:ViaAWSService": ["true", "false"] } })],
    [{}],
    ["App key-policy Decrypt if not Bool aws:ViaAWSService true|false"],
    [],
  ],
  [
    "9 is less than 10",
    [when({ NumericLessThan: { "aws:MultiFactorAuthAge": 9 } })],
    [when({ NumericLessThan: { "aws:MultiFactorAuthAge": 10 } })],
    [
      "App key-policy Decrypt if NumericLessThan aws:MultiFactorAuthAge 10 and not NumericLessThan aws:MultiFactorAuthAge 9",
    ],
    [],
  ],
  [
    "NotIpAddress of a v4 block holds for a v6 caller",
    [when({ NotIpAddress: { "aws:SourceIp": "0.0.0.0/0" } })],
    [when({ NotIpAddress: { "aws:SourceIp": ["0.0.0.0/0", "::/0"] } })],
    [],
    [
      "App key-policy Decrypt if IpAddress aws:SourceIp 0.0.0.0/0|::/0 and NotIpAddress aws:SourceIp 0.0.0.0/0",
    ],
  ],
  [
    "an ARN wildcard does not cross a colon, a string wildcard does",
    [when({ ArnLike: { "aws:SourceArn": "arn:aws:*:b" } })],
    [when({ StringLike: { "aws:SourceArn": "arn:aws:*:b" } })],
    ["App key-policy Decrypt if StringLike aws:SourceArn arn:aws:*:b"],
    [],
  ],
  [
    "removing the delegation beside a direct grant loses only the via-iam level",
    [{}, { Principal: { AWS: root } }],
    [{}],
    [],
    ["account:OWN iam Decrypt", "root-user:OWN key-policy Decrypt"],
  ],
  [
    "a role ARN covers its sessions",
    [{ Principal: { AWS: `arn:aws:sts::${own}:assumed-role/App/one` } }],
    [{ Principal: { AWS: [app, `arn:aws:sts::${own}:assumed-role/App/one`] } }],
    ["App key-policy Decrypt"],
    [],
  ],
  [
    "* is direct for the own account and via IAM for all others",
    [],
    [{ Principal: { AWS: "*" } }],
    ["anyone iam Decrypt", "account:OWN key-policy Decrypt"],
    [],
  ],
  [
    "what never works across accounts is no access",
    [],
    [{ Principal: { AWS: `arn:aws:iam::${other}:root` }, Action: ["kms:PutKeyPolicy", "kms:Sign"] }],
    ["account:OTHER iam Sign", "root-user:OTHER iam Sign"].slice(0, 1),
    [],
  ],
  [
    "the root user alone",
    [],
    [{ Principal: { AWS: root }, ...when({ StringEquals: { "aws:PrincipalType": "Account" } }) }],
    ["root-user:OWN key-policy Decrypt"],
    [],
  ],
  [
    "a role by aws:PrincipalArn is told by its name",
    [],
    [{ Principal: { AWS: "*" }, ...when({ ArnEquals: { "aws:PrincipalArn": app } }) }],
    ["App key-policy Decrypt"],
    [],
  ],
  [
    "* with kms:CallerAccount names the account directly",
    [],
    [{ Principal: { AWS: "*" }, ...when({ StringEquals: { "kms:CallerAccount": own } }) }],
    ["account:OWN key-policy Decrypt"],
    [],
  ],
  [
    "ForAnyValue on a key of one value",
    [],
    [when({ "ForAnyValue:StringEquals": { "aws:PrincipalOrgID": "o-1" } })],
    ["App key-policy Decrypt if ForAnyValue:StringEquals aws:PrincipalOrgID o-1"],
    [],
  ],
  [
    "a key that the action never carries makes its Allow dead",
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
    [{ Action: "kms:PutKeyPolicy" }],
    [
      { Action: "kms:PutKeyPolicy" },
      { Action: "kms:*", ...deny({ StringNotEquals: { "kms:EncryptionContext:a": "b" } }) },
    ],
    [],
    ["App key-policy PutKeyPolicy"],
  ],
  [
    "NotAction with Allow",
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

test.each(changes)("the change is told: %s", (_why, before, after, gained, lost) => {
  const change = compareAccess(policyOf(before), policyOf(after), facts);
  expect({ gained: lines(change.gained).map(short), lost: lines(change.lost).map(short) }).toEqual({
    gained,
    lost,
  });
  expect(change.equivalent).toBe(false);
});

test("who has more than its account is told with all of it", () => {
  const guarded = {
    Principal: { AWS: "*" },
    ...when({ StringEquals: { "kms:CallerAccount": own, "kms:ViaService": "s3" } }),
  };
  expect(listed(policyOf([guarded, {}]))).toEqual([
    "App key-policy Decrypt",
    "account:OWN key-policy Decrypt if StringEquals kms:ViaService s3",
  ]);
});

test("wildcards and names of today differ in the future only", () => {
  const before = policyOf([
    { Action: ["kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:GetKeyLastUsage"] },
  ]);
  const after = policyOf([{ Action: "kms:GetKey*" }]);
  expect(compareAccess(before, after, facts)).toEqual({
    equivalent: true,
    gained: [],
    lost: [],
    futureActions: true,
    future: { gained: [{ principal: app, wildcards: ["kms:GetKey*"] }], lost: [] },
  });
});

test("a change of Version with ${ in a string is a change", () => {
  const statements = [when({ StringEquals: { "aws:PrincipalTag/team": "${aws:PrincipalTag/owner}" } })];
  const change = compareAccess(policyOf(statements, "2008-10-17"), policyOf(statements), facts);
  expect([change.equivalent, change.gained.length, change.lost.length]).toEqual([false, 1, 1]);
  expect(
    compareAccess(policyOf(statements, null), policyOf(statements, "2008-10-17"), facts).equivalent,
  ).toBe(true);
});

test("${*} is a plain star, and a variable's example is made to match", () => {
  const star = policyOf([when({ StringLike: { "kms:ViaService": "${*}" } })]);
  const plain = policyOf([when({ StringEquals: { "kms:ViaService": "*" } })]);
  expect(compareAccess(star, plain, facts).equivalent).toBe(true);
  const [entry] = listAccess(
    policyOf([when({ StringLike: { "aws:PrincipalTag/team": "${aws:PrincipalTag/owner}-*" } })]),
    facts,
  );
  expect(entry?.undecided).toBeUndefined();
  expect(entry?.example.context).toEqual({
    "aws:principaltag/owner": "value",
    "aws:PrincipalTag/team": "value-",
  });
});

// What cannot be decided is listed with its reason, never left out.
test.each([
  ["an unknown operator", [when({ StringResembles: { "kms:ViaService": "a" } })], /stringresembles/i],
  ["a bound that is no number", [when({ NumericLessThan: { "aws:MultiFactorAuthAge": "soon" } })], /soon/],
  ["a group", [{ Principal: { AWS: `arn:aws:iam::${own}:group/Ops` } }], /group\/Ops/],
  [
    "a Resource that may be another key",
    [{ Resource: `arn:aws:kms:eu-west-1:${own}:key/1` }],
    /ARN was not given/,
  ],
  [
    "NotPrincipal that lists the role and not its account",
    [{}, { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: app } }],
    /NotPrincipal/,
  ],
] as const)("undecided, with the reason: %s", (_what, statements, reason) => {
  const policy = policyOf(statements);
  const entries = listAccess(policy, facts);
  expect(entries.length).toBeGreaterThan(0);
  for (const { undecided } of entries) expect(undecided).toMatch(reason);
  expect(compareAccess(policy, policy, facts).equivalent).toBe(true);
});

test("a statement about another key, or without an action, gives nothing", () => {
  const arn = `arn:aws:kms:eu-west-1:${own}:key/1`;
  const policy = policyOf([{ Resource: `arn:aws:kms:eu-west-1:${own}:key/2` }, { Action: [] }]);
  expect(listAccess(policy, { ...facts, arn })).toEqual([]);
  expect(listAccess(policyOf([{ Resource: `arn:aws:kms:*:${own}:key/*` }]), { ...facts, arn })).toHaveLength(
    1,
  );
});

test("aws:PrincipalArn of a session is its role's ARN with the path", () => {
  const session = `arn:aws:sts::${own}:assumed-role/Deep/one`;
  const policy = policyOf([
    {
      Principal: { AWS: session },
      ...when({ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${own}:role/*/Deep` } }),
    },
  ]);
  const [entry] = listAccess(policy, facts);
  expect(entry).toMatchObject({
    principal: session,
    example: { principal: session, context: { "aws:PrincipalArn": `arn:aws:iam::${own}:role/y/Deep` } },
  });
  expect(entry?.undecided).toBeUndefined();
});

test("facts about the key decide conditions on it", () => {
  const policy = policyOf([when({ StringEquals: { "kms:KeySpec": "RSA_2048" } })]);
  expect(listAccess(policy, { ...facts, spec: "SYMMETRIC_DEFAULT" })).toEqual([]);
  expect(lines(listAccess(policy, { ...facts, spec: "RSA_2048" })).map(short)).toEqual([
    "App key-policy Decrypt",
  ]);
  expect(listed(policy)).toEqual(["App key-policy Decrypt if StringEquals kms:KeySpec RSA_2048"]);
});

test("listAccess keeps to the actions asked for", () => {
  const policy = policyOf([{ Action: "kms:*" }]);
  expect(listAccess(policy, facts, ["kms:decrypt", "kms:ListKeys"]).map(({ actions }) => actions)).toEqual([
    ["kms:Decrypt"],
  ]);
});
