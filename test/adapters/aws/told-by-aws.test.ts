import { expect, test } from "vitest";
import { requireAskedKey } from "../../../src/adapters/aws/asked-key.ts";
import { groupIdentity, roleIdentity, userIdentity } from "../../../src/adapters/aws/iam-identity.ts";
import { deleteInline, getInline, putInline } from "../../../src/adapters/aws/iam-inline.ts";
import { lastUse } from "../../../src/adapters/aws/kms-last-used.ts";
import { listGrants } from "../../../src/adapters/aws/kms-lists.ts";
import { waysUp } from "../../../src/adapters/aws/organization-tree.ts";
import { oneLine } from "../../../src/adapters/aws/one-line.ts";
import { readOrganization } from "../../../src/adapters/aws/organization.ts";
import { AwsError } from "../../../src/errors.ts";
import { answering } from "./answering.ts";

// What AWS tells of somebody, of a grant, of a use, member by member; and what it does not tell is not there.

const own = "111122223333";
const created = new Date("2026-01-01T00:00:00Z");

test.each([
  ["user", userIdentity({ Arn: "arn:a", UserName: "a", UserId: "AIDA", Path: "/t/", CreateDate: created })],
  ["role", roleIdentity({ Arn: "arn:a", RoleName: "a", RoleId: "AIDA", Path: "/t/", CreateDate: created })],
  [
    "group",
    groupIdentity({ Arn: "arn:a", GroupName: "a", GroupId: "AIDA", Path: "/t/", CreateDate: created }),
  ],
])("all that is told of a %s", (kind, told) => {
  expect(told).toEqual({ kind, arn: "arn:a", name: "a", id: "AIDA", path: "/t/", created });
});

test.each([
  ["user", (Arn?: string, name?: string) => userIdentity({ Arn, UserName: name } as never)],
  ["role", (Arn?: string, name?: string) => roleIdentity({ Arn, RoleName: name } as never)],
  ["group", (Arn?: string, name?: string) => groupIdentity({ Arn, GroupName: name } as never)],
] as const)("a %s without its ARN or its name is none", (kind, told) => {
  expect(told("arn:a", "a")).toStrictEqual({ kind, arn: "arn:a", name: "a", id: "", path: "/" });
  expect([told("arn:a"), told(undefined, "a")]).toEqual([undefined, undefined]);
});

test.each(["user", "role", "group"] as const)(
  "the inline policy of a %s is asked for, put and deleted as its own",
  async (kind) => {
    const title = `${kind[0]?.toUpperCase() ?? ""}${kind.slice(1)}`;
    const { call, asked } = answering({ [`Get${title}Policy`]: () => ({ PolicyDocument: "%7B%7D" }) });
    expect(await getInline(call, kind, "x", "p")).toBe("{}");
    await putInline(call, kind, "x", "p", "{ }");
    await deleteInline(call, kind, "x", "p");
    const input = { [`${title}Name`]: "x", PolicyName: "p" };
    expect(asked.map((one) => one.split(" ")[0])).toEqual(
      ["Get", "Put", "Delete"].map((verb) => `${verb}${title}Policy`),
    );
    expect(asked.map((one) => JSON.parse(one.slice(one.indexOf(" "))) as object)).toEqual([
      input,
      { ...input, PolicyDocument: "{ }" },
      input,
    ]);
  },
);

test.each([
  ["nothing", {}, {}],
  ["since when", { TrackingStartDate: created }, { trackedSince: created.toISOString() }],
  [
    "all",
    { KeyLastUsage: { Timestamp: created, Operation: "Decrypt" }, TrackingStartDate: created },
    { at: created.toISOString(), operation: "Decrypt", trackedSince: created.toISOString() },
  ],
])("of a key's last use AWS tells %s", async (_, answer, told) => {
  const { call, asked } = answering({ GetKeyLastUsage: () => answer });
  const clock = { now: () => created, sleep: () => Promise.resolve() };
  expect(await lastUse(call, clock)("arn:k")).toStrictEqual(told);
  expect(asked).toEqual(['GetKeyLastUsage {"KeyId":"arn:k"}']);
});

