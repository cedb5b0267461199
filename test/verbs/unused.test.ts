import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { whyNeverGiven } from "../../src/policy/never-given.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { keyArn, logFile, record, session } from "../use/records.ts";

const account = "111122223333";
const role = (name: string, owner = account) => `arn:aws:iam::${owner}:role/${name}`;
const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
const allow = (principal: unknown, action: unknown, more: object = {}) => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: "*",
  ...more,
});
const root = allow({ AWS: `arn:aws:iam::${account}:root` }, "kms:*");
const administration = [
  ...["kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*", "kms:Update*", "kms:Revoke*"],
  ...["kms:Disable*", "kms:Get*", "kms:Delete*", "kms:TagResource", "kms:UntagResource"],
  ...["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion", "kms:RotateKeyOnDemand"],
];
const sets = (name: string) =>
  allow({ AWS: `arn:aws:iam::${account}:root` }, use, {
    Condition: {
      ArnLike: {
        "aws:PrincipalArn": `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${name}_????????????????`,
      },
    },
  });

const stage = async (statements: readonly unknown[], records: readonly unknown[]) => {
  const place = await newPlace();
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2);
  await writeFile(join(place.work, "policy.json"), policy);
  await mkdir(join(place.work, "trail"));
  await writeFile(join(place.work, "trail/a.json"), logFile(...records));
  const facts = ["--key-arn", keyArn, "--key-spec", "SYMMETRIC_DEFAULT", "--key-usage", "ENCRYPT_DECRYPT"];
  const run = (...args: readonly string[]) => kmspol(place, undefined, args);
  return {
    run,
    unused: (...more: readonly string[]) =>
      run("who-can", "policy.json", ...facts, "--unused", "--trail", "trail", ...more),
    before: policy,
    now: () => readFile(join(place.work, "policy.json"), "utf8"),
    putBack: () => writeFile(join(place.work, "policy.json"), policy),
  };
};

interface Told {
  readonly unused?: readonly {
    readonly principal: string;
    readonly actions: readonly string[];
    readonly tried?: { readonly count: number };
    readonly takeAway: readonly { readonly command: string; readonly actions: readonly string[] }[];
  }[];
  readonly untold?: readonly { readonly principal: string; readonly actions: readonly string[] }[];
}

const keyFacts = {
  account,
  arn: keyArn,
  spec: "SYMMETRIC_DEFAULT",
  usage: "ENCRYPT_DECRYPT",
  multiRegion: false,
};

/** A command as a shell would split it: what is proposed here has no quotes. */
const words = (command: string): readonly string[] => command.split(" ").slice(1);

const read = (text: string) => readPolicy(documentOf(parsePolicyText(text, "json"))!);

// [case, statements, events, per principal its commands]
test.each<
  readonly [string, readonly unknown[], readonly unknown[], Readonly<Record<string, readonly string[]>>]
