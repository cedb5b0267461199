import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// What people type and no verb can do: the code of the error, its exit, and the next step that the hint names. Here
// groups, attaching and files; each kind of principal for each verb: bad-input-matrix.test.ts.
type Case = readonly [typed: string, exit: 2 | 3, code: string, next: RegExp];

const own = "111122223333";

const onKeys: readonly Case[] = [
  ["add-group alias/app finance", 2, "group-way-needed", /--expand .*--via-iam/],
  ["add-group alias/app finanse --expand", 2, "unknown-principal", /did you mean group\/finance/],
  ["add-group alias/app empty --expand", 3, "empty-group", /--via-iam/],
  [
    "add-group alias/app arn:aws:iam::444455556666:group/analysts --expand",
    3,
    "foreign-group",
    /grant-account/,
  ],
  ["add-group alias/app role/App --expand", 2, "malformed-group", /group\/NAME/],
  ["add-group alias/app finance --expand --via-iam", 2, "conflicting-flags", /./],
  ["grant-account alias/app 444455556666 --attach role/Reader", 2, "missing-value", /--account-profile/],
  [
    "grant-account alias/app 444455556666 --attach role/Reader --account-profile app",
    3,
    "wrong-account-profile",
    /444455556666/,
  ],
  [
    "grant-account alias/app 444455556666 --attach role/Redaer --account-profile partner",
    2,
    "unknown-principal",
    /did you mean role\/Reader/,
  ],
  [
    "grant-account alias/app 444455556666 --attach policy/Use --account-profile partner",
    2,
    "bad-attach",
    /role\/NAME/,
  ],
  ["grant-service alias/app sns", 2, "service-source-needed", /--source-account/],
];

test.each(onKeys)("%s", async (typed, exit, code, next) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const before = sandbox.policyOf("alias/app");
  const environment = await writeProfiles(sandbox, join(place.root, "aws"));
  const run = await kmspol(place, sandbox, [...typed.split(" "), "--yes", "--json"], { environment });
  const answer = JSON.parse(run.stdout) as { error: { code: string; hint?: string } };
  expect({ exit: run.exit, code: answer.error.code }).toEqual({ exit, code });
  expect(answer.error.hint).toMatch(next);
  expect(run.stderr).toContain("hint: ");
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);
});

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${own}:root` }, Action: "kms:*", Resource: "*" },
  ],
});

const onFiles: readonly Case[] = [
  ["add-user policy.json group/finance", 2, "group-principal", /--expand/],
  [`grant-account policy.json ${own}`, 3, "own-account", /add-user/],
  ["grant-account policy.json 444455556666 --iam-policy theirs.json", 2, "key-arn-needed", /--key-arn/],
  ["grant-account policy.json 44445555666 --account 111122223333", 2, "invalid-account-id", /12 digits/],
  ["add-user policy.json arn:aws-cn:iam::444455556666:role/App", 3, "wrong-partition", /partition/],
  ["add-group policy.json finance --via-iam", 2, "key-arn-needed", /--key-arn/],
  ["add-admin policy.json 444455556666", 3, "account-as-admin", /./],
];

test.each(onFiles)("%s", async (typed, exit, code, next) => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), policy);
  const run = await kmspol(place, undefined, [...typed.split(" "), "--yes", "--json"]);
  const answer = JSON.parse(run.stdout) as { error: { code: string; hint?: string } };
  expect({ exit: run.exit, code: answer.error.code }).toEqual({ exit, code });
  expect(answer.error.hint).toMatch(next);
  expect(await readFile(join(place.work, "policy.json"), "utf8")).toBe(policy);
});
