import { beforeEach, describe, expect, test, vi } from "vitest";
import { createCallerIdentity } from "../../../src/adapters/aws/caller-identity.ts";
import { createIdentityDirectory } from "../../../src/adapters/aws/iam-directory.ts";
import { createKeyStore } from "../../../src/adapters/aws/kms-store.ts";
import { allOf, pagesOf } from "../../../src/adapters/aws/pages.ts";
import { usualPatience } from "../../../src/adapters/aws/patience.ts";
import type { AwsSettings } from "../../../src/adapters/aws/settings.ts";
import { createTrail } from "../../../src/adapters/aws/trail.ts";
import {
  type Answer,
  drips,
  floods,
  isSilent,
  json,
  oddAws,
  stalls,
  text,
  xml,
} from "../../support/odd-aws.ts";

// What answers is not AWS, or not AWS alone: a proxy, a VPN that dies, a server that only resembles it. Each ends with an error of AWS
// or the network that says so, within bounds, and leaves no connection that would keep the program from ending.

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  return () => vi.unstubAllEnvs();
});

/** Where an answer does come, a busy machine takes its time. */
const patient = { ...usualPatience, answer: 2 ** 20 };

const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

type Ask = (settings: AwsSettings) => Promise<unknown>;

const policy: Ask = (settings) => createKeyStore(settings).readPolicy(arn);
const key: Ask = (settings) => createKeyStore(settings).describe(arn, { aliases: false });
const keys: Ask = async (settings) => collected(createKeyStore(settings).list());
const grants: Ask = (settings) => createKeyStore(settings).grants(arn);
const caller: Ask = (settings) => createCallerIdentity(settings).caller();
const roles: Ask = (settings) => collected(createIdentityDirectory(settings).list("role"));
const inline: Ask = (settings) => createIdentityDirectory(settings).inlinePolicy("role", "App", "kms");
const trail: Ask = (settings) => createTrail(settings).policyChanges(arn);

