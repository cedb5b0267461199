import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gather } from "../../src/cli/gather.ts";
import { trailReader, trailReaders } from "../../src/use/read-trail.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { record, session } from "../use/records.ts";

// Use of many keys by the files of a trail: read once, and told for each key as if it were asked about alone.

const keyOf = (number: number) => {
  const id = `${String(number).padStart(8, "0")}-12ab-34cd-56ef-1234567890ab`;
  const [account, region] = ["111122223333", number % 5 === 4 ? "us-east-1" : "eu-west-1"];
  const arn = `arn:aws:kms:${region}:${account}:key/${id}`;
  return { arn, id, account, region, aliases: [`alias/app-${number}`, `alias/app/${number}`] };
};

test.each([1, 8, 9, 60])("%d keys together are told what each is told alone", (count) => {
  const keys = Array.from({ length: count }, (_, number) => ({ key: keyOf(number) }));
  const once = Array.from({ length: 400 }, (_, n) => {
    const { arn, region, id, aliases } = keyOf(n % 61);
    const base = record({ userIdentity: session(`R${n % 3}`), awsRegion: region, eventID: `e-${n}` });
    const named = [
      { resources: [{ ARN: arn, type: "AWS::KMS::Key" }] },
      { resources: [], requestParameters: { keyId: id }, errorCode: "AccessDenied" },
      { resources: [], requestParameters: { keyId: aliases[n % 2] }, errorCode: "AccessDenied" },
      {
        eventName: "ReEncrypt",
        resources: [{ ARN: arn }, { ARN: keyOf((n + 5) % 61).arn }],
        requestParameters: { sourceKeyId: arn, destinationKeyId: keyOf((n + 5) % 61).arn },
      },
    ];
    return JSON.stringify({ ...base, ...named[n % 4] });
  });
  // Some come twice, as where two trails have logged them.
  const texts = [...once, ...once.slice(0, 20)];
  const together = trailReaders(keys);
  for (const text of texts) together.record(text);
  for (const [place, sought] of keys.entries()) {
    const alone = trailReader(sought);
    for (const text of texts) alone.record(text);
    expect(together.told(place)).toEqual(alone.told());
    expect(together.told(place).keyEvents).toBeGreaterThan(0);
  }
});

test("what is gathered is done once, when all have asked or ended, and whoever waits lets another begin", async () => {
  let [waiting, done] = [0, 0];
  const gathering = gather<number, number>(3, () => {
    waiting += 1;
  });
  const double = (all: readonly number[]) => {
    done += 1;
    return Promise.resolve(all.map((one) => one * 2));
  };
  const answers = [gathering.ask(1, double), gathering.ask(2, double)];
  gathering.ended(true);
  await Promise.resolve();
  expect([waiting, done]).toEqual([2, 0]);
  gathering.ended(false);
  expect([await Promise.all(answers), done]).toEqual([[2, 4], 1]);
});

test("each reads a trail once, tells of every key, and one that fails holds none up", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest({ extraKeys: 30 })];
  await mkdir(join(place.work, "trail"));
  const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const event = record({ userIdentity: session("App"), resources: [{ ARN: arn, type: "AWS::KMS::Key" }] });
  await writeFile(join(place.work, "trail", "a.json"), JSON.stringify({ Records: [event] }));
  await writeFile(join(place.work, "keys.txt"), "alias/app\nalias/nothere\nalias/reports\n");
  const run = (...args: readonly string[]) => kmspol(place, sandbox, ["each", ...args]);
  const asked = ["--json", "--", "who-can", "--used", "--trail", "trail"];
  const all = await run("--all", ...asked);
  expect(all.exit, all.stderr).toBe(0);
  const told = all.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { key: string; used: unknown[] });
  expect(told.length).toBeGreaterThan(40);
  expect(told.filter(({ used }) => used.length > 0).map(({ key }) => key)).toEqual([arn]);
  const some = await run("--keys-from", "keys.txt", ...asked);
  expect([some.exit, some.stdout.trim().split("\n").length]).toEqual([5, 3]);
  const gone = await run("--all", "--json", "--", "who-can", "--used", "--trail", "nowhere");
  expect([gone.exit, gone.stdout.match(/nowhere cannot be read/g)?.length]).toEqual([2, told.length]);
});
