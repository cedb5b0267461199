import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// A command that a note or a hint proposes names the key as the user did, with the flags that lead to it: it can be
// copied.

const own = "111122223333";
const reader = "arn:aws:iam::444455556666:role/Reader";
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const global = "mrk-1234abcd12ab34cd56ef1234567890ab";
const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${own}:root"},"Action":"kms:*","Resource":"*"}]}`;

const cases: readonly (readonly [typed: string, proposed: string])[] = [
  ["add-user alias/app group/finance", "kmspol add-group alias/app finance --expand adds"],
  ["add-user alias/app group/finance", "kmspol add-group alias/app finance --via-iam gives"],
  [`add-user ${keyId} group/finance`, `kmspol add-group ${keyId} finance --expand adds`],
  [
    "add-user alias/app sns.amazonaws.com",
    "kmspol grant-service alias/app sns.amazonaws.com --source-account ID lets",
  ],
  ["add-user alias/app AROAEXAMPLEEXAMPLE12", "kmspol prune alias/app takes"],
  [`add-user alias/app ${reader}`, "kmspol grant-account alias/app 444455556666 --dry-run"],
  [
    `add-user alias/app ${reader} --profile admin-role`,
    "kmspol grant-account alias/app 444455556666 --dry-run --profile admin-role",
  ],
  [`grant-account alias/app ${reader}`, `kmspol add-user alias/app ${reader} makes`],
  [
    `add-user alias/global group/finance --region us-east-1`,
    "kmspol add-group alias/global finance --expand --region us-east-1 adds",
  ],
  [
    `add-user arn:aws:kms:us-east-1:${own}:key/${global} group/finance`,
    `kmspol add-group arn:aws:kms:us-east-1:${own}:key/${global} finance --expand adds`,
  ],
  ["add-group alias/app empty --expand", "kmspol add-group alias/app empty --via-iam gives"],
  [
    "add-group alias/app arn:aws:iam::444455556666:group/analysts --expand",
    "kmspol grant-account alias/app 444455556666 makes",
  ],
  [
    "add-group alias/app finance --via-iam --profile admin-role",
    "--policy-document file://FILE --profile admin-role",
  ],
  [
    "remove-user alias/app role/service/Backup --profile admin-role",
    "--region eu-west-1 --profile admin-role",
  ],
  ["allow-deletion policy.json", "kmspol add-admin policy.json PRINCIPAL"],
  [
    `add-user policy.json group/finance --account ${own}`,
    `kmspol add-group policy.json finance --expand --account ${own} adds`,
  ],
  [`remove-user 'my policy.json' role/App --account ${own}`, `kmspol edit 'my policy.json' --account ${own}`],
  ["deny-deletion alias/reports", "kmspol add-admin alias/reports PRINCIPAL"],
  ["show alias/app", "to look further: kmspol check alias/app"],
  ["show alias/app --profile admin-role", "to look further: kmspol check alias/app --profile admin-role"],
  [`show ${keyId} --region eu-west-1`, `to look further: kmspol check ${keyId} --region eu-west-1`],
  ["show alias/global --region us-east-1", "kmspol check alias/global --region us-east-1"],
  [
    "show alias/orphaned --profile admin-role --region eu-west-1",
    "kmspol prune alias/orphaned --profile admin-role --region eu-west-1 takes them out",
  ],
  [`show policy.json --account ${own}`, `to look further: kmspol check policy.json --account ${own}`],
  ["show policy.json --key-spec RSA_2048", "to look further: kmspol check policy.json --key-spec RSA_2048"],
  [`show 'my policy.json' --account ${own}`, `kmspol check 'my policy.json' --account ${own}`],
  [
    `why 'User: arn:aws:iam::${own}:role/App is not authorized to perform: kms:PutKeyPolicy on resource: arn:aws:kms:eu-west-1:${own}:key/${keyId} because no resource-based policy allows the kms:PutKeyPolicy action' --profile admin-role`,
    `kmspol add-admin arn:aws:kms:eu-west-1:${own}:key/${keyId} arn:aws:iam::${own}:role/App --profile admin-role`,
  ],
];

/** Verbs that only look have no dry run. */
const looks = /^(?:show|why) /;

test.each(cases)("%s proposes: %s", async (typed, proposed) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  await writeFile(join(place.work, "policy.json"), policy);
  await writeFile(join(place.work, "my policy.json"), policy.replace(":root", ":role/App"));
  const profiles = await writeProfiles(sandbox, join(place.root, "aws"));
  const args = [...typed.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
  const environment = { ...sandbox.environment, ...profiles };
  const { stdout, stderr } = await kmspol(
    place,
    undefined,
    looks.test(typed) ? args : [...args, "--dry-run"],
    { environment },
  );
  expect(`${stdout}${stderr}`.replaceAll(/\s+/g, " ")).toContain(proposed);
});
