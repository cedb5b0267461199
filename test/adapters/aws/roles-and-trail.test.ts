import { beforeEach, expect, test, vi } from "vitest";
import { createAccountData } from "../../../src/adapters/aws/account-data.ts";
import { usualPatience } from "../../../src/adapters/aws/patience.ts";
import { roleCredentials } from "../../../src/adapters/aws/role-credentials.ts";
import type { AwsSettings } from "../../../src/adapters/aws/settings.ts";
import { createTrail } from "../../../src/adapters/aws/trail.ts";
import { AwsError } from "../../../src/errors.ts";
import { type Answer, isSilent, json, oddAws, text, xml } from "../../support/odd-aws.ts";

// Sessions of a role in another account, CloudTrail's memory, and whole accounts.

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  return () => vi.unstubAllEnvs();
});

const callerIs = (arn: string, account = "111122223333") =>
  xml("GetCallerIdentity", `<Account>${account}</Account><Arn>${arn}</Arn><UserId>A</UserId>`);

/** STS that counts the sessions it gives, each an hour long from the moment of `now`. */
const sts = async (now: () => number, more: Readonly<Record<string, Answer>> = {}) => {
  let given = 0;
  const { settings } = await oddAws(
    {
      GetCallerIdentity: callerIs("arn:aws:iam::111122223333:user/ana"),
      AssumeRole: (response, asked) => {
        given += 1;
        const ends = new Date(now() + 3_600_000).toISOString();
        xml(
          "AssumeRole",
          `<Credentials><AccessKeyId>ASIA${given}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${ends}</Expiration></Credentials>`,
        )(response, asked);
      },
      ...more,
    },
    usualPatience,
  );
  const clock = { now: () => new Date(now()), sleep: () => Promise.resolve() };
  return { settings: { ...settings, clock } as AwsSettings, count: () => given };
};

const role = { account: "444455556666", name: "team/Reader" };
const keyOf = async (credentials: Awaited<ReturnType<typeof roleCredentials>>) =>
  typeof credentials === "function" ? (await credentials()).accessKeyId : credentials.accessKeyId;

test("a role is assumed once for a run, and anew five minutes before its session ends", async () => {
  let now = Date.parse("2026-01-01T12:00:00Z");
  const { settings, count } = await sts(() => now);
  const credentials = await roleCredentials(role, settings);
  expect(await roleCredentials(role, settings)).toBe(credentials);
  expect(await Promise.all([keyOf(credentials), keyOf(credentials)])).toEqual(["ASIA1", "ASIA1"]);
  now += 54 * 60_000;
  expect(await keyOf(credentials)).toBe("ASIA1");
  now += 2 * 60_000;
  expect(await keyOf(credentials)).toBe("ASIA2");
  expect(count()).toBe(2);
});

test("each role, account, profile and place has a session of its own", async () => {
  const { settings } = await sts(() => Date.now());
  const one = await roleCredentials(role, settings);
  expect(await roleCredentials({ ...role, name: "team/Other" }, settings)).not.toBe(one);
  expect(await roleCredentials({ ...role, account: "777788889999" }, settings)).not.toBe(one);
  const environment = { ...settings.environment, AWS_ACCESS_KEY_ID: "AKIAOTHER" };
  expect(await roleCredentials(role, { ...settings, environment })).not.toBe(one);
});

test.each([
  ["is one of it already", "arn:aws:sts::444455556666:assumed-role/Reader/ana", "444455556666", 0],
  [
    "is one of that name in another account",
    "arn:aws:sts::111122223333:assumed-role/Reader/ana",
    "111122223333",
    1,
  ],
  ["is one of another role", "arn:aws:sts::444455556666:assumed-role/Reader2/ana", "444455556666", 1],
])("whoever %s keeps its own session, or takes one", async (_, arn, account, sessions) => {
  const { settings, count } = await sts(() => Date.now(), { GetCallerIdentity: callerIs(arn, account) });
  await keyOf(await roleCredentials(role, settings));
  expect(count()).toBe(sessions);
});

const denied = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

