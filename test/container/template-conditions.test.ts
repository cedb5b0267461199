import { describe, expect, test } from "vitest";
import { containerIn } from "../../src/container/container-in.ts";
import { documentOf, loadFormat } from "../../src/policy/document.ts";
import { isList, isRecord, valueOf } from "../../src/policy/json-value.ts";

// Which branch of a condition a deployment takes (AWS CloudFormation User Guide, "Condition functions"): as far as the values that
// were given decide it. Where they do not, both are there.

interface Told {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly partition?: string;
  readonly region?: string;
}

const branches = async (conditions: object, { parameters = {}, ...deployment }: Told = {}) => {
  const statement = (Sid: string) => ({
    Sid,
    Effect: "Allow",
    Principal: "*",
    Action: "kms:*",
    Resource: "*",
  });
  const template = {
    Parameters: {
      Env: { Type: "String", Default: "dev" },
      Zone: { Type: "String" },
    },
    Conditions: conditions,
    Resources: {
      Key: {
        Type: "AWS::KMS::Key",
        Properties: {
          KeyPolicy: {
            Version: "2012-10-17",
            Statement: [{ "Fn::If": ["C", statement("yes"), statement("no")] }],
          },
        },
      },
    },
  };
  await loadFormat("jsonc");
  const given = { ...deployment, parameters: new Map(Object.entries(parameters)) };
  const found = await containerIn(JSON.stringify(template), "t.json", given);
  const policy = found?.keys[0]?.policy;
  if (policy?.state !== "policy") throw new Error("no policy");
  const document = policy.dialect && documentOf(policy.dialect.read(policy.text));
  const value = document && valueOf(document.root);
  const statements = isRecord(value) ? value["Statement"] : undefined;
  return (isList(statements) ? statements : []).map((one) => (isRecord(one) ? one["Sid"] : undefined));
};

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