const collected = async (items: AsyncIterable<unknown>): Promise<readonly unknown[]> => {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const asked: readonly (readonly [string, Ask])[] = [
  ["KMS", policy],
  ["STS", caller],
  ["IAM", roles],
  ["CloudTrail", trail],
];

const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
const tags = `${"<a>".repeat(20_000)}${"</a>".repeat(20_000)}`;
const entities = `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">${"bcdefghij".replace(/./g, (name) => `<!ENTITY ${name} "${`&a;`.repeat(10)}">`)}]><r>&j;</r>`;

describe.each(asked)("%s", (_, ask) => {
  test.each<[string, Answer, code: string]>([
    ["begins and stops", stalls, "timeout"],
    ["drips for ever", drips, "timeout"],
    ["never answers", isSilent, "timeout"],
    ["does not stop", floods, "bad-answer"],
    ["is a page of HTML", text("<html><br>Sign in \u001b[31m</html>"), "bad-answer"],
    ["sends one elsewhere", text("", 302, { location: "http://127.0.0.1:9/" }), "bad-answer"],
    ["is empty", text(""), "bad-answer"],
    ["is compressed", text("\u001f\u008b", 200, { "content-encoding": "gzip" }), "bad-answer"],
    ["is nested without end", text(deep), "bad-answer"],
    ["is nested XML without end", text(tags), "bad-answer"],
    ["is made of entities", text(entities), "bad-answer"],
    ["is a refusal that nobody knows", text("no", 418), "bad-answer"],
    ["is a number", text("7"), "bad-answer"],
    ["is a list", text("[]"), "bad-answer"],
  ])("%s", async (_what, answer, code) => {
    const { settings, left } = await oddAws({ "*": answer }, code === "timeout" ? undefined : patient);
    await expect(ask(settings)).rejects.toMatchObject({ code, exit: 5, hint: expect.any(String) as string });
    if (code === "timeout") await left();
  });
});

const metadata = { Arn: arn, KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab" };
const grant = {
  GrantId: "g",
  GranteePrincipal: "arn:aws:iam::111122223333:role/App",
  Operations: ["Decrypt"],
};

test.each<[string, Ask, operation: string, Answer, says: RegExp]>([
  ["a number for a policy", policy, "GetKeyPolicy", json({ Policy: 12 }), /Policy of the answer is no text/],
  ["no policy", policy, "GetKeyPolicy", json({ Policy: null }), /without a policy/],
  ["a text for a key", key, "DescribeKey", json({ KeyMetadata: "x" }), /KeyMetadata .* is no object/],
  ["a list for a key", key, "DescribeKey", json({ KeyMetadata: [] }), /without an ARN/],
  ["a key without ARN", key, "DescribeKey", json({ KeyMetadata: {} }), /without an ARN/],
  [
    "a number for a state",
    key,
    "DescribeKey",
    json({ KeyMetadata: { ...metadata, KeyState: 5 } }),
    /KeyState .* is no text/,
  ],
  [
    "a text for a truth",
    key,
    "DescribeKey",
    json({ KeyMetadata: { ...metadata, MultiRegion: "no" } }),
    /MultiRegion .* is no boolean/,
  ],
  [
    "a time that is none",
    key,
    "DescribeKey",
    json({ KeyMetadata: { ...metadata, CreationDate: 1e300 } }),
    /CreationDate .* is no time/,
  ],
  ["an object for aliases", keys, "ListAliases", json({ Aliases: {} }), /no answer of AWS/],
  ["nothing in a list", keys, "ListAliases", json({ Aliases: [null] }), /an item in Aliases .* is no object/],
  ["no list of keys", keys, "ListKeys", json({}), /a page of a list without the list/],
  ["a key without id", keys, "ListKeys", json({ Keys: [{ KeyArn: arn }] }), /without the id of a key/],
  ["more keys, and not where", keys, "ListKeys", json({ Keys: [], Truncated: true }), /has more to list/],
  [
    "the same page again",
    keys,
    "ListKeys",
    json({ Keys: [], Truncated: true, NextMarker: "m" }),
    /the same page/,
  ],
  [
    "a grant without id",
    grants,
    "ListGrants",
    json({ Grants: [{ ...grant, GrantId: undefined }] }),
    /the id/,
  ],
  [
    "operations that are one",
    grants,
    "ListGrants",
    json({ Grants: [{ ...grant, Operations: "Decrypt" }] }),
    /Operations .* is no list/,
  ],
  [
    "constraints that are numbers",
    grants,
    "ListGrants",
    json({ Grants: [{ ...grant, Constraints: { EncryptionContextEquals: { a: 1 } } }] }),
    /a value in EncryptionContextEquals .* is no text/,
  ],
  [
    "an account without ARN",
    caller,
    "GetCallerIdentity",
    xml("GetCallerIdentity", "<Account>111122223333</Account>"),
    /without an ARN of that account/,
  ],
  [
    "the ARN of another account",
    caller,
    "GetCallerIdentity",
    xml(
      "GetCallerIdentity",
      "<Account>111122223333</Account><Arn>arn:aws:iam::444455556666:user/a</Arn><UserId>A</UserId>",
    ),
    /without an ARN of that account/,
  ],
  [
    "tags in an ARN",
    caller,
    "GetCallerIdentity",
    xml("GetCallerIdentity", "<Account>111122223333</Account><Arn><b>x</b></Arn>"),
    /no answer of AWS/,
  ],
  [
    "a role without ARN",
    roles,
    "ListRoles",
    xml("ListRoles", "<Roles><member><RoleName>App</RoleName></member></Roles>"),
    /without an ARN or a name/,
  ],
  ["no list of roles", roles, "ListRoles", xml("ListRoles", ""), /without the list/],
  ["no inline policy", inline, "GetRolePolicy", xml("GetRolePolicy", ""), /without the policy/],
  ["a number for events", trail, "LookupEvents", json({ Events: 1 }), /no answer of AWS/],
  [
    "the same events for ever",
    trail,
    "LookupEvents",
    json({ Events: [], NextToken: "t" }),
    /the same page of a list again/,
  ],
])("%s is no answer of AWS", async (_, ask, operation, answer, says) => {
  const { settings } = await oddAws({ ListAliases: json({ Aliases: [] }), [operation]: answer }, patient);
  await expect(ask(settings)).rejects.toMatchObject({
    code: "bad-answer",
    exit: 5,
    message: expect.stringMatching(says) as string,
  });
});

test("what a member leaves out, or says is null, is not there", async () => {
  const KeyMetadata = { ...metadata, Description: null, KeyState: undefined };
  const { settings } = await oddAws({ DescribeKey: json({ KeyMetadata }) }, patient);
  await expect(key(settings)).resolves.toMatchObject({ description: "", target: { state: "Enabled" } });
});

test("a put whose answer stops, floods or is none of AWS may have taken effect", async () => {
  for (const answer of [stalls, drips, floods, text("<html>")]) {
    const { settings } = await oddAws({ "*": answer });
    const put = createKeyStore(settings).writePolicy(arn, "{}", { bypassLockoutCheck: false });
    await expect(put).rejects.toMatchObject({ code: "put-unknown", exit: 5 });
  }
});

test("pages that never end do, and those that end are all there", async () => {
  let page = 0;
  const endless = () => Promise.resolve({ items: [page], next: String((page += 1)) });
  await expect(collected(pagesOf(endless, 50))).rejects.toThrow("more than 50 pages");
  const three = (marker = "0") =>
    Promise.resolve({ items: [marker], next: marker === "2" ? undefined : String(Number(marker) + 1) });
  await expect(allOf(three)).resolves.toEqual(["0", "1", "2"]);
});

// The SDK waits for ever for these, and leaves their connections open.
test.each<[string, (url: string) => Readonly<Record<string, string>>]>([
  ["a container", (url) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/credentials` })],
  ["an instance", (url) => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: url, AWS_EC2_METADATA_DISABLED: "false" })],
])("credentials of %s that begin and do not end", async (_, environment) => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
  for (const answer of [stalls, drips]) {
    const { settings, url, left } = await oddAws({ "*": answer });
    for (const [name, value] of Object.entries(environment(url))) vi.stubEnv(name, value);
    await expect(caller(settings)).rejects.toMatchObject({ exit: 5 });
    await left();
  }
});

const given = {
  ...{ Code: "Success", Type: "AWS-HMAC", AccessKeyId: "ASIAEXAMPLE", SecretAccessKey: "s", Token: "t" },
  ...{ LastUpdated: "2026-01-01T00:00:00Z", Expiration: "2100-01-01T00:00:00Z" },
};
test.each<[string, (url: string) => Readonly<Record<string, string>>]>([
  ["a container", (url) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/credentials` })],
  ["an instance", (url) => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: url, AWS_EC2_METADATA_DISABLED: "false" })],
])("credentials that %s gives are used", async (_, environment) => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
  const { settings, url } = await oddAws(
    {
      "/credentials": json(given),
      "/latest/api/token": text("a token"),
      "/latest/meta-data/iam/security-credentials/": text("App"),
      "/latest/meta-data/iam/security-credentials/App": json(given),
      GetCallerIdentity: xml(
        "GetCallerIdentity",
        "<Account>111122223333</Account><Arn>arn:aws:sts::111122223333:assumed-role/App/i</Arn><UserId>A</UserId>",
      ),
    },
    patient,
  );
  // Also where two that were asked side by side a moment ago gave none in time.
  const silent = await oddAws({ "*": stalls });
  for (const [name, value] of Object.entries(environment(silent.url))) vi.stubEnv(name, value);
  await Promise.allSettled([caller(silent.settings), caller(silent.settings)]);
  await silent.left();
  for (const [name, value] of Object.entries(environment(url))) vi.stubEnv(name, value);
  expect(await caller(settings)).toMatchObject({ arn: "arn:aws:sts::111122223333:assumed-role/App/i" });
});