test("a role that may not be taken is named with who may not, and a session without its key is none", async () => {
  const refusing = await sts(() => Date.now(), { AssumeRole: text(denied, 403) });
  await expect(keyOf(await roleCredentials(role, refusing.settings))).rejects.toMatchObject({
    code: "access-denied",
    message: "arn:aws:iam::111122223333:user/ana may not assume arn:aws:iam::444455556666:role/team/Reader",
  });
  const parts = ["AccessKeyId", "SecretAccessKey", "SessionToken"];
  for (const missing of parts) {
    const rest = parts.filter((part) => part !== missing).map((part) => `<${part}>x</${part}>`);
    const answer = xml("AssumeRole", `<Credentials>${rest.join("")}</Credentials>`);
    const empty = await sts(() => Date.now(), { AssumeRole: answer });
    await expect(keyOf(await roleCredentials(role, empty.settings))).rejects.toMatchObject({
      code: "bad-answer",
      hint: expect.stringContaining("is it STS that answers?") as string,
    });
  }
});

test.each([
  [{}, "kmspol-unknown"],
  [{ user: "ana b" }, "kmspol-ana-b"],
  [{ user: "ana", environment: { AWS_ROLE_SESSION_NAME: "" } }, "kmspol-ana"],
  [{ user: "ana", environment: { AWS_ROLE_SESSION_NAME: "ticket/7" } }, "ticket-7"],
  [{ user: "a".repeat(80) }, `kmspol-${"a".repeat(57)}`],
])("the session tells who it is: %j", async (more, name) => {
  let body = "";
  const { settings } = await sts(() => Date.now(), {
    AssumeRole: (response, asked) => {
      body = asked;
      text(denied, 403)(response, asked);
    },
  });
  await keyOf(await roleCredentials(role, { ...settings, ...more })).catch(() => undefined);
  expect(new URLSearchParams(body).get("RoleSessionName")).toBe(name);
});

const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const put = (EventId: string, day: number, keyId = arn) => ({
  ...{ EventId, EventTime: Date.UTC(2026, 0, day) / 1000, Username: "ana" },
  CloudTrailEvent: JSON.stringify({ requestParameters: { keyId, policy: "{}" } }),
});

/** CloudTrail whose answers come in turn, and a clock that notes each pause. */
const trail = async (...answers: object[]) => trailOf(undefined, ...answers);

/** The same, of which so many pages are read. */
const trailOf = async (most: number | undefined, ...answers: object[]) => {
  const { settings } = await oddAws(
    { LookupEvents: (...asked) => json(answers.shift() ?? { Events: [] })(...asked) },
    usualPatience,
  );
  const pauses: number[] = [];
  const clock = {
    now: () => new Date("2026-02-01T00:00:00Z"),
    sleep: (pause: number) => Promise.resolve(void pauses.push(pause)),
  };
  return { trail: createTrail({ ...settings, clock }, most), pauses, left: () => answers.length };
};

test("the changes that CloudTrail remembers of a key come newest first, of all pages, with a pause between", async () => {
  const { trail: one, pauses } = await trail(
    { Events: [put("1", 1), put("3", 3)], NextToken: "more" },
    { Events: [put("2", 2), put("9", 9, "arn:aws:kms:eu-west-1:111122223333:key/other")] },
  );
  expect((await one.policyChanges(arn)).map(({ id }) => id)).toEqual(["3", "2", "1"]);
  expect(pauses).toEqual([550]);
});

test("the events of a key are looked for by its ARN and by its id, to the last page of each", async () => {
  const {
    trail: one,
    pauses,
    left,
  } = await trail(
    { Events: [{ CloudTrailEvent: "a" }, {}], NextToken: "more" },
    { Events: [{ CloudTrailEvent: "b" }] },
    { Events: [{ CloudTrailEvent: "c" }], NextToken: "" },
  );
  const taken: string[] = [];
  const since = new Date("2026-01-01T00:00:00Z");
  expect(await one.eventsOf({ arn, id: "1234" }, since, (event) => taken.push(event))).toEqual({});
  expect([taken, left()]).toEqual([["a", "b", "c"], 0]);
  expect(pauses).toEqual([550, 550]);
});

