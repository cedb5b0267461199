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
