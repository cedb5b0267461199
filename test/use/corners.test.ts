import { describe, expect, test } from "vitest";
import { actorOf } from "../../src/use/actor.ts";
import { evidenceOf, type Looked } from "../../src/use/evidence.ts";
import { accountIn, isLeftOut, isUseOf } from "../../src/use/matches.ts";
import { trailReader } from "../../src/use/read-trail.ts";
import { recordSplitter } from "../../src/use/split-records.ts";
import type { UsedBy } from "../../src/use/types.ts";
import { keyArn, record, sought } from "./records.ts";

// What counts as use of whose access, from when to when, and what of it is not known: one case on each side.

const own = "111122223333";
const arn = (what: string, account = own) => `arn:aws:iam::${account}:${what}`;
const by = (principal: string, more: Partial<UsedBy> = {}): UsedBy => ({
  principal,
  operations: [],
  ...more,
});

describe("whose access was used", () => {
  const via = (service: string) => ({ operations: [{ operation: "kms:Decrypt", count: 1, via: [service] }] });
  test.each<[word: string, used: UsedBy, is: boolean]>([
    [arn("role/App"), by(arn("role/App")), true],
    [arn("role/App"), by(arn("role/Other")), false],
    [arn("role/App"), by(arn("user/App")), false],
    [arn("role/App"), by(arn("role/ci/App")), true],
    [arn("role/App"), by(arn("role/App", "444455556666")), false],
    [arn("role/App"), by(`arn:aws:sts::${own}:assumed-role/App/run-7`), true],
    [arn("user/App"), by(`arn:aws:sts::${own}:assumed-role/App/run-7`), false],
    [arn("user/ann"), by(`arn:aws:sts::${own}:federated-user/x`, { issuer: arn("user/ann") }), true],
    ["AROAEXAMPLE", by(arn("role/App"), { ids: ["AROAEXAMPLE"] }), true],
    ["AROAEXAMPLE", by(arn("role/App"), { ids: ["AROAOTHER"] }), false],
    ["sso/Dev", by(arn("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef")), true],
    ["sso/Ops", by(arn("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef")), false],
    ["anyone", by(arn("role/App", "444455556666")), true],
    ["anyone", by(arn("role/App")), false],
    ["account:444455556666", by(arn("role/App", "444455556666")), true],
    ["account:444455556666", by("account:444455556666"), true],
    ["account:444455556666", by(arn("role/App")), false],
    ["account:444455556666", by("service:s3.amazonaws.com"), false],
    ["service:s3.amazonaws.com", by("service:s3.amazonaws.com"), true],
    ["service:logs.eu-west-1.amazonaws.com", by("service:logs.amazonaws.com"), true],
    ["service:s3.amazonaws.com", by("service:sns.amazonaws.com"), false],
    ["service:s3.amazonaws.com", by(arn("role/App"), via("s3.amazonaws.com")), true],
    ["service:any", by(arn("role/App"), via("s3.amazonaws.com")), true],
    ["service:any", by(arn("role/App")), false],
  ])("%s by %j: %s", (word, used, is) => {
    expect(isUseOf(word, used, own)).toBe(is);
  });
  test.each([
    [["account:444455556666"], arn("role/App", "444455556666"), true],
    [["account:444455556666"], arn("role/App"), false],
    [["service:s3.amazonaws.com"], "service:s3.amazonaws.com", true],
    [["service:s3.amazonaws.com"], "service:sns.amazonaws.com", false],
  ])("%j leaves out %s: %s", (except, principal, is) => {
    expect(isLeftOut(except, { principal })).toBe(is);
  });
  test.each([
    [`account:${own}`, own],
    [`root-user:${own}`, own],
    [arn("role/App"), own],
    ["service:s3.amazonaws.com", undefined],
    ["anyone", undefined],
    [`xaccount:${own}`, undefined],
  ])("%s is of account %s", (word, account) => {
    expect(accountIn(word)).toBe(account);
  });
});

describe("who a federated user has its permissions from", () => {
  const federated = (issuer: string) =>
    actorOf({
      type: "FederatedUser",
      arn: `arn:aws:sts::${own}:federated-user/x`,
      sessionContext: { sessionIssuer: { arn: issuer } },
    });
  test("is told where it is a user or a role", () => {
    expect(federated(arn("user/ann")).issuer).toBe(arn("user/ann"));
    expect(federated(arn("root"))).not.toHaveProperty("issuer");
    expect(federated(arn("user/ann")).word).toBe(`arn:aws:sts::${own}:federated-user/x`);
  });
});

describe("from when to when a trail bears witness", () => {
  const told = (...times: readonly string[]) => {
    const reader = trailReader({ key: sought });
    for (const eventTime of times) reader.record(JSON.stringify(record({ eventTime })));
    return reader.told();
  };
  const looked = (read: ReturnType<typeof told>, more: Partial<Looked> = {}) =>
    evidenceOf({ source: "trail", read, key: sought, now: new Date("2026-11-30T00:00:00Z"), ...more });

  test("the first event and the last one, in whatever order they come", () => {
    const read = told(
      "2026-11-20T10:00:00Z",
      "2026-11-18T10:00:00Z",
      "2026-11-21T10:00:00Z",
      "2026-11-19T10:00:00Z",
    );
    expect(looked(read)).toMatchObject({ from: "2026-11-18T10:00:00Z", to: "2026-11-21T10:00:00Z" });
    expect(looked(told())).not.toHaveProperty("from");
  });
  test("days of which there is nothing are named, where files were read", () => {
    const read = told("2026-11-18T10:00:00Z", "2026-11-20T10:00:00Z");
    expect(looked(read, { files: 2 }).notes.join()).toContain(
      "of 1 day in between there is no event at all (2026-11-19)",
    );
    expect(looked(read).notes.join()).not.toContain("in between");
    const many = told("2026-11-10T10:00:00Z", "2026-11-20T10:00:00Z");
    expect(looked(many, { files: 2 }).notes.join()).toContain(
      "of 9 days in between there is no event at all (2026-11-11, 2026-11-12 … 2026-11-19)",
    );
  });
  test("an event later than now, by more than clocks differ", () => {
    expect(looked(told("2026-11-30T00:04:00Z")).notes.join()).not.toContain("clock");
    expect(looked(told("2026-11-30T00:06:00Z")).notes.join()).toContain("later than this machine's clock");
  });
  test("related keys have trails of their own", () => {
    const related = [keyArn.replace("eu-west-1", "us-east-1")];
    expect(looked(told(), { related }).notes.join()).toContain("the trails of their Regions (us-east-1)");
    expect(looked(told()).notes.join()).not.toContain("related");
  });
});

test.each([1, 2, 3])("backslashes at the end of a piece of %i characters", (size) => {
  const text = '{"Records":[{"s":"\\\\\\""},{"s":"\\\\"},{"s":"x\\"}"}]}';
  const found: string[] = [];
  const splitter = recordSplitter({
    record: (one) => void found.push(one),
    broken: (why) => void found.push(why),
  });
  for (let at = 0; at < text.length; at += size) splitter.push(text.slice(at, at + size));
  splitter.end();
  expect(found).toEqual(['{"s":"\\\\\\""}', '{"s":"\\\\"}', '{"s":"x\\"}"}']);
});
