import fc from "fast-check";
import { test } from "vitest";
import { evaluate } from "../../../src/access/evaluate.ts";
import { decideByLayers } from "../../../src/access/evaluate-effective.ts";
import type { EffectiveQuestion } from "../../../src/access/effective/types.ts";
import { compareWithWorld, listWithWorld } from "../../../src/access/with-world.ts";
import type { Access, AccessRequest } from "../../../src/access/types.ts";
import type { JsonValue } from "../../../src/policy/syntax.ts";
import { readWorld } from "../../../src/world/read-world.ts";
import { policyOf } from "../../support/worked-example.ts";
import { times } from "../../support/long-form.ts";
import { holdsFor } from "../inside-access.ts";
import { keyArn } from "./random-world.ts";

/**
 * Lines about services are read as they stand: "any AWS service" is all there are, less those that the line names as left out. So read, no
 * line gives a service what it does not have, and what it has is in some line; with resource control policies as without.
 */
const own = "111122223333";
const services = ["s3.amazonaws.com", "logs.amazonaws.com", "sns.amazonaws.com"];
const some = <Item>(items: readonly Item[], most = 2) =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: most });

const condition: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<JsonValue>(
      { StringEquals: { "kms:CallerAccount": own } },
      { StringNotEquals: { "aws:SourceAccount": own } },
      { StringEquals: { "aws:SourceAccount": [own, "444455556666"] } },
      { Bool: { "aws:PrincipalIsAWSService": "true" } },
      { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
      { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a" } },
      { StringNotEquals: { "aws:PrincipalTag/team": "red" } },
      { StringEquals: { "aws:PrincipalTag/team": "red" } },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<JsonValue>(
      { StringEquals: { "aws:PrincipalServiceName": "s3.amazonaws.com" } },
      { StringNotLike: { "aws:PrincipalServiceName": ["s*", "logs.amazonaws.com"] } },
    ),
  },
);
const doing = some(["kms:Decrypt", "kms:*", "kms:Encrypt"], 1);
const effect = fc.constantFrom("Allow", "Allow", "Deny");
const whom: fc.Arbitrary<{ readonly [name: string]: JsonValue }> = fc.oneof(
  some(services).map((Service) => ({ Principal: { Service } })),
  some(services).map((Service) => ({ NotPrincipal: { Service } })),
  fc.constant({ NotPrincipal: { AWS: `arn:aws:iam::${own}:role/App` } }),
  fc.constant({ Principal: "*" }),
);
const statement = fc
  .tuple(effect, whom, doing, condition)
  .map(([Effect, who, Action, Condition]): JsonValue => ({
    Effect,
    ...who,
    Action,
    Resource: "*",
    Condition,
  }));
const policy = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement) => policyOf({ Version: "2012-10-17", Statement }));

const rcp = fc
  .tuple(doing, condition)
  .map(([Action, Condition]) => ({ Effect: "Deny", Principal: "*", Action, Resource: "*", Condition }));
const organization = fc
  .record({ Statement: fc.array(rcp, { minLength: 1, maxLength: 2 }), on: fc.boolean(), whole: fc.boolean() })
  .map(({ Statement, on, whole }) => ({
    Organization: { Id: "o-a", MasterAccountId: "999988887777" },
    PolicyTypes: on ? ["RESOURCE_CONTROL_POLICY"] : [],
    Parents: { [own]: "r-1" },
    Policies: [
      {
        PolicySummary: { Id: "p", Type: "RESOURCE_CONTROL_POLICY" },
        Content: JSON.stringify({ Version: "2012-10-17", Statement }),
      },
    ],
    Attachments: { "r-1": ["p"], ...(whole && { [own]: [] }) },
  }));

const questions = fc
  .record({ policies: fc.tuple(policy, policy), org: fc.option(organization, { nil: undefined }) })
  .map(({ policies, org }) => {
    const world = readWorld(org ? [{ name: "org", value: org }] : []);
    const facts = { arn: keyArn, partition: "aws", region: "eu-west-1", account: own, multiRegion: false };
    return {
      before: policies[0],
      question: { key: { policy: policies[1], facts }, world, ceilings: {} } satisfies EffectiveQuestion,
    };
  });

const contexts: readonly AccessRequest["context"][] = [undefined, own, "444455556666"].flatMap((source) =>
  [undefined, own].map((caller) => ({
    ...(source !== undefined && { "aws:SourceAccount": source }),
    ...(caller !== undefined && { "kms:CallerAccount": caller, "aws:PrincipalAccount": caller }),
  })),
);
const requests: readonly AccessRequest[] = [...services, "other.amazonaws.com"].flatMap((service) =>
  ["kms:Decrypt", "kms:Encrypt"].flatMap((action) =>
    contexts.map((context) => ({ principal: `service:${service}`, action, context })),
  ),
);

const isAbout = ({ principal, except = [] }: Access, service: string): boolean =>
  principal === service || (principal === "service:any" && !except.includes(service));

const linesAbout = (lines: readonly Access[], request: AccessRequest, { key }: EffectiveQuestion) =>
  lines
    .filter((line) => line.actions.includes(request.action) && isAbout(line, request.principal))
    .filter((line) => holdsFor(line, request, key.facts));

const isLet = (request: AccessRequest, question: EffectiveQuestion): boolean | undefined => {
  const { policy: keyPolicy, facts } = question.key;
  const { decision, undecided } =
    question.world.organizations.length > 0
      ? decideByLayers(request, question)
      : evaluate(keyPolicy, request, facts);
  return undecided === undefined ? decision === "allowed" : undefined;
};

const contradicts = (expected: boolean | undefined, found: readonly Access[]): boolean =>
  expected === true
    ? found.length === 0
    : expected === false && found.some(({ undecided }) => undecided === undefined);

const runs = times(100, 5000);

test("lines about services say of each what it has", () => {
  fc.assert(
    fc.property(questions, ({ question }) => {
      const lines = listWithWorld(question);
      for (const request of requests) {
        const found = linesAbout(lines, request, question);
        if (contradicts(isLet(request, question), found))
          throw new Error(JSON.stringify({ request, found, policy: question.key.policy.statements }));
      }
    }),
    { numRuns: runs },
  );
}, 600_000);

test("what changes for services is told of each", () => {
  fc.assert(
    fc.property(questions, ({ before, question }) => {
      const { gained, lost } = compareWithWorld(before, question);
      const older = { ...question, key: { ...question.key, policy: before } };
      for (const request of requests) {
        const [from, to] = [isLet(request, older), isLet(request, question)];
        if (from === undefined || to === undefined) continue;
        const told = [linesAbout(gained, request, question), linesAbout(lost, request, question)] as const;
        if (contradicts(!from && to, told[0]) || contradicts(from && !to, told[1]))
          throw new Error(JSON.stringify({ request, from, to, told }));
      }
    }),
    { numRuns: runs },
  );
}, 600_000);
