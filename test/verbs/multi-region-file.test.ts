import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// The id of a multi-Region key begins with mrk- (KMS Developer Guide, "Multi-Region keys in AWS KMS"): an ARN tells it of a policy file.

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: ["true", "false"].map((multi, i) => ({
    ...{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::111122223333:role/${["Multi", "Single"][i]}` } },
    ...{ Action: "kms:Decrypt", Resource: "*", Condition: { Bool: { "kms:MultiRegion": multi } } },
  })),
});

test.each([
  ["arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab", "Multi", "Single"],
  ["arn:aws:kms:us-east-1:111122223333:key/mrk-00000000000000000000000000000001", "Multi", "Single"],
  ["arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab", "Multi", "Single"],
  [
    "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    "Multi",
    "Single",
  ],
  ["arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000001", "Single", "Multi"],
  ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", "Single", "Multi"],
  ["arn:aws:kms:eu-west-1:111122223333:key/abcdabcd-mrk0-34cd-56ef-1234567890ab", "Single", "Multi"],
])(
  "of a file with --key-arn %s the key is known to be of several Regions or not: role/%s may, role/%s may not",
  async (arn, may, mayNot) => {
    const place = await newPlace();
    const partition = arn.split(":")[1] ?? "";
    await writeFile(join(place.work, "policy.json"), policy.replaceAll("arn:aws:", `arn:${partition}:`));
    for (const [role, exit] of [
      [may, 0],
      [mayNot, 1],
    ] as const) {
      const { stdout, exit: ended } = await kmspol(place, undefined, [
        ...[
          "can",
          "policy.json",
          `arn:${partition}:iam::111122223333:role/${role}`,
          "kms:Decrypt",
          "--key-arn",
          arn,
        ],
      ]);
      expect(ended, stdout).toBe(exit);
    }
  },
);
