import { describe, expect, test } from "vitest";
import { containerIn } from "../../src/container/container-in.ts";
import { documentOf, loadFormat } from "../../src/policy/document.ts";
import { isList, isRecord, valueOf } from "../../src/policy/json-value.ts";
import { nodeAt } from "../../src/policy/text/node-at.ts";

// Which branch of a condition a deployment takes (AWS CloudFormation User Guide, "Condition functions"): as far as the values that
// were given decide it. Where they do not, both are there.

interface Told {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly partition?: string;
  readonly region?: string;
}

const statement = (Sid: string, more: object = {}) => ({
  ...{ Sid, Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" },
  ...more,
});
const chosen = (condition: string, yes: unknown, no: unknown) => ({ "Fn::If": [condition, yes, no] });
const nothing = { Ref: "AWS::NoValue" };

const keyIn = (statements: unknown, conditions: object, told?: Told) =>
  policyIn({ Version: "2012-10-17", Statement: statements }, conditions, told);

const policyIn = async (
  policy: object,
  conditions: object,
  { parameters = {}, ...deployment }: Told = {},
) => {
  const template = {
    Parameters: {
      Env: { Type: "String", Default: "dev" },
      Zone: { Type: "String" },
      Users: { Type: "CommaDelimitedList" },
    },
    Conditions: conditions,
    Resources: {
      Key: {
        Type: "AWS::KMS::Key",
        Properties: { KeyPolicy: policy },
      },
    },
  };
  await loadFormat("jsonc");
  const given = { ...deployment, parameters: new Map(Object.entries(parameters)) };
  const found = await containerIn(JSON.stringify(template), "t.json", given);
  return found?.keys[0]?.policy;
};

const read = async (statements: unknown, conditions: object, told: Told = {}) => {
  const policy = await keyIn(statements, conditions, told);
  if (policy?.state !== "policy") throw new Error(policy?.state);
  const document = policy.dialect && documentOf(policy.dialect.read(policy.text));
  const value = document && valueOf(document.root);
  const all = isRecord(value) ? value["Statement"] : undefined;
  return { all: (isList(all) ? all : [all]).filter(isRecord), isList: isList(all), document };
};

const branches = async (conditions: object, told: Told = {}) =>
  (await read([chosen("C", statement("yes"), statement("no"))], conditions, told)).all.map(({ Sid }) => Sid);

const both = ["yes", "no"];
const yes = ["yes"];
const no = ["no"];
const env = (value: string) => ({ "Fn::Equals": [{ Ref: "Env" }, value] });
const zone = (value: string) => ({ "Fn::Equals": [{ Ref: "Zone" }, value] });
const prod = { parameters: { Env: "prod" } };

describe("what is equal", () => {
  test.each<[what: string, condition: object, told: Told, expected: readonly string[]]>([
    ["a parameter with the value given", env("prod"), prod, yes],
    ["a parameter with another value", env("dev"), prod, no],
    ["a Default decides nothing", env("dev"), {}, both],
    ["a parameter that nothing is known of", zone("a"), prod, both],
    ["two texts", { "Fn::Equals": ["a", "a"] }, {}, yes],
    ["two texts that differ", { "Fn::Equals": ["a", "b"] }, {}, no],
    ["an open one beside a text", { "Fn::Equals": ["a", { Ref: "Zone" }] }, {}, both],
    ["the account, where it is told", accountIs("111122223333"), { account: "111122223333" }, yes],
    ["the account, where another one is", accountIs("111122223333"), { account: "444455556666" }, no],
    ["the account, where none is", accountIs("111122223333"), {}, both],
    ["the Region, where it is told", regionIs("eu-west-1"), { region: "eu-west-1" }, yes],
    ["the Region, where none is", regionIs("eu-west-1"), {}, both],
    ["the partition, where it is told", partitionIs("aws"), { partition: "aws" }, yes],
    ["the partition, where another one is", partitionIs("aws"), { partition: "aws-cn" }, no],
    ["the partition, where none is", partitionIs("aws"), {}, both],
    ["a resource", { "Fn::Equals": [{ Ref: "Key" }, "a"] }, {}, both],
    ["what another function makes", { "Fn::Equals": [{ "Fn::Sub": "${Env}" }, "prod"] }, prod, both],
  ])("%s", async (_, condition, told, expected) => {
    expect(await branches({ C: condition }, told)).toEqual(expected);
  });
});

function accountIs(account: string) {
  return { "Fn::Equals": [{ Ref: "AWS::AccountId" }, account] };
}
function regionIs(region: string) {
  return { "Fn::Equals": [{ Ref: "AWS::Region" }, region] };
}
function partitionIs(partition: string) {
  return { "Fn::Equals": [{ Ref: "AWS::Partition" }, partition] };
}

describe("conditions put together", () => {
  const [is, isNot, open] = [env("prod"), env("dev"), zone("a")];
  test.each<[what: string, condition: object, expected: readonly string[]]>([
    ["not what is", { "Fn::Not": [is] }, no],
    ["not what is not", { "Fn::Not": [isNot] }, yes],
    ["not what is open", { "Fn::Not": [open] }, both],
    ["both", { "Fn::And": [is, is] }, yes],
    ["one of both that is not", { "Fn::And": [is, isNot] }, no],
    ["one that is not, whatever the other is", { "Fn::And": [open, isNot] }, no],
    ["one that is, and an open one", { "Fn::And": [is, open] }, both],
    ["one of two", { "Fn::Or": [isNot, is] }, yes],
    ["none of two", { "Fn::Or": [isNot, isNot] }, no],
    ["one, whatever the other is", { "Fn::Or": [open, is] }, yes],
    ["one that is not, or an open one", { "Fn::Or": [isNot, open] }, both],
    ["another condition", { "Fn::Not": [{ Condition: "Other" }] }, no],
    ["one that is not there", { Condition: "Missing" }, both],
    ["no function of conditions", { "Fn::Sub": "true" }, both],
  ])("%s", async (_, condition, expected) => {
    expect(await branches({ C: condition, Other: is }, prod)).toEqual(expected);
  });

  test("one that is made of itself is open", async () => {
    expect(await branches({ C: { "Fn::Not": [{ Condition: "C" }] } }, prod)).toEqual(both);
  });
});

describe("a statement under a condition that is open", () => {
  const open = { C: zone("a"), D: zone("b") };
  const guard = (...names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [`template:${name}`, "true"]));

  test("counts there alone, and its own conditions stay", async () => {
    const own = {
      Bool: { "aws:SecureTransport": "true" },
      StringEquals: { "kms:CallerAccount": "111122223333" },
    };
    const { all } = await read([chosen("C", statement("A", { Condition: own }), nothing)], open);
    expect(all).toEqual([statement("A", { Condition: { ...own, Bool: { ...own.Bool, ...guard("C") } } })]);
  });

  test("is one for each way where a part of it is chosen", async () => {
    const part = statement("A", {
      Action: chosen("C", "kms:Sign", chosen("D", "kms:Verify", "kms:Decrypt")),
    });
    const { all } = await read([part], open);
    expect(
      all.map(({ Action, Condition }) => [Action, isRecord(Condition) ? Condition["Bool"] : ""]),
    ).toEqual([
      ["kms:Sign", { "template:C": "true", "template:D": "true" }],
      ["kms:Sign", { "template:C": "true", "template:D": "false" }],
      ["kms:Verify", { "template:C": "false", "template:D": "true" }],
      ["kms:Decrypt", { "template:C": "false", "template:D": "false" }],
    ]);
  });

  test("under four conditions it is read, under five it is not known", async () => {
    const names = ["A", "B", "C", "D", "E"];
    const all = Object.fromEntries(names.map((name) => [name, zone(name)]));
    const under = (count: number) =>
      names.slice(0, count).reduce<unknown>((inner, name) => chosen(name, inner, "kms:Decrypt"), "kms:Sign");
    expect((await read([statement("A", { Action: under(4) })], all)).all).toHaveLength(16);
    const five = [statement("A", { Action: under(5) })];
    expect(await keyIn(five, all)).toMatchObject({
      ...{ state: "unknown", code: "policy-opaque", dependsOn: [...names].reverse() },
      message: expect.stringContaining("--set NAME=VALUE decides what E, D, C, B, A ask") as string,
    });
    expect((await read(five, { ...all, E: env("prod") }, prod)).all).toHaveLength(16);
  });

  test("a whole policy of which the branch that is taken is missing is not known", async () => {
    const half = { "Fn::If": ["C", { Version: "2012-10-17", Statement: [statement("A")] }] };
    expect(await policyIn(half, { C: env("prod") }, prod)).toMatchObject({ state: "policy" });
    expect(await policyIn(half, { C: env("dev") }, prod)).toMatchObject({
      ...{
        state: "unknown",
        dependsOn: [],
        message: expect.stringMatching(/^line 1: Fn::If takes .*: write both$/) as string,
      },
    });
  });

  test("a list of statements may be one branch, and a single one stays single", async () => {
    const two = await read(chosen("C", [statement("A"), statement("B")], statement("D")), open);
    expect(two.all.map(({ Sid }) => Sid)).toEqual(["A", "B", "D"]);
    expect((await read(statement("A"), open)).isList).toBe(false);
  });
});

test("what a parameter lists is told to be edited there", async () => {
  const listed = { parameters: { Users: "111122223333,444455556666" } };
  const { document } = await read([statement("A", { Principal: { AWS: { Ref: "Users" } } })], {}, listed);
  const whom = document && nodeAt(document, ["Statement", 0, "Principal", "AWS"]);
  expect(whom && valueOf(whom)).toEqual(["111122223333", "444455556666"]);
  expect(whom && document.dialect?.heldBy?.(whom)?.code).toBe("edit-in-parameter");
});
