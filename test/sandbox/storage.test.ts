import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { CreateUserCommand, DeleteUserCommand, GetGroupCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { startSandbox } from "../../src/sandbox/start.ts";
import { clientsOf } from "../support/aws-clients.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { withStatements } from "../support/written-policy.ts";

const file = () => join(mkdtempSync(join(tmpdir(), "kmspol-test-")), "state.json");

test("--data keeps keys, grants, policies with dead principals and groups across runs", async () => {
  const data = file();
  const first = await startSandbox({ data });
  const { kms, iam } = clientsOf(first);
  const { User } = await iam.send(new CreateUserCommand({ UserName: "zoe" }));
  const forZoe = { Effect: "Allow", Principal: { AWS: User!.Arn }, Action: "kms:Decrypt", Resource: "*" };
  const Policy = withStatements(first.policyOf("alias/paused"), forZoe);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy }));
  const KeyId = KeyMetadata!.KeyId!;
  const constraints = { Constraints: { EncryptionContextSubset: { App: "x" } } };
  const grantee = { GranteePrincipal: User!.Arn, Operations: ["Decrypt" as const] };
  await kms.send(new CreateGrantCommand({ KeyId, ...grantee, ...constraints }));
  await iam.send(new DeleteUserCommand({ UserName: "zoe" }));
  await first.close();

  const second = await sandboxForTest({ data });
  expect(second.policyOf(KeyId)).toContain(User!.UserId);
  const again = clientsOf(second);
  await expect(again.kms.send(new DescribeKeyCommand({ KeyId }))).resolves.toBeDefined();
  const { Users } = await again.iam.send(new GetGroupCommand({ GroupName: "finance" }));
  expect(Users!.length).toBe(2);
  const grants = second.state.regions.get("111122223333/eu-west-1")!.keys.get(KeyId)!.grants;
  expect(grants[0]!.constraints!.subset).toEqual(new Map([["App", "x"]]));
  const fresh = await again.kms.send(new CreateKeyCommand({}));
  expect(fresh.KeyMetadata!.KeyId).not.toBe(KeyId);
});

test("the file is saved with every change, whole, private, and without anything beside it", async () => {
  const data = file();
  const sandbox = await sandboxForTest({ data });
  const before = readFileSync(data, "utf8");
  const Policy = sandbox.policyOf("alias/paused");
  const { kms } = clientsOf(sandbox);
  await kms.send(new PutKeyPolicyCommand({ KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab", Policy }));
  expect(readFileSync(data, "utf8")).not.toBe(before);
  expect(statSync(data).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(data, ".."))).toEqual(["state.json"]);
});

test.each([
  ["is no JSON", "nothing"],
  ["holds something else", "{}"],
])("a data file that %s is left alone", async (_, text) => {
  const data = file();
  writeFileSync(data, text);
  await expect(startSandbox({ data })).rejects.toMatchObject({ code: "sandbox-data-unreadable", exit: 2 });
  expect(readFileSync(data, "utf8")).toBe(text);
});

test("a port that is taken is said to be", async () => {
  const { port } = await sandboxForTest();
  await expect(startSandbox({ port })).rejects.toMatchObject({ code: "port-unavailable", exit: 2 });
});

test("one seed gives one set of ids, another seed another", async () => {
  const made = async (seed: string) => {
    const sandbox = await sandboxForTest({ seed });
    return (await clientsOf(sandbox).kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId;
  };
  expect(await made("a")).toBe(await made("a"));
  expect(await made("a")).not.toBe(await made("b"));
});