>([
  [
    "a user of the key whom no event tells of",
    [root, allow({ AWS: [role("App"), role("Old")] }, use)],
    use.map(() => record()),
    {
      [role("App")]: ["remove-user policy.json role/App --only encrypt"],
      [role("Old")]: ["remove-user policy.json role/Old"],
    },
  ],
  [
    "one who did all there is",
    [root, allow({ AWS: [role("App"), role("Old")] }, ["kms:Decrypt", "kms:DescribeKey"])],
    [record(), record({ eventName: "DescribeKey" })],
    { [role("Old")]: ["remove-user policy.json role/Old"] },
  ],
  [
    "an administrator who did nothing",
    [root, allow({ AWS: [role("Admin"), role("App")] }, administration)],
    administration.map(() => record({ eventName: "PutKeyPolicy" })),
    { [role("App")]: [], [role("Admin")]: ["remove-admin policy.json role/Admin"] },
  ],
  [
    "an administrator who uses the key, and does not administer it",
    [root, allow({ AWS: role("App") }, administration), allow({ AWS: role("App") }, ["kms:Decrypt"])],
    [record()],
    { [role("App")]: ["remove-admin policy.json role/App"] },
  ],
  [
    "another account, of which nobody came",
    [root, allow({ AWS: "arn:aws:iam::444455556666:root" }, use), allow({ AWS: role("App") }, "kms:Decrypt")],
    [record()],
    { "account:444455556666": ["revoke-account policy.json 444455556666"] },
  ],
  [
    "a role of another account, by its ARN",
    [root, allow({ AWS: [role("Far", "444455556666"), role("App")] }, ["kms:Decrypt", "kms:DescribeKey"])],
    [record(), record({ eventName: "DescribeKey" })],
    { [role("Far", "444455556666")]: [`remove-user policy.json ${role("Far", "444455556666")}`] },
  ],
  [
    "a permission set",
    [root, sets("Dev"), sets("Ops")],
    [record({ userIdentity: session("aws-reserved/sso.amazonaws.com/AWSReservedSSO_Ops_0123456789abcdef") })],
    {
      "sso/Dev": ["remove-user policy.json sso/Dev"],
      "sso/Ops": ["remove-user policy.json sso/Ops --only encrypt"],
    },
  ],
  [
    "an AWS service, which no verb takes out",
    [
      root,
      allow({ Service: "logs.amazonaws.com" }, ["kms:Decrypt"]),
      allow({ AWS: role("App") }, "kms:Decrypt"),
    ],
    [record()],
    { "service:logs.amazonaws.com": [] },
  ],
])("%s: each command takes just that", async (_case, statements, records, expected) => {
  const { unused, run, before, now, putBack } = await stage(statements, records);
  const { exit, stdout } = await unused("--json");
  expect(exit).toBe(0);
  const told = (JSON.parse(stdout) as Told).unused ?? [];
  const short = (command: string) =>
    words(command)
      .join(" ")
      .replaceAll(/ --key-(?:arn|spec|usage) \S+/g, "");
  expect(
    Object.fromEntries(
      told.map(({ principal, takeAway }) => [principal, takeAway.map(({ command }) => short(command))]),
    ),
  ).toEqual(expected);
  for (const { principal, actions, takeAway } of told)
    for (const { command, actions: taken } of takeAway) {
      const ended = await run(...words(command), "--yes");
      expect([ended.exit, ended.stderr]).toEqual([0, expect.any(String)]);
      const { gained, lost } = compareAccess(read(before), read(await now()), keyFacts);
      expect(gained).toEqual([]);
      expect(taken.every((action) => actions.includes(action))).toBe(true);
      // A permission set's account has all that by IAM anyhow: no access changes in sum.
      const losers = lost.map((entry) => entry.principal.replace(/^root-user:/, "account:"));
      const isSet = principal.startsWith("sso/");
      expect([...new Set(losers)]).toEqual(isSet ? [] : [principal]);
      const ofKey = lost
        .flatMap((entry) => entry.actions)
        .filter((action) => whyNeverGiven(action, keyFacts) === undefined);
      expect([...new Set(ofKey)].sort()).toEqual(isSet ? [] : taken);
      await putBack();
    }
});

const far = allow({ AWS: [role("Far", "444455556666"), "arn:aws:iam::444455556666:root"] }, "kms:Decrypt");
const stranger = { type: "AWSAccount", accountId: "444455556666", principalId: "AROAEXAMPLEFAR:x" };

