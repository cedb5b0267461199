import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// What `--context` says of a request. The names of keys do not depend on case (IAM User Guide, "JSON policy elements: Condition").

const policy = (Condition: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:role/App" },
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition,
      },
    ],
  });
const via = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
const tag = { StringEquals: { "aws:PrincipalTag/Team": "a" } };
const onlyDecrypt = { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] } };

const names = (operator: string, ...values: readonly string[]) => ({
  [operator]: { "kms:EncryptionContextKeys": values },
});

// Who gives the pairs of the encryption context gives their names (KMS Developer Guide, "kms:EncryptionContextKeys").
test.each([
  [names("ForAllValues:StringEquals", "a", "b"), ["a=x"], 0],
  [names("ForAllValues:StringEquals", "a", "b"), ["a=x", "c=y"], 1],
  [names("ForAllValues:StringEquals", "a", "b"), [], 0],
  [names("ForAnyValue:StringEquals", "a"), ["a=x", "c=y"], 0],
  [names("ForAnyValue:StringEquals", "a"), ["c=y"], 1],
  [{ Null: { "kms:EncryptionContextKeys": "false" } }, ["c=y"], 0],
  [{ Null: { "kms:EncryptionContextKeys": "true" } }, ["c=y"], 1],
] as const)("under %j with the pairs %j: exit %i", async (condition, pairs, exit) => {
  const place = await newPlace();
  const file = join(place.work, "policy.json");
  await writeFile(file, policy(condition));
  const given = pairs.flatMap((pair) => ["--context", `kms:EncryptionContext:${pair}`]);
  const args = ["can", file, "role/App", "kms:CreateGrant", "--account", "111122223333", ...given];
  expect(await kmspol(place, undefined, args)).toMatchObject({ exit });
  const other = await kmspol(place, undefined, [
    "can",
    file,
    "role/App",
    "kms:DescribeKey",
    ...args.slice(4),
  ]);
  // What nobody gave is no matter of a correction.
  expect(other.stdout).not.toContain("EncryptionContextKeys");
});

test.each([
  ["as it is written", via, ["kms:ViaService=s3.us-east-1.amazonaws.com"], 0],
  ["in another case", via, ["KMS:viaservice=s3.us-east-1.amazonaws.com"], 0],
  ["a tag in another case", tag, ["AWS:principaltag/TEAM=a"], 0],
  ["the case of a value counts", tag, ["aws:PrincipalTag/Team=A"], 1],
  [
    "twice: both values are there",
    onlyDecrypt,
    ["kms:GrantOperations=Encrypt", "kms:GrantOperations=Decrypt"],
    1,
  ],
  [
    "twice, in two cases: both values are there",
    onlyDecrypt,
    ["kms:GrantOperations=Encrypt", "KMS:grantoperations=Decrypt"],
    1,
  ],
])("%s", async (_, condition, context, exit) => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), policy(condition));
  const flags = context.flatMap((pair) => ["--context", pair]);
  const run = await kmspol(place, undefined, [
    ...["can", "policy.json", "role/App", "kms:CreateGrant", "--account", "111122223333"],
    ...flags,
  ]);
  expect(run.exit).toBe(exit);
});

test("what would turn the answer is what a request can carry", async () => {
  const turned = async (account: string) => {
    const place = await newPlace();
    await writeFile(
      join(place.work, "policy.json"),
      policy({ StringEquals: { "aws:SourceAccount": account } }),
    );
    const asked = ["can", "policy.json", "role/App", "kms:CreateGrant", "--account", "111122223333"];
    return (await kmspol(place, undefined, asked)).stdout;
  };
  expect(await turned("111122223333")).toContain(
    "would turn for a request for resources of account 111122223333",
  );
  expect(await turned("11112222333")).not.toContain("would turn");
});