const on = (day: number) => ({ CloudTrailEvent: String(day), EventTime: Date.UTC(2026, 0, day) / 1000 });
const more = { NextToken: "more" };
test.each<
  [what: string, most: number, pages: readonly object[], taken: string, stoppedAt: string | undefined]
>([
  ["all there is", 2, [{ Events: [on(9)] }, { Events: [on(8)] }], "9 8", undefined],
  [
    "the last of what is read, and more",
    2,
    [{ Events: [on(9)] }, { Events: [on(8), on(7)], ...more }],
    "9 8 7",
    "07",
  ],
  ["more of the first", 1, [{ Events: [on(9), on(5)], ...more }, { Events: [on(8)] }], "9 5 8", "05"],
  [
    "more of both: the later one counts",
    1,
    [
      { Events: [on(3)], ...more },
      { Events: [on(6)], ...more },
    ],
    "3 6",
    "06",
  ],
  [
    "more of both, the later one first",
    1,
    [
      { Events: [on(6)], ...more },
      { Events: [on(3)], ...more },
    ],
    "6 3",
    "06",
  ],
  ["an empty page of more", 1, [{ Events: [], ...more }, { Events: [] }], "", "02-01"],
])("where the history is read in part, it is told since when: %s", async (_, most, pages, taken, day) => {
  const { trail: one, left } = await trailOf(most, ...pages);
  const events: string[] = [];
  const { stoppedAt } = await one.eventsOf({ arn, id: "1234" }, new Date(0), (event) => events.push(event));
  const date = day === undefined || day.length > 2 ? day : `01-${day}`;
  expect(stoppedAt).toBe(date && `2026-${date}T00:00:00.000Z`);
  expect([events.join(" "), left()]).toEqual([taken, 0]);
});

const account = async (answers: Readonly<Record<string, Answer>>, patience = usualPatience) => {
  const { settings } = await oddAws(answers, patience);
  const caller = {
    account: "111122223333",
    arn: "arn:aws:iam::111122223333:user/ana",
    userId: "A",
    partition: "aws",
  };
  const clock = { now: () => new Date("2026-01-01T00:00:00Z"), sleep: () => Promise.resolve() };
  return createAccountData({ ...settings, clock }, { caller: () => Promise.resolve(caller) });
};

const details = (members: string) =>
  xml(
    "GetAccountAuthorizationDetails",
    `<UserDetailList>${members}</UserDetailList><GroupDetailList/><RoleDetailList>${members}${members}</RoleDetailList><Policies/><IsTruncated>false</IsTruncated>`,
  );

test("a whole account is told by its name and its moment, and how many were read so far", async () => {
  const data = await account({ GetAccountAuthorizationDetails: details("<member></member>") });
  const seen: number[] = [];
  expect(await data.iam({ onPage: (count) => seen.push(count) })).toMatchObject({
    answer: { name: "IAM of 111122223333", at: "2026-01-01T00:00:00.000Z" },
    notRead: [],
  });
  expect(seen).toEqual([3]);
});

test("an account that may not be read is named, and what was stopped was not in time", async () => {
  const refused = await account({ "*": text(denied, 403) });
  const notRead = [{ what: "IAM of 111122223333", because: expect.stringContaining("may not") as string }];
  expect(await refused.iam()).toEqual({ answer: undefined, notRead });
  const slow = await account({ "*": isSilent });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 30);
  expect(await slow.iam({ signal: stop.signal })).toEqual({
    answer: undefined,
    notRead: [{ what: "IAM of 111122223333", because: "AWS did not answer in time" }],
  });
});

test("what is no failure of AWS is no gap in an account", async () => {
  const { settings } = await oddAws({});
  const caller = () => Promise.reject(new AwsError("no-credentials", "none"));
  await expect(createAccountData(settings, { caller }).iam()).rejects.toMatchObject({
    code: "no-credentials",
  });
});
