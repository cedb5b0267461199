import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compareEffective, listEffective } from "../../../src/access/effective-access.ts";
import type { EffectiveQuestion } from "../../../src/access/effective/types.ts";
import type { Access } from "../../../src/access/types.ts";
import { withArnFacts } from "../../../src/policy/key-facts.ts";
import { policyOf, type WorkedExample, worldOf } from "../../support/worked-example.ts";

const folder = "test/world/worked";
const examples = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as WorkedExample,
);

const questionOf = (example: WorkedExample, policy = example.key.policy): EffectiveQuestion => {
  const { arn, spec, usage, tags, aliases } = example.key;
  const facts = withArnFacts({ arn, spec, usage });
  return {
    key: {
      policy: policyOf(policy),
      facts: { ...facts, tags: new Map(Object.entries(tags)), aliases },
    },
    world: worldOf(example),
    ceilings: {},
  };
};

const linesFor = (lines: readonly Access[], principal: string, action: string) =>
  lines.filter((line) => line.principal === principal && line.actions.includes(action));

describe.each(examples)("$n: $title", (example) => {
  const plain = example.questions.filter(
    ({ context, principal }) => context === undefined && !principal.startsWith("service:"),
  );
  test.each(plain)("$principal, $action: $answer.decision ($answer.because)", (question) => {
    const { principal, action, answer } = question;
    const policy = question.policy === "after" ? example.policyAfter : example.key.policy;
    const lines = linesFor(listEffective(questionOf(example, policy)), principal, action);
    const always = lines.filter(
      ({ when, undecided }) => when.some((and) => and.length === 0) && undecided === undefined,
    );
    if (answer.decision === "allowed") expect(always, JSON.stringify(lines)).not.toEqual([]);
    else if (answer.decision === "undecided")
      expect(lines.map(({ undecided }) => undecided ?? "?")).not.toEqual([]);
    else expect(always).toEqual([]);
  });
});

test("who loses what is told by name, through which policy and group", () => {
  const example = examples.find(({ n }) => n === 9);
  if (!example?.policyAfter) throw new Error("example 9 has a policy that comes after");
  const { gained, lost } = compareEffective(
    policyOf(example.key.policy),
    questionOf(example, example.policyAfter),
  );
  expect(gained).toEqual([]);
  const losers = lost.filter(({ actions }) => actions.includes("kms:Decrypt"));
  const account = "arn:aws:iam::111122223333";
  const told = losers.map(({ principal, by = [] }) => [
    principal,
    by.map((source) => source.of ?? source.policy),
  ]);
  expect(told.sort()).toEqual([
    [
      `${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PowerUser_0123456789abcdef`,
      ["arn:aws:iam::aws:policy/PowerUserAccess"],
    ],
    [`${account}:role/ci/CI`, [`${account}:policy/kms-use`]],
    [`${account}:user/bob`, [`${account}:group/devs`]],
    ["root-user:111122223333", [undefined]],
  ]);
});

test("actions that the tables do not know are told apart with IAM data, as without", () => {
  const [example] = examples;
  if (!example) throw new Error("there is no worked example");
  const role = "arn:aws:iam::111122223333:role/App2";
  const statement = { Effect: "Allow", Principal: { AWS: role }, Resource: "*" };
  const unknownOf = (actions: readonly string[]) => {
    const policy = { Version: "2012-10-17", Statement: [{ ...statement, Action: actions }] };
    return listEffective(questionOf(example, policy)).map(({ unknownActions }) => unknownActions);
  };
  expect(unknownOf(["kms:Decrypt", "kms:NewThing"])).toEqual([["kms:NewThing"]]);
  expect(unknownOf(["kms:Decrypt"])).toEqual([undefined]);
});
