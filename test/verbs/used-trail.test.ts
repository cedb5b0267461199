import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { keyArn, logFile, record, session } from "../use/records.ts";

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Root",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
});

/** A policy file, and a folder with these files of a trail. */
const stage = async (files: Readonly<Record<string, string | Buffer>>) => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), policy);
  for (const [name, content] of Object.entries(files)) {
    const path = join(place.work, "trail", name);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, content);
  }
  const run = async (...args: readonly string[]) => {
    const { exit, stdout, stderr } = await kmspol(place, undefined, args);
    return { exit, stdout, stderr, words: stdout.replaceAll(/\s+/g, " ") };
  };
  const asked = ["policy.json", "--key-arn", keyArn] as const;
  return {
    run,
    used: (...more: readonly string[]) => run("who-can", ...asked, "--used", "--trail", "trail", ...more),
    show: (...more: readonly string[]) => run("show", ...asked, "--used", "--trail", "trail", ...more),
  };
};

interface Told {
  readonly used: readonly { readonly principal: string }[];
  readonly evidence: {
    readonly files: number;
    readonly events: number;
    readonly keyEvents: number;
    readonly from?: string;
    readonly notRead: readonly { readonly path: string; readonly because: string }[];
    readonly notes: readonly string[];
  };
}

const json = (text: string) => JSON.parse(text) as Told;

test("who used a key, by a folder of a trail as S3 has it", async () => {
  const base = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11";
  const { used, show } = await stage({
    [`${base}/20/111122223333_CloudTrail_eu-west-1_20261120T1000Z_a.json.gz`]: gzipSync(
      logFile(
        record(),
        record({
          eventTime: "2026-11-20T10:05:00Z",
          userIdentity: { ...session("App"), invokedBy: "s3.amazonaws.com" },
        }),
      ),
    ),
    [`${base}/21/111122223333_CloudTrail_eu-west-1_20261121T1000Z_b.json.gz`]: gzipSync(
      logFile(
        record({
          eventTime: "2026-11-21T11:02:03Z",
          eventName: "GenerateDataKey",
          userIdentity: session("ci/Deploy"),
        }),
        record({
          eventTime: "2026-11-21T11:03:03Z",
          errorCode: "AccessDenied",
          userIdentity: session("Old"),
        }),
        record({
          eventTime: "2026-11-21T11:04:03Z",
          userIdentity: session("aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef"),
        }),
      ),
    ),
    "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/x.json.gz": gzipSync('{"digestStartTime":"x"}'),
  });
  const { exit, stdout, stderr } = await used();
  expect([exit, stderr]).toEqual([0, ""]);
  expect(stdout).toBe(`Used by:
  sso/Dev         kms:Decrypt          1 ×  last 2026-11-21 11:04 UTC
  role/ci/Deploy  kms:GenerateDataKey  1 ×  last 2026-11-21 11:02 UTC
  role/App        kms:Decrypt          2 ×  last 2026-11-20 10:05 UTC, through s3.amazonaws.com
Tried in vain:
  role/Old  kms:Decrypt  1 ×  not allowed, last 2026-11-21 11:03 UTC

Evidence: 2 files of CloudTrail, 5 events, 5 of KMS in 111122223333, eu-west-1, from 2026-11-20 10:00 UTC to 2026-11-21 11:04 UTC: 5 events of the key. What was before and after is not known.
Mind: a trail may leave out events of KMS (excludeManagementEventSources, event selectors).
`);
  expect((await show()).stdout).toContain(stdout);
});

test("an operation alone, and in the words of a program", async () => {
  const { used } = await stage({
    "a.json": logFile(record(), record({ eventName: "Encrypt", userIdentity: session("Writer") })),
  });
  const { stdout } = await used("kms:encrypt", "--json");
  expect(json(stdout).used).toEqual([
    {
      principal: "arn:aws:iam::111122223333:role/Writer",
      ids: ["AROAEXAMPLEWRITER"],
      operations: [{ operation: "kms:Encrypt", count: 1, last: "2026-11-20T10:00:00Z" }],
    },
  ]);
});

const whole = gzipSync(logFile(...Array.from({ length: 200 }, () => record())));

