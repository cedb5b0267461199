import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import type { CompletionItem, Hover } from "vscode-languageserver-protocol/node";
import { expect, test, vi } from "vitest";
import { newPlace } from "../support/binary.ts";
import { type LanguageClient, languageClient } from "../support/language-client.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import type { WorkedExample } from "../support/worked-example.ts";

// Who may be offered as a principal: whom a dump of IAM names, or IAM itself.

const uri = "untitled:Untitled-1";
const arn = (what: string): string => `arn:aws:iam::111122223333:${what}`;
const policy = (principal: string): string =>
  `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "${principal}" }, "Action": "kms:*", "Resource": "*" }] }`;
/** Behind the first quote of the principal. */
const place = { textDocument: { uri }, position: { line: 0, character: policy("").indexOf('"AWS": "') + 8 } };

const offered = async (client: LanguageClient): Promise<readonly string[]> => {
  client.open(uri, policy(""));
  const items = await client.ask<CompletionItem[]>("completion", place);
  return items.map(({ label }) => label);
};

const told = async (client: LanguageClient, principal: string): Promise<string> => {
  client.replace(uri, policy(principal));
  const hover = await client.ask<Hover>("hover", place);
  return (hover.contents as { readonly value: string }).value;
};

/** The server's log, as an editor keeps it. */
const logOf = ({ child }: LanguageClient): (() => string) => {
  let log = "";
  child.stderr?.on("data", (chunk) => (log += String(chunk)));
  return () => log.replace(/\s+/g, " ");
};

const dump = async (): Promise<string> => {
  const { work } = await newPlace();
  const { iam } = JSON.parse(readFileSync("test/world/worked/09.json", "utf8")) as WorkedExample;
  const file = join(work, "iam.json");
  await writeFile(file, JSON.stringify(iam["111122223333"]));
  return file;
};

test("without IAM data only who is named already, and nobody is called missing", async () => {
  const client = await languageClient(["--account", "111122223333"]);
  expect(await offered(client)).toEqual([arn("root")]);
  expect(await told(client, arn("role/Nobody"))).toBe(
    "The role Nobody of this account: each of its sessions.",
  );
});

test("with a dump of IAM its users and roles, the account itself first", async () => {
  const client = await languageClient(["--account", "111122223333", "--iam-data", await dump()]);
  await vi.waitFor(async () => {
    const names = await offered(client);
    expect(names[0]).toBe(arn("root"));
    expect(names).toEqual(expect.arrayContaining([arn("role/Admin"), arn("user/bob"), arn("role/ci/CI")]));
    expect(names.filter((name) => name.includes(":group/"))).toEqual([]);
  }, 20_000);
  expect(await told(client, arn("role/Admin"))).toBe("The role Admin of this account: each of its sessions.");
  expect(await told(client, arn("role/Admim"))).toMatch(/listed no such role: KMS refuses/);
  expect(await told(client, arn("user/eve"))).toMatch(/listed no such user/);
  expect(await told(client, "arn:aws:iam::444455556666:role/Other")).toBe(
    "The role Other of the other account 444455556666: each of its sessions.",
  );
});

test("with --iam whom IAM lists now; roles that services made for themselves are last", async () => {
  const sandbox = await sandboxForTest();
  const client = await languageClient(["--account", "111122223333", "--iam"], {}, sandbox.environment);
  await vi.waitFor(async () => {
    const names = await offered(client);
    expect(names).toEqual(expect.arrayContaining([arn("role/App"), arn("user/alice")]));
    const linked = names.findIndex((name) => name.includes("/aws-service-role/"));
    expect(
      names.slice(linked < 0 ? names.length : linked).filter((name) => !name.includes("/aws-service-role/")),
    ).toEqual([]);
  }, 20_000);
});

test.each([
  ["--iam without credentials", ["--iam"]],
  ["a dump that is none", ["--iam-data", "package.json"]],
])("%s: the log says so once, and the rest is offered as before", async (_, words) => {
  const client = await languageClient(["--account", "111122223333", ...words]);
  const log = logOf(client);
  expect(await offered(client)).toEqual([arn("root")]);
  await vi.waitFor(() => expect(log()).toMatch(/Whom IAM lists is not known: /), 20_000);
  expect(await offered(client)).toEqual([arn("root")]);
  expect(log().match(/Whom IAM lists/g)).toHaveLength(1);
});