const byService = (name: string) => ({
  userIdentity: { type: "AWSService", invokedBy: `${name}.amazonaws.com` },
});
const ofServices = (names: readonly string[]) => ({ Service: names.map((name) => `${name}.amazonaws.com`) });
// Everybody of IAM is denied, so that the line for services alone is left.
const noIdentity = {
  ...{ Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" },
  Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
};
const allBut = (principal: object) => ({
  ...{ Effect: "Allow", NotPrincipal: principal, Action: "kms:Decrypt", Resource: "*" },
});
const butSns = [noIdentity, allBut(ofServices(["sns"]))];
const butBoth = [noIdentity, allBut(ofServices(["sns", "logs"]))];
const anyService = [noIdentity, allBut({ AWS: role("App") })];
const denied = { Effect: "Deny", Principal: ofServices(["sns"]), Action: "kms:Decrypt", Resource: "*" };

type UnusedRow = readonly [
  string,
  readonly unknown[],
  readonly unknown[],
  readonly string[],
  readonly string[],
];
const ofAnyService = (
  rows: readonly (readonly [
    string,
    readonly unknown[],
    Readonly<Record<string, unknown>>,
    readonly string[],
  ])[],
): readonly UnusedRow[] =>
  rows.map(([title, statements, event, left]) => [
    `any AWS service: ${title}`,
    [root, ...statements],
    [record(event)],
    left,
    [],
  ]);

// [case, statements, events, unused, not told]
test.each<UnusedRow>([
  [
    "somebody of an account whose trail is not at hand",
    [root, far],
    [record({ userIdentity: stranger })],
    [],
    [role("Far", "444455556666")],
  ],
  [
    "the same, and both trails are at hand",
    [root, far],
    [
      record({ userIdentity: stranger }),
      record({ userIdentity: session("Far", "x", "444455556666"), recipientAccountId: "444455556666" }),
    ],
    [],
    [],
  ],
  [
    "a denied attempt is no use",
    [root, allow({ AWS: role("App") }, "kms:Decrypt")],
    [record({ errorCode: "AccessDenied" })],
    [role("App")],
    [],
  ],
  [
    "a session is use of its role",
    [root, allow({ AWS: role("ci/App") }, "kms:Decrypt")],
    [
      record({
        userIdentity: {
          type: "AssumedRole",
          arn: `arn:aws:sts::${account}:assumed-role/App/i-1`,
          accountId: account,
        },
      }),
    ],
    [],
    [],
  ],
  [
    "another session than the one that is named",
    [root, allow({ AWS: `arn:aws:sts::${account}:assumed-role/App/one` }, "kms:Decrypt")],
    [record({ userIdentity: session("App", "two") })],
    [`arn:aws:sts::${account}:assumed-role/App/one`],
    [],
  ],
  [
    "a role that is named by its id",
    [root, allow({ AWS: "AROAEXAMPLEAPP" }, "kms:Decrypt")],
    [record()],
    [],
    [],
  ],
  [
    "a service that used it",
    [root, allow({ Service: "logs.eu-west-1.amazonaws.com" }, "kms:Decrypt")],
    [record({ userIdentity: { type: "AWSService", invokedBy: "logs.amazonaws.com" } })],
    [],
    [],
  ],
  ...ofAnyService([
    ["one that the line leaves out", butSns, byService("sns"), ["service:any"]],
    ["one that it does not", butSns, byService("logs"), []],
    ["one that a Deny takes out of it", [...anyService, denied], byService("sns"), ["service:any"]],
    [
      "one that a Deny takes out under a condition: it has a line of its own",
      [...anyService, { ...denied, Condition: { Null: { "aws:SourceArn": "true" } } }],
      byService("sns"),
      ["service:any"],
    ],
    ["one of two that are left out", butBoth, byService("logs"), ["service:any"]],
    ["a role's session, which is no service", butSns, {}, ["service:any"]],
  ]),
  ["what the own account has by IAM is not listed", [root], [record()], [], []],
])("%s", async (_case, statements, records, unusedBy, untoldOf) => {
  const { unused } = await stage(statements, records);
  const told = JSON.parse((await unused("--json")).stdout) as Told;
  expect([
    told.unused?.map(({ principal }) => principal),
    told.untold?.map(({ principal }) => principal),
  ]).toEqual([unusedBy, untoldOf]);
});

test("evidence without KMS calls nothing unused", async () => {
  const { unused } = await stage(
    [root, allow({ AWS: role("App") }, use)],
    [record({ eventSource: "s3.amazonaws.com" })],
  );
  expect(JSON.parse((await unused("--json")).stdout)).not.toHaveProperty("unused");
  expect((await unused()).stdout).toContain(
    "Whether any access is unused is not known: the evidence tells nothing.",
  );
});

test("in words, with the reach", async () => {
  const { unused } = await stage(
    [root, allow({ AWS: [role("App"), role("Old")] }, use)],
    [record(), record({ errorCode: "AccessDenied", userIdentity: session("Old") })],
  );
  const { stdout } = await unused();
  expect(stdout).toContain(`Not used from 2026-11-20 to 2026-11-20, as far as is known:
  role/App: `);
  expect(stdout).toMatch(
    / {2}role\/Old: use of the key; tried in vain 1 ×, last 2026-11-20\n {4}kmspol remove-user policy\.json role\/Old /,
  );
  expect(stdout).toContain("What was before and after is not known.");
  expect(stdout).not.toContain("Used by:");
  expect((await unused("--used")).stdout).toContain("Used by:");
});
