import { describe, expect, test } from "vitest";
import { containerIn } from "../../src/container/container-in.ts";
import { documentOf, loadFormat, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

const deployment = { parameters: new Map<string, string>(), account: "111122223333" };

/** What a document says of its keys: who is named, or why that is not told. */
const told = async (text: string, name = "template.json") => {
  await loadFormat("yaml");
  const container = await containerIn(text, name, deployment);
  const keys = (container?.keys ?? []).map(({ selector, policy }) => {
    if (policy.state !== "policy") return [selector, policy.state];
    const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
    const names = document ? readPolicy(document).statements.flatMap(({ principals }) => principals) : [];
    return [selector, ...names.map(({ value }) => value)];
  });
  return { keys, fault: container?.fault, kind: container?.kind, container };
};

const policy = `{ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": { "Fn::Sub": "arn:aws:iam::\${AWS::AccountId}:root" } }, "Action": "kms:*", "Resource": "*" } ] }`;
const key = `"AppKey": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy": ${policy} } }`;
const topic = '"AppKey": { "Type": "AWS::SNS::Topic" }';
const owner = ["AppKey", "arn:aws:iam::111122223333:root"];

describe("a fault elsewhere does not hide a policy in a JSON template, which CloudFormation reads as YAML", () => {
  test.each<[what: string, text: string]>([
    ["whole", `{ "Resources": { ${key} } }`],
    ["a comma behind the last resource", `{ "Resources": { ${key}, } }`],
    [
      "commas in lists",
      `{ "Parameters": { "P": { "AllowedValues": ["a", "b",], }, }, "Resources": { ${key} } }`,
    ],
    ["two commas", `{ "Outputs": { "O": { "Value": [1,,2] } }, "Resources": { ${key} } }`],
    ["a comma that is missing", `{ "Resources": { "B": { "Type": "AWS::S3::Bucket" } ${key} } }`],
    ["single quotes of YAML", `{ "Description": 'It''s ours', "Resources": { ${key} } }`],
    ["an apostrophe in a plain word", `{ "Description": don't, "Resources": { ${key} } }`],
    ["three quotes", `{ "Metadata": { "default": """Parameters""" }, "Resources": { ${key} } }`],
    ["a comment of YAML", `{ # ours {\n "Resources": { ${key} } }`],
    ["a comment of JavaScript", `{ // ours "\n "Resources": { /* { */ ${key} } }`],
    ["the end cut off", `{ "Resources": { ${key}, "B": { "Type": "AWS::S3::Bucket"`],
    [
      "a broken member beside the policy",
      `{ "Resources": { "AppKey": { "Type": "AWS::KMS::Key", "Properties": { "Description": """d""", "KeyPolicy": ${policy} } } } }`,
    ],
  ])("%s", async (_, text) => {
    expect((await told(text)).keys).toEqual([owner]);
  });

  test("a policy that is YAML itself is read as YAML", async () => {
    const yaml = policy.replace('"Allow"', "'Allow'");
    expect((await told(`{ "Resources": { ${key.replace(policy, yaml)} } }`)).keys).toEqual([owner]);
  });

  test.each<[what: string, text: string, name: string]>([
    [
      "a bracket that never closes",
      `{ "Resources": { "B": { "Type": "AWS::S3::Bucket", ${key} } }`,
      "t.json",
    ],
    ["a tab in YAML", "Resources:\n\tAppKey:\n\t\tType: AWS::KMS::Key\n", "t.yaml"],
  ])("%s before the key is told with its place", async (_, text, name) => {
    const { keys, fault, kind } = await told(text, name);
    expect([keys, kind]).toEqual([[], "a CloudFormation template"]);
    expect(fault?.message).toBeTruthy();
    expect(fault?.at).toBeGreaterThan(0);
  });

  test.each([
    ["JSON", `{ "Resources": {\n${key},\n${key.replace("kms:*", "kms:Decrypt")} } }`, "t.json", "2 and 4"],
    ["JSON, before another resource", `{ "Resources": {\n${key},\n${topic} } }`, "t.json", "2 and 4"],
    ["JSON, behind another resource", `{ "Resources": {\n${topic},\n${key} } }`, "t.json", "2 and 3"],
    [
      "YAML",
      "Resources:\n  AppKey:\n    Type: AWS::KMS::Key\n  Other:\n    Type: AWS::SNS::Topic\n  AppKey:\n    Type: AWS::KMS::Key\n",
      "t.yaml",
      "2 and 6",
    ],
  ])(
    "a logical id that is written twice is told, and neither is taken for it: %s",
    async (_, text, name, lines) => {
      const container = await containerIn(text, name, { parameters: new Map() });
      const message = `AppKey stands here 2 times, in lines ${lines}: a logical id is that of one resource`;
      expect(container?.keys).toMatchObject([{ policy: { state: "unknown", message }, rival: { message } }]);
    },
  );
});

describe("a key with a fault in its own text has no default policy", () => {
  test.each<[what: string, text: string, name: string]>([
    [
      "a colon that is missing in YAML",
      'Resources:\n  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy\n        Version: "2012-10-17"\n',
      "t.yaml",
    ],
    [
      "a tab in YAML",
      "Resources:\n  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n\tKeyPolicy: { Statement: [] }\n",
      "t.yaml",
    ],
    [
      "a string that never ends",
      'Resources:\n  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n      Description: "ours\n      KeyPolicy: { Statement: [] }\n',
      "t.yaml",
    ],
    [
      "a colon that is missing in JSON",
      `{ "Resources": { "AppKey": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy" ${policy} } } } }`,
      "t.json",
    ],
  ])("%s", async (_, text, name) => {
    const { container } = await told(text, name);
    expect(container?.keys).toMatchObject([
      { selector: "AppKey", policy: { state: "unknown", code: "policy-unknown" } },
    ]);
  });

  test.each<[what: string, text: string, name: string]>([
    ["no policy", "Resources:\n  AppKey:\n    Type: AWS::KMS::Key\n", "t.yaml"],
    [
      "tags that stand elsewhere",
      "Base: &tags [{ Key: a, Value: b }]\nResources:\n  AppKey:\n    Type: AWS::KMS::Key\n    Properties: { Tags: *tags }\n",
      "t.yaml",
    ],
    [
      "a comma too many",
      '{ "Resources": { "AppKey": { "Type": "AWS::KMS::Key", "Properties": { "Enabled": true, } } } }',
      "t.json",
    ],
  ])("a whole one has: %s", async (_, text, name) => {
    expect((await told(text, name)).keys).toEqual([owner]);
  });
});

describe("what is told of a fault outside of a policy has none of the letters there", () => {
  test.each<[name: string, text: string]>([
    [
      "t.json",
      `{ "Resources": { "Db": { "Type": "AWS::RDS::DBInstance", "P": hunter2 "AppKey": {"Type": "AWS::KMS::Key"`,
    ],
    ["t.yaml", 'Resources:\n\tAppKey:\n\t\tType: AWS::KMS::Key\nP: "hunter2" hunter2\n'],
  ])("%s", async (name, text) => {
    const { fault } = await told(text, name);
    expect(fault?.message).toMatch(/^(?!.*hunter2).+/s);
  });
});

describe("the answer of get-template", () => {
  const template = `{ "Resources": { ${key} } }`;
  const yaml =
    "Resources:\n  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement:\n          - Effect: Allow\n            Principal: { AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root' }\n            Action: kms:*\n            Resource: '*'\n";

  test.each<[what: string, text: string]>([
    ["an object", `{ "TemplateBody": ${template}, "StagesAvailable": ["Original"] }`],
    ["JSON as a text", JSON.stringify({ TemplateBody: template })],
    ["YAML as a text", JSON.stringify({ TemplateBody: yaml, StagesAvailable: ["Original"] })],
  ])("with the template as %s", async (_, text) => {
    const { keys, container } = await told(text, "answer.json");
    expect(keys).toEqual([owner]);
    expect(container?.readOnly?.code).toBe("read-only-container");
    const found = container?.keys[0]?.policy;
    if (found?.state !== "policy") throw new Error("no policy");
    expect(found.put).toBeUndefined();
    const at = found.placeOf(found.text.indexOf("kms:*"));
    expect(text.slice(at, at + 5)).toBe("kms:*");
  });
});

describe("what stands twice, or is made by a function, is not known, and never KMS's default policy", () => {
  const made = (resource: string) => `Resources:\n  AppKey:${resource}`;
  const type = "\n    Type: AWS::KMS::Key";
  const own = `KeyPolicy: ${policy.replace(/\n */g, " ")}`;
  test.each<[what: string, text: string]>([
    ["two policies", made(`${type}\n    Properties:\n      ${own}\n      KeyPolicy: {}`)],
    ["two times properties", made(`${type}\n    Properties: { ${own} }\n    Properties: {}`)],
    ["two types", made(`\n    Type: AWS::KMS::ReplicaKey${type}\n    Properties: { ${own} }`)],
    [
      "two policies in JSON",
      `{ "Resources": { ${key.replace('{ "KeyPolicy', '{ "KeyPolicy": {}, "KeyPolicy')} } }`,
    ],
    [
      "properties that a macro puts in",
      made(`${type}\n    Properties:\n      Fn::Transform: { Name: AWS::Include }`),
    ],
    ["a resource that a macro completes", made(`${type}\n    Fn::Transform: { Name: AWS::Include }`)],
    ["properties with a tag", made(`${type}\n    Properties: !Own\n      ${own}`)],
    ["a type with a tag", made(`\n    Type: !Own AWS::KMS::Key\n    Properties: { ${own} }`)],
    ["a resource with a tag", made(` !Own${type}\n    Properties: { ${own} }`)],
  ])("%s", async (_, text) => {
    const { keys } = await told(text, text.startsWith("{") ? "t.json" : "t.yaml");
    expect(keys).toEqual([["AppKey", "unknown"]]);
  });

  test("the keys of a loop", async () => {
    const text = `Resources:\n  Fn::ForEach::Keys:\n    - N\n    - [a, b]\n    - K\${N}: { Type: AWS::KMS::Key, Properties: { ${own} } }\n`;
    expect((await told(text, "t.yaml")).keys).toEqual([["Fn::ForEach::Keys", "unknown"]]);
  });

  test("a function beside a policy is none in its place", async () => {
    const text = made(`${type}\n    Properties:\n      ${own}\n      Fn::Transform: { Name: AWS::Include }`);
    expect((await told(text, "t.yaml")).keys).toEqual([owner]);
  });

  test.each([
    ["YAML", `${made(type)}\nResources:\n  Other: { Type: AWS::SNS::Topic }\n`],
    ["JSON", `{ "Resources": { ${key} }, "Resources": { ${topic} } }`],
  ])("two times Resources in %s", async (_, text) => {
    const { keys, fault } = await told(text, "t.template");
    expect([keys, fault?.message]).toEqual([
      [],
      expect.stringContaining("Resources stands here a second time"),
    ]);
  });
});
