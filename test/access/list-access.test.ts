import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { app, facts, lines, listed, own, policyOf, short, when } from "./compare-fixtures.ts";
import { from } from "./sources.ts";

test(`who has more than its account is told with all of it (${from.choice})`, () => {
  const guarded = {
    Principal: { AWS: "*" },
    ...when({ StringEquals: { "kms:CallerAccount": own, "kms:ViaService": "s3.us-east-1.amazonaws.com" } }),
  };
  expect(listed(policyOf([guarded, {}]))).toEqual([
    "App key-policy Decrypt",
    "account:OWN key-policy Decrypt if StringEquals kms:ViaService s3.us-east-1.amazonaws.com",
  ]);
});

test(`wildcards and names of today differ in the future only (${from.choice})`, () => {
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
  expect(compareAccess(after, before, facts)).toEqual({
    equivalent: true,
    gained: [],
    lost: [],
    futureActions: true,
    future: { gained: [], lost: [{ principal: app, wildcards: ["kms:GetKey*"] }] },
  });
});

test(`a change of Version with \${ in a string is a change (${from.version})`, () => {
  const statements = [when({ StringEquals: { "aws:PrincipalTag/team": "${aws:PrincipalTag/owner}" } })];
  const change = compareAccess(policyOf(statements, "2008-10-17"), policyOf(statements), facts);
  expect([change.equivalent, change.gained.length, change.lost.length]).toEqual([false, 1, 1]);
  expect(
    compareAccess(policyOf(statements, null), policyOf(statements, "2008-10-17"), facts).equivalent,
  ).toBe(true);
});

test(`\${*} is a plain star, and a variable's example is made to match (${from.variables})`, () => {
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

test(`a statement about another key, or without an action, gives nothing (${from.keyPolicies})`, () => {
  const arn = `arn:aws:kms:eu-west-1:${own}:key/1`;
  const policy = policyOf([{ Resource: `arn:aws:kms:eu-west-1:${own}:key/2` }, { Action: [] }]);
  expect(listAccess(policy, { ...facts, arn })).toEqual([]);
  expect(listAccess(policyOf([{ Resource: `arn:aws:kms:*:${own}:key/*` }]), { ...facts, arn })).toHaveLength(
    1,
  );
});

test(`aws:PrincipalArn of a session is its role's ARN with the path (${from.principalKeys})`, () => {
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

test(`facts about the key decide conditions on it (${from.kmsKeys})`, () => {
  const policy = policyOf([when({ StringEquals: { "kms:KeySpec": "RSA_2048" } })]);
  expect(listAccess(policy, { ...facts, spec: "SYMMETRIC_DEFAULT" })).toEqual([]);
  expect(lines(listAccess(policy, { ...facts, spec: "RSA_2048" })).map(short)).toEqual([
    "App key-policy Decrypt",
  ]);
  expect(listed(policy)).toEqual(["App key-policy Decrypt if StringEquals kms:KeySpec RSA_2048"]);
});

test(`listAccess keeps to the actions asked for (${from.choice})`, () => {
  const policy = policyOf([{ Action: "kms:*" }]);
  expect(listAccess(policy, facts, ["kms:decrypt", "kms:ListKeys"]).map(({ actions }) => actions)).toEqual([
    ["kms:Decrypt"],
  ]);
});
