import { expect, test } from "vitest";
import { jsonValues, type StreamValue } from "../../src/container/rows/json-rows.ts";
import { isRow, keyRows } from "../../src/container/rows/key-rows.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";

// What engines write about keys (AWS Config Developer Guide, "Components of a configuration item"; AWS CLI Command Reference,
// "select-aggregate-resource-config", "get-key-policy"; Steampipe Hub, "Table: aws_kms_key").

const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const policy = '{"Statement":[]}';
const item = {
  ...{ arn, accountId: "111122223333", awsRegion: "eu-west-1", resourceType: "AWS::KMS::Key" },
  configuration: { keySpec: "RSA_2048", keyUsage: "SIGN_VERIFY", keyManager: "CUSTOMER", multiRegion: false },
  tags: [{ key: "team", value: "pay" }],
  supplementaryConfiguration: { Policy: JSON.stringify(policy) },
};

const read = (value: JsonValue) =>
  keyRows(value).map((row) =>
    isRow(row)
      ? { ...row.facts, aliases: row.aliases, tags: [...row.tags], policy: row.policy.replaceAll(/\s/g, "") }
      : row.fault,
  );

test.each<readonly [string, JsonValue, object]>([
  [
    "a row of kmspol's own",
    { arn, policy, spec: "HMAC_256", usage: "GENERATE_VERIFY_MAC", tags: { a: "b" }, aliases: ["alias/x"] },
    { spec: "HMAC_256", usage: "GENERATE_VERIFY_MAC", aliases: ["alias/x"], tags: [["a", "b"]] },
  ],
  ["a policy that is an object", { arn, policy: { Statement: [] } }, {}],
  ["an item of AWS Config", item, { spec: "RSA_2048", usage: "SIGN_VERIFY", tags: [["team", "pay"]] }],
  [
    "an answer of a query of AWS Config",
    { Results: [JSON.stringify(item)], QueryInfo: {} },
    { spec: "RSA_2048" },
  ],
  ["a line of that answer, as a text", JSON.stringify(item), { spec: "RSA_2048" }],
  [
    "a row of Steampipe",
    {
      ...{ arn, account_id: "111122223333", region: "eu-west-1", key_manager: "AWS", key_state: "Enabled" },
      ...{ policy: { Statement: [] }, aliases: [{ AliasName: "alias/aws/s3", AliasArn: "x" }] },
      tags: null,
    },
    { manager: "AWS", state: "Enabled", aliases: ["alias/aws/s3"] },
  ],
  [
    "an alias by its ARN",
    { arn, policy, aliases: [arn.replace(/key.*/, "alias/team/x"), "alias/arn:y"] },
    { aliases: ["alias/team/x", "alias/arn:y"] },
  ],
  ["Steampipe's JSON", { columns: [], rows: [{ arn, policy: { Statement: [] } }] }, {}],
  [
    "an id with account and Region",
    { KeyId: arn.slice(-36), account: "", accountId: "111122223333", region: "eu-west-1", Policy: policy },
    {},
  ],
])("%s", (_, value, expected) => {
  const [row] = read(value);
  expect(row).toMatchObject({ arn, account: "111122223333", region: "eu-west-1", policy, ...expected });
});

test("the partition of an id with account and Region is the one beside it", () => {
  const row = {
    KeyId: arn.slice(-36),
    accountId: "111122223333",
    region: "cn-north-1",
    partition: "aws-cn",
    policy,
  };
  expect(read(row)).toMatchObject([{ partition: "aws-cn", region: "cn-north-1" }]);
});

test("an answer goes on where it has a token for that, and an empty one is none", () => {
  const answer = { Results: [JSON.stringify(item)] };
  expect(read({ ...answer, NextToken: "" })).toHaveLength(1);
  expect(read({ ...answer, NextToken: "t" })[1]).toMatch(/there are more keys/);
});

test("an answer of get-key-policy has no key of its own", () => {
  expect(read({ Policy: policy, PolicyName: "default" })).toMatchObject([{ policy, arn: undefined }]);
});

test.each<readonly [string, JsonValue, string]>([
  ["no object", null, "it is no object with a policy"],
  ["a number", 3, "it is no object with a policy"],
  ["no policy", { arn }, "it has no policy"],
  ["an empty policy", { arn, policy: "" }, "it has no policy"],
  [
    "another resource",
    { ...item, resourceType: "AWS::S3::Bucket" },
    "it is about AWS::S3::Bucket, not about a KMS key",
  ],
  [
    "an alias",
    { arn: "arn:aws:kms:eu-west-1:111122223333:alias/x", policy },
    "its arn is no ARN of a KMS key",
  ],
  [
    "lists in lists without end",
    JSON.parse(`${"[".repeat(50)}${"]".repeat(50)}`) as JsonValue,
    "it is no object with a policy",
  ],
])("%s is told", (_, value, fault) => {
  expect(read(value)).toEqual([fault]);
});

test("an answer that goes on elsewhere says so", () => {
  expect(read({ Results: [], NextToken: "x" })).toEqual([expect.stringContaining("NextToken")]);
});

async function* linesOf(text: string) {
  const parts = text.split("\n");
  const last = parts.length - 1;
  for (const [i, line] of parts.entries())
    if (i < last || line !== "") yield await Promise.resolve({ number: i + 1, text: line, ends: i < last });
}

const values = async (text: string): Promise<readonly StreamValue[]> => {
  const all: StreamValue[] = [];
  for await (const value of jsonValues(linesOf(text))) all.push(value);
  return all;
};

test.each<readonly [string, string, readonly object[]]>([
  [
    "values, a line each",
    '{"a":1}\n\n2\n',
    [
      { line: 1, value: { a: 1 } },
      { line: 3, value: 2 },
    ],
  ],
  ["a last line without its end", '{"a":1}', [{ line: 1, value: { a: 1 } }]],
  [
    "a document over several lines, and one after it",
    '{\n  "a": [\n  1\n ]\n}\n{\n "b": 2\n}\n',
    [
      { line: 1, value: { a: [1] } },
      { line: 6, value: { b: 2 } },
    ],
  ],
  ["a list over several lines", "[\n1,\n2\n]\n", [{ line: 1, value: [1, 2] }]],
  [
    "a broken line stops no other",
    '{"a":\n3\n',
    [
      { line: 1, fault: "it is no JSON" },
      { line: 2, value: 3 },
    ],
  ],
  [
    "a line cut at the end",
    '1\n{"a',
    [
      { line: 1, value: 1 },
      { line: 2, fault: "it is cut: the stream ends in the middle of it" },
    ],
  ],
  [
    "a document cut at the end",
    '1\n{\n"a": 1,\n',
    [
      { line: 1, value: 1 },
      { line: 2, fault: "the document that begins here is cut: its end is missing" },
    ],
  ],
  ["nothing", "", []],
])("a stream: %s", async (_, text, expected) => {
  expect(await values(text)).toEqual(expected);
});
