import { expect, test } from "vitest";
import { decideByLayers, evaluateEffective } from "../../../src/access/evaluate-effective.ts";
import {
  arn,
  delegation,
  denies,
  lets,
  own,
  type Person,
  questionOf,
  says,
  type Setting,
} from "../../support/layers.ts";

// Of an account's people most bear the same policies, and are decided once: whoever differs from another in anything that some layer
// asks for gets an answer of his own.

const a = arn("role/A");
const b = arn("role/B");
const when = (test: string, key: string, value: string): object => ({
  Condition: { [test]: { [key]: value } },
});
const two = (one: Person, other: Person = one): readonly Person[] => [
  { name: "A", ...one },
  { name: "B", ...other },
];
const alike: Person = { iam: [says()] };
const isA = when("ArnEquals", "aws:PrincipalArn", a);
const people = two(alike);
const all = says({ Action: "*" });

type Row = readonly [
  what: string,
  setting: Setting,
  answers: readonly [a: string, b: string],
  asked?: readonly [string, string],
];
const rows: readonly Row[] = [
  ["nothing", { key: [delegation], people }, ["allowed", "allowed"]],
  ["an own policy", { key: [delegation], people: two(alike, {}) }, ["allowed", "not-allowed"]],
  [
    "a policy of KMS among others",
    {
      key: [delegation],
      people: two({ iam: [says({ Action: "s3:*" }), says()] }, { iam: [says({ Action: "s3:*" })] }),
    },
    ["allowed", "not-allowed"],
  ],
  [
    "what an own policy asks",
    { key: [delegation], people: two({ iam: [says(isA)] }) },
    ["allowed", "not-allowed"],
  ],
  [
    "a variable in an own policy",
    {
      key: [delegation],
      people: two(
        {
          iam: [says(when("StringEquals", "aws:PrincipalTag/t", "${aws:PrincipalTag/u}"))],
          tags: { t: "x", u: "x" },
        },
        {
          iam: [says(when("StringEquals", "aws:PrincipalTag/t", "${aws:PrincipalTag/u}"))],
          tags: { t: "x", u: "y" },
        },
      ),
    },
    ["allowed", "not-allowed"],
  ],
  [
    "a variable in a Resource",
    {
      key: [delegation],
      people: [
        {
          kind: "user",
          name: "eu-west-1",
          ...alike,
          iam: [says({ Resource: `arn:aws:kms:\${aws:username}:${own}:key/*` })],
        },
        {
          kind: "user",
          name: "other",
          iam: [says({ Resource: `arn:aws:kms:\${aws:username}:${own}:key/*` })],
        },
      ],
    },
    ["allowed", "not-allowed"],
    [arn("user/eu-west-1"), arn("user/other")],
  ],
  [
    "its tags, in the key policy",
    {
      key: [lets("*", when("StringEquals", "aws:PrincipalTag/t", "x"))],
      people: two({ tags: { t: "x" } }, { tags: { t: "y" } }),
    },
    ["allowed", "not-allowed"],
  ],
  ["its name, in the key policy", { key: [lets(a)], people: two({}) }, ["allowed", "not-allowed"]],
  ["its name, in a Deny", { key: [delegation, lets(b, { Effect: "Deny" })], people }, ["allowed", "denied"]],
  ["a grant", { key: [], people: two({}), grants: [{ GranteePrincipal: a }] }, ["allowed", "not-allowed"]],
  [
    "a boundary",
    { key: [delegation], people: two(alike, { ...alike, boundary: [says({ Action: "s3:*" })] }) },
    ["allowed", "not-allowed"],
  ],
  [
    "what a boundary says",
    { key: [delegation], people: two({ ...alike, boundary: [says()] }, { ...alike, boundary: [denies()] }) },
    ["allowed", "denied"],
  ],
  [
    "what a boundary asks",
    { key: [delegation], people: two({ ...alike, boundary: [says(isA)] }) },
    ["allowed", "not-allowed"],
  ],
  [
    "what an SCP asks",
    {
      key: [delegation],
      people,
      scp: { "r-1": [all, denies(when("ArnEquals", "aws:PrincipalArn", b))], "ou-a": [all], [own]: [all] },
    },
    ["allowed", "denied"],
  ],
  [
    "what an RCP asks",
    { key: [delegation], people, rcp: { "ou-a": [all, denies(when("ArnEquals", "aws:PrincipalArn", b))] } },
    ["allowed", "denied"],
  ],
  [
    "an SCP that binds no role of a service",
    {
      key: [lets("*")],
      people: [{ name: "A", path: "/aws-service-role/rds.amazonaws.com/" }, { name: "B" }],
      scp: { "r-1": [denies()] },
    },
    ["allowed", "denied"],
    [arn("role/aws-service-role/rds.amazonaws.com/A"), b],
  ],
  [
    "its kind",
    {
      key: [lets("*", when("StringEquals", "aws:PrincipalType", "User"))],
      people: [{ kind: "user", name: "A" }, { name: "B" }],
    },
    ["allowed", "not-allowed"],
    [arn("user/A"), b],
  ],
];

for (const [what, setting, answers, [one, other] = [a, b]] of rows)
  test(`people who differ in ${what}`, () => {
    for (const asked of [
      [one, other],
      [other, one],
    ] as const) {
      const question = questionOf(setting);
      const found = asked.map((principal) =>
        decideByLayers({ principal, action: "kms:Decrypt", context: {} }, question),
      );
      expect(found.map(({ decision }) => decision)).toEqual(
        asked[0] === one ? answers : [...answers].reverse(),
      );
      for (const [place, principal] of asked.entries()) {
        const { decision, undecided } = evaluateEffective(
          { principal, action: "kms:Decrypt", context: {} },
          question,
        );
        expect([found[place]?.decision, found[place]?.undecided]).toEqual([decision, undecided]);
      }
    }
  });

test("requests that differ are not the same, whoever makes them", () => {
  const question = questionOf({
    key: [delegation],
    people: two({ iam: [says(when("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com"))] }),
  });
  const decided = (principal: string, action: string, context: Readonly<Record<string, string>>) =>
    decideByLayers({ principal, action, context }, question).decision;
  const through = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
  expect([
    decided(a, "kms:Decrypt", through),
    decided(b, "kms:Decrypt", {}),
    decided(a, "kms:Encrypt", through),
  ]).toEqual(["allowed", "not-allowed", "not-allowed"]);
  expect(decided(b, "kms:Decrypt", through)).toBe("allowed");
});
