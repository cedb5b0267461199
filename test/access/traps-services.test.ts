import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import { compareAccess } from "../../src/access/compare-access.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { both, named, type Row, when } from "./both-ways.ts";
import { facts, owner, policyOf, role, type StatementParts, user } from "./evaluate-fixtures.ts";
import { from } from "./sources.ts";

const sns = "service:sns.amazonaws.com";
const everyone = (condition?: StatementParts): readonly StatementParts[] => [
  { ...named("*"), ...(condition && when(condition)) },
];

/** What everyone is given, as an AWS service sees it: it has no ARN, no tags, no organization, and is of no customer's account. */
const row = (
  trap: string,
  condition: StatementParts,
  decision: Row[5],
  context: Row[4] = {},
  principal = sns,
): Row => [trap, from.everyoneAndServices, everyone(condition), principal, context, decision];

describe("an Allow for everyone is for AWS services, too", () => {
  both([
    ["without a condition", from.everyoneAndServices, everyone(), sns, {}, "allowed"],
    row("for services alone", { Bool: { "aws:PrincipalIsAWSService": "true" } }, "allowed"),
    row(
      "… so for no role of the account",
      { Bool: { "aws:PrincipalIsAWSService": "true" } },
      "not-allowed",
      {},
      role("App"),
    ),
    row("for a source", { StringEquals: { "aws:SourceAccount": owner } }, "allowed", {
      "aws:SourceAccount": owner,
    }),
    row("… and not without it", { StringEquals: { "aws:SourceAccount": owner } }, "not-allowed"),
    row("an organization has no services", { StringEquals: { "aws:PrincipalOrgID": "o-1" } }, "not-allowed", {
      "aws:PrincipalOrgID": "o-1",
    }),
    row("… nor its paths", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "*" } }, "not-allowed", {
      "aws:PrincipalOrgPaths": ["o-1/r-1/"],
    }),
    row("… so each is outside of it", { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }, "allowed"),
    row(
      "the key's own organization, by a variable",
      { StringEquals: { "aws:PrincipalOrgID": "${aws:ResourceOrgID}" } },
      "not-allowed",
    ),
    row("a service has no tags", { StringEquals: { "aws:PrincipalTag/team": "a" } }, "not-allowed", {
      "aws:PrincipalTag/team": "a",
    }),
    row("… no ARN", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, "not-allowed"),
    row("… which tells it", { Null: { "aws:PrincipalArn": "true" } }, "allowed"),
    row("… no type", { StringEquals: { "aws:PrincipalType": "AssumedRole" } }, "not-allowed"),
    row("… no user name", { StringLike: { "aws:username": "*" } }, "not-allowed"),
    row("an account has no services", { StringEquals: { "kms:CallerAccount": owner } }, "not-allowed"),
    row(
      "… whatever they are said to count for",
      { StringEquals: { "kms:CallerAccount": owner } },
      "not-allowed",
      {
        "kms:CallerAccount": owner,
        "aws:PrincipalAccount": owner,
      },
    ),
    [
      "a Deny for everyone takes it back",
      from.principalElement,
      [...everyone(), { Effect: "Deny", ...named("*"), ...when({ Null: { "aws:PrincipalArn": "true" } }) }],
      sns,
      {},
      "denied",
    ],
  ]);
});

test("what everyone of an account may is no row of services; what services may is one", () => {
  const services = (condition?: StatementParts) =>
    listAccess(policyOf(everyone(condition)), facts)
      .filter(({ principal }) => principal.startsWith("service:"))
      .map(({ principal, via, when: conditions, undecided }) => [
        principal,
        via,
        conditions.length,
        undecided,
      ]);
  expect(services()).toEqual([["service:any", "key-policy", 1, undefined]]);
  expect(services({ StringEquals: { "kms:CallerAccount": owner, "kms:ViaService": "s3" } })).toEqual([]);
  expect(services({ StringEquals: { "aws:PrincipalOrgID": "${aws:ResourceOrgID}" } })).toEqual([]);
  expect(services({ StringEquals: { "aws:PrincipalTag/a": "b" } })).toEqual([]);
  expect(services({ StringEquals: { "aws:SourceAccount": owner } })).toHaveLength(1);
});

test("what only users have never turns the answer for a role", () => {
  const policy = policyOf([
    { ...named([role("App"), user("x")]), ...when({ StringEquals: { "aws:username": "x" } }) },
  ]);
  const ask = (principal: string) =>
    evaluate(policy, { principal, action: "kms:Decrypt", context: {} }, facts);
  expect(ask(user("x")).decision).toBe("allowed");
  expect(ask(role("App"))).toEqual({ decision: "not-allowed", statements: [] });
});

test(`an account of which one had it before, as one of all, is told without it (${from.choice})`, () => {
  const ofAccount = { "kms:CallerAccount": owner };
  const all: StatementParts = { ...named("*"), ...when({ StringEquals: ofAccount }) };
  const one: StatementParts = {
    ...named("*"),
    ...when({ StringEquals: { ...ofAccount, "aws:PrincipalArn": role("App") } }),
  };
  const words = (before: readonly StatementParts[], after: readonly StatementParts[]) =>
    compareAccess(policyOf(before), policyOf(after), facts)
      .gained.map(({ principal }) => principal)
      .sort();
  expect(words([], [one, all])).toEqual([`account:${owner}`]);
  expect(words([one], [one, all])).toEqual([`account:${owner} (others)`, `root-user:${owner}`]);
});