// [what lies beside a good file, name, content, what is said of it]
test.each<readonly [string, string, string | Buffer, RegExp]>([
  ["an empty file", "x.json", "", /it holds no event of CloudTrail/],
  ["something else in JSON", "x.json", '{"Statement":[]}', /it holds no event of CloudTrail/],
  ["no JSON", "x.json", "hello\nworld\n", /it holds no event of CloudTrail/],
  ["a binary file", "x.json", Buffer.from([0, 1, 2, 0x7b, 0xff, 0xfe, 0x22]), /it is no whole JSON/],
  [
    "a packed file that was cut",
    "x.json.gz",
    whole.subarray(0, whole.length - 40),
    /the gzip file ends in the middle; the \d+ events before count/,
  ],
  [
    "a packed file that is none",
    "x.json.gz",
    Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    /it is no whole gzip file/,
  ],
  [
    "a file that was cut",
    "x.json",
    logFile(record(), record()).slice(0, -60),
    /it ends in the middle; the other 1 event count/,
  ],
  [
    "lines, one of them cut",
    "x.jsonl",
    `${JSON.stringify(record())}\n${JSON.stringify(record()).slice(0, 300)}\n${JSON.stringify(record())}\n`,
    /1 event in it cannot be read; the other 2 events count/,
  ],
  [
    "a line of 5 MB",
    "x.jsonl",
    `${JSON.stringify(record())}\n{"a":"${"x".repeat(5 << 20)}"}\n`,
    /1 event in it cannot be read; the other 1 event count/,
  ],
  ["a file of Parquet", "x.parquet", "PAR1", /1 file whose name is not those of JSON or gzip/],
])("%s is told, and stops nothing", async (_case, name, content, told) => {
  const { used } = await stage({ "good.json": logFile(record()), [name]: content });
  const { exit, stdout } = await used("--json");
  const { evidence, used: people } = json(stdout);
  expect([exit, people.length, evidence.notRead.length]).toEqual([0, 1, 1]);
  expect(evidence.notRead[0]?.because).toMatch(told);
  expect((await used()).words).toMatch(/Not read: trail/);
});

test("hostile names do nothing to a terminal", async () => {
  const { used } = await stage({
    "a\u001b[31m.json": "{}",
    "b.json": logFile(
      record({ eventName: "De\u001b]0;x\u0007crypt", userIdentity: { type: "\u001b[2J" } }),
      record({ eventName: "De\u001b]0;x\u0007crypt" }),
    ),
  });
  const { exit, stdout } = await used();
  expect(exit).toBe(0);
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});

// [case, files, what is said]
test.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
  [
    "no event of KMS at all",
    { "a.json": logFile(record({ eventSource: "s3.amazonaws.com" })) },
    /there is no event of KMS in 111122223333, eu-west-1 among them: a trail may leave KMS out \(excludeManagementEventSources\), or be of other accounts or Regions; it tells nothing about use/,
  ],
  [
    "another Region's alone",
    { "a.json": logFile(record({ awsRegion: "us-east-1", resources: [] })) },
    /it tells nothing about use/,
  ],
  [
    "no event of anything",
    { "a.json": "{}" },
    /there is no event of CloudTrail in it: it tells nothing about use/,
  ],
  [
    "days without any event",
    { "a.json": logFile(record(), record({ eventTime: "2026-11-23T10:00:00Z" })) },
    /of 2 days in between there is no event at all \(2026-11-21, 2026-11-22\): files may be missing/,
  ],
  [
    "callers that are not known",
    {
      "a.json": logFile(
        record({ userIdentity: { type: "IdentityCenterUser" } }),
        record({ userIdentity: undefined }),
      ),
    },
    /Not known who: events 1 of the type IdentityCenterUser and 1 that tell no caller/,
  ],
  [
    "events of tomorrow",
    { "a.json": logFile(record({ eventTime: "2126-11-23T10:00:00Z" })) },
    /one of the clocks is off/,
  ],
  [
    "somebody of another account",
    {
      "a.json": logFile(
        record({
          userIdentity: { type: "AWSAccount", accountId: "444455556666", principalId: "AROAEXAMPLE:x" },
        }),
      ),
    },
    /account 444455556666, whose own trail tells who kms:Decrypt 1 ×/,
  ],
])("the evidence tells of %s", async (_case, files, told) => {
  const { used } = await stage(files);
  const { exit, words } = await used();
  expect(exit).toBe(0);
  expect(words).toMatch(told);
});

// [arguments, code]
test.each<readonly [readonly string[], string]>([
  [["--days", "0"], "from 1 to 3650"],
  [["--days=-1"], "from 1 to 3650"],
  [["--days", "abc"], "from 1 to 3650"],
  [["--days", "4000"], "from 1 to 3650"],
  [["--days", "91"], "CloudTrail's event history has 90 days, not 91"],
  [["--unused", "--format", "jsonl", "--key-arn", keyArn], "rows tell access, not who used it"],
  [["--used"], "name a key by its ARN, which a policy file does not tell"],
  [["--trail", "nowhere", "--key-arn", keyArn], "nowhere cannot be read: there is no such file or folder"],
  [["--trail", "/dev/null", "--key-arn", keyArn], "/dev/null cannot be read: it is no file and no folder"],
])("who-can %j is refused", async (args, words) => {
  const { run } = await stage({ "a.json": logFile(record()) });
  const more = args[0] === "--days" && args[1] === "91" ? ["--key-arn", keyArn] : [];
  const { exit, stderr } = await run("who-can", "policy.json", ...args, ...more);
  expect([exit, stderr.replaceAll(/\s+/g, " ")]).toEqual([2, expect.stringContaining(words)]);
});

test("so many days back, of files too", async () => {
  const { used } = await stage({
    "a.json": logFile(record(), record({ eventTime: "2001-01-01T00:00:00Z" })),
  });
  expect(json((await used("--days", "3650", "--json")).stdout).evidence.keyEvents).toBe(1);
});