test("questions for last uses keep their distance, and a first one does not wait", async () => {
  const pauses: number[] = [];
  const { call } = answering({ GetKeyLastUsage: () => ({}) });
  let now = created.getTime();
  const clock = {
    now: () => new Date(now),
    sleep: (pause: number) => Promise.resolve(void pauses.push(pause)),
  };
  const ask = lastUse(call, clock);
  await ask("a");
  await ask("b");
  now += 1000;
  await ask("c");
  expect(pauses).toEqual([220]);
});

const least = { GrantId: "g", GranteePrincipal: "arn:a", Operations: ["Decrypt"] };
const leastTold = { id: "g", grantee: "arn:a", operations: ["Decrypt"] };
test.each<[what: string, entry: object, told: object]>([
  ["no more than it must have", least, leastTold],
  ["an empty name", { ...least, Name: "" }, leastTold],
  ["a name", { ...least, Name: "n" }, { ...leastTold, name: "n" }],
  ["who may retire it", { ...least, RetiringPrincipal: "arn:r" }, { ...leastTold, retiring: "arn:r" }],
  [
    "a service that may retire it",
    { ...least, RetiringServicePrincipal: "s.amazonaws.com" },
    { ...leastTold, retiring: "s.amazonaws.com" },
  ],
  [
    "a service as grantee",
    { ...least, GranteePrincipal: undefined, GranteeServicePrincipal: "s.amazonaws.com" },
    { ...leastTold, grantee: "s.amazonaws.com" },
  ],
  ["who issued it", { ...least, IssuingAccount: own }, { ...leastTold, issuingAccount: own }],
  [
    "constraints",
    { ...least, Constraints: { EncryptionContextSubset: { a: "b" } } },
    { ...leastTold, constraints: { EncryptionContextSubset: { a: "b" } } },
  ],
])("a grant with %s", async (_, entry, told) => {
  const { call } = answering({ ListGrants: () => ({ Grants: [entry] }) });
  expect(await listGrants(call, "k")).toStrictEqual([told]);
});

test.each(["GrantId", "GranteePrincipal", "Operations"])(
  "a grant without its %s is no answer of AWS",
  async (name) => {
    const { call } = answering({ ListGrants: () => ({ Grants: [{ ...least, [name]: undefined }] }) });
    await expect(listGrants(call, "k")).rejects.toMatchObject({ code: "bad-answer" });
  },
);

test.each([
  ["a  b", "a b"],
  ["a\n\n b\r\n", "a b "],
])("what AWS says stands on one line: %j", (text, line) => {
  expect(oneLine(text)).toBe(line);
});

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
test.each([
  `x${key}`,
  `\n${key}`,
  "arn:aws:s3:eu-west-1:111122223333:key/1234abcd",
  key.replace("key/", "alias/"),
])("an answer about %j is about no key", (Arn) => {
  expect(() => requireAskedKey("1234abcd", { KeyId: "1234abcd", Arn }, "kms:DescribeKey")).toThrow(
    /which is no key$/,
  );
});

const fails = (error: Error) => ({
  ListParents: () => Promise.reject(error),
  DescribeOrganization: () => Promise.reject(error),
});

test("an account that is not there has no way up; what else goes wrong is thrown", async () => {
  const missing = answering(fails(new AwsError("not-found", "gone")));
  expect([...(await waysUp(missing.call, [own], "r"))]).toEqual([]);
  for (const error of [new AwsError("access-denied", "no"), new TypeError("a fault of ours")])
    await expect(waysUp(answering(fails(error)).call, [own], "r")).rejects.toBe(error);
});

test("only what AWS says keeps an organization from being read: a fault of ours is thrown", async () => {
  const asked = { own, accounts: [], everything: false };
  const refused = await readOrganization(answering(fails(new AwsError("access-denied", "no"))).call, asked);
  expect(refused.notRead).toMatchObject([{ because: "no" }]);
  const fault = new TypeError("a fault of ours");
  await expect(readOrganization(answering(fails(fault)).call, asked)).rejects.toBe(fault);
});
