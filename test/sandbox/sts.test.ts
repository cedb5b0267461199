import { EncryptCommand, KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import { CreateRoleCommand, DeleteRoleCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { clientsOf, refusalOf } from "../support/aws-clients.ts";
import { sandboxForTest } from "../support/sandbox.ts";

test.each([
  ["default", "arn:aws:iam::111122223333:user/admin", /^AIDA/],
  ["app", "arn:aws:sts::111122223333:assumed-role/App/sandbox", /^AROA[A-Z2-7]{17}:sandbox$/],
  ["root", "arn:aws:iam::111122223333:root", /^111122223333$/],
  ["partner", "arn:aws:iam::444455556666:user/admin", /^AIDA/],
])("GetCallerIdentity tells %s who it is", async (name, arn, userId) => {
  const { sts } = clientsOf(await sandboxForTest(), name);
  const { Arn, UserId, Account } = await sts.send(new GetCallerIdentityCommand({}));
  expect([Arn, Account]).toEqual([arn, arn.split(":")[4]]);
  expect(UserId).toMatch(userId);
});

const assume = async (sandbox: Sandbox, role: string, more: object = {}, as = "default") => {
  const RoleArn = `arn:aws:iam::111122223333:role/${role}`;
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ...more });
  const { Credentials } = await clientsOf(sandbox, as).sts.send(command);
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials!;
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  const config = { endpoint: sandbox.url, region: "eu-west-1", credentials, maxAttempts: 1 };
  return { config, kms: new KMSClient(config), sts: new STSClient(config) };
};

test("a session of a role with a path has lost the path, and the role's rights", async () => {
  const sandbox = await sandboxForTest();
  const { kms, sts } = await assume(sandbox, "ci/pipelines/Deploy");
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe("arn:aws:sts::111122223333:assumed-role/Deploy/test");
  await expect(kms.send(new ListKeysCommand({}))).resolves.toBeDefined();
});

test.each<[what: string, role: string, as: string]>([
  ["a role that is not there", "Nobody", "default"],
  ["a role under another path", "Deploy", "default"],
  ["a role that trusts only a service", "service/Backup", "default"],
  ["a role of another account that does not trust it", "App", "partner"],
  ["a role without a permission in IAM", "Admin", "alice"],
])("AssumeRole refuses %s, without saying why", async (_, role, as) => {
  const sandbox = await sandboxForTest();
  const who =
    as === "alice"
      ? "111122223333:user/alice"
      : as === "partner"
        ? "444455556666:user/admin"
        : "111122223333:user/admin";
  expect(await refusalOf(assume(sandbox, role, {}, as))).toBe(
    `AccessDenied: User: arn:aws:iam::${who} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/${role}`,
  );
});

test("a role that names a user directly needs nothing in IAM; one that names the other account does", async () => {
  const sandbox = await sandboxForTest();
  const create = (RoleName: string, AWS: string) =>
    clientsOf(sandbox).iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
        }),
      }),
    );
  await create("ForAlice", "arn:aws:iam::111122223333:user/alice");
  await expect(assume(sandbox, "ForAlice", {}, "alice")).resolves.toBeDefined();
  await create("ForPartner", "444455556666");
  await expect(assume(sandbox, "ForPartner", {}, "partner")).resolves.toBeDefined();
  expect(await refusalOf(assume(sandbox, "ForPartner", {}, "partner-reader"))).toMatch(/^AccessDenied/);
});

test("a session policy narrows the session", async () => {
  const sandbox = await sandboxForTest();
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "kms:List*", Resource: "*" }],
  });
  const { kms } = await assume(sandbox, "Admin", { Policy });
  await expect(kms.send(new ListKeysCommand({}))).resolves.toBeDefined();
  const use = new EncryptCommand({ KeyId: "alias/app", Plaintext: Buffer.from("x") });
  expect(await refusalOf(kms.send(use))).toMatch(/because no session policy allows the kms:Encrypt action$/);
});

test("a session ends with its time, and with its role", async () => {
  let now = Date.now();
  const sandbox = await sandboxForTest({ now: () => now });
  const { kms, sts } = await assume(sandbox, "ci/pipelines/Deploy", { DurationSeconds: 900 });
  now += 900_000;
  expect(await refusalOf(kms.send(new ListKeysCommand({})))).toBe(
    "ExpiredTokenException: The security token included in the request is expired",
  );
  expect(await refusalOf(sts.send(new GetCallerIdentityCommand({})))).toMatch(/^ExpiredToken/);
  const other = await assume(sandbox, "App");
  sandbox.state.accounts.get("111122223333")!.roles.get("App")!.policies.clear();
  await clientsOf(sandbox).iam.send(new DeleteRoleCommand({ RoleName: "App" }));
  expect(await refusalOf(other.kms.send(new ListKeysCommand({})))).toMatch(/^UnrecognizedClientException/);
});

test("a session that another sandbox gave out is known: tools keep sessions between runs", async () => {
  const { config } = await assume(await sandboxForTest(), "ci/pipelines/Deploy");
  const { url } = await sandboxForTest();
  const { Arn } = await new STSClient({ ...config, endpoint: url }).send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe("arn:aws:sts::111122223333:assumed-role/Deploy/test");
});

test.each([
  ["too short", { DurationSeconds: 899 }],
  ["longer than the role's sessions may last", { DurationSeconds: 3601 }],
  ["without a proper session name", { RoleSessionName: "a b" }],
])("AssumeRole refuses a session that is %s", async (_, more) => {
  expect(await refusalOf(assume(await sandboxForTest(), "App", more))).toMatch(/^ValidationError/);
});

test("an unknown access key is refused, as each service says it", async () => {
  const sandbox = await sandboxForTest();
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" };
  const config = { endpoint: sandbox.url, region: "eu-west-1", credentials, maxAttempts: 1 };
  const message = "The security token included in the request is invalid.";
  expect(await refusalOf(new KMSClient(config).send(new ListKeysCommand({})))).toBe(
    `UnrecognizedClientException: ${message}`,
  );
  expect(await refusalOf(new STSClient(config).send(new GetCallerIdentityCommand({})))).toBe(
    `InvalidClientTokenId: ${message}`,
  );
});
