import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa, execaSync } from "execa";
import { expect, test } from "vitest";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { long } from "../support/long-form.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// Runs where the AWS CLI is installed, all of it in the long form: each call takes seconds, the SDK's tests cover the same
// ground everywhere, and boto3's with the CLI's own library.
const isInstalled = execaSync("aws", ["--version"], { reject: false }).exitCode === 0;
const isThere = isInstalled && long;
const note = isInstalled ? "" : " (the AWS CLI is not installed here)";

const start = async () => {
  const sandbox = await sandboxForTest();
  const folder = mkdtempSync(join(tmpdir(), "kmspol-test-"));
  const env = { HOME: folder, ...sandbox.environment, ...(await writeProfiles(sandbox, folder)) };
  const run = (line: string) =>
    execa("aws", [...line.split(" "), "--output", "json"], { env, reject: false });
  const aws = async (line: string): Promise<Record<string, unknown>> => {
    const { stdout, stderr } = await run(line);
    expect(stderr).toBe("");
    return stdout === "" ? {} : (JSON.parse(stdout) as Record<string, unknown>);
  };
  const refusal = async (line: string) => {
    const { stderr, exitCode } = await run(line);
    expect(exitCode).toBeGreaterThan(0);
    return stderr.trim().split("\n")[0];
  };
  return { aws, refusal, folder };
};

test.runIf(isInstalled)(`the AWS CLI gets a policy${note}`, async () => {
  const { aws } = await start();
  expect(await aws("kms get-key-policy --key-id 1234abcd-12ab-34cd-56ef-1234567890ab")).toMatchObject({
    Policy: expect.stringContaining('"kms:*"') as string,
  });
});

test.runIf(isThere)(`the AWS CLI creates, lists, describes, gets and puts${note}`, async () => {
  const { aws, folder } = await start();
  const { KeyMetadata } = (await aws("kms create-key --description mine")) as {
    KeyMetadata: { KeyId: string };
  };
  const { KeyId } = KeyMetadata;
  await aws(`kms create-alias --alias-name alias/mine --target-key-id ${KeyId}`);
  const { Keys } = (await aws("kms list-keys --page-size 2")) as { Keys: unknown[] };
  expect(Keys.length).toBe(13);
  const described = await aws("kms describe-key --key-id alias/mine");
  expect(described).toMatchObject({ KeyMetadata: { KeyId, Description: "mine" } });
  const { Policy } = (await aws(`kms get-key-policy --key-id ${KeyId} --policy-name default`)) as {
    Policy: string;
  };
  const file = join(folder, "policy.json");
  writeFileSync(file, Policy.replace('"kms:*"', '["kms:Get*", "kms:Put*"]'));
  await aws(`kms put-key-policy --key-id ${KeyId} --policy-name default --policy file://${file}`);
  expect(await aws(`kms get-key-policy --key-id ${KeyId}`)).toMatchObject({
    Policy: expect.stringContaining('[ "kms:Get*", "kms:Put*" ]') as string,
  });
});

test.runIf(isThere)(`the AWS CLI meets AWS's own refusals${note}`, async () => {
  const { refusal, folder } = await start();
  const key = "1234abcd-12ab-34cd-56ef-1234567890ab";
  expect(await refusal("kms get-key-policy --key-id alias/app")).toBe(
    "An error occurred (NotFoundException) when calling the GetKeyPolicy operation: Invalid keyId alias/app",
  );
  const file = join(folder, "policy.json");
  writeFileSync(
    file,
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/Admin"},"Action":"kms:*","Resource":"*"}]}',
  );
  expect(await refusal(`kms put-key-policy --key-id ${key} --policy file://${file}`)).toBe(
    "An error occurred (MalformedPolicyDocumentException) when calling the PutKeyPolicy operation: The new key policy will not allow you to update the key policy in the future.",
  );
  expect(await refusal("iam get-role --role-name nobody")).toBe(
    "An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name nobody cannot be found.",
  );
});

test.runIf(isThere)(`the AWS CLI acts as each profile, an assumed role included${note}`, async () => {
  const { aws, refusal } = await start();
  const who = async (profile: string) => (await aws(`sts get-caller-identity --profile ${profile}`))["Arn"];
  expect(await who("partner")).toBe("arn:aws:iam::444455556666:user/admin");
  expect(await who("admin-role")).toMatch(/^arn:aws:sts::111122223333:assumed-role\/Admin\//);
  expect(await refusal("kms list-keys --profile expired")).toBe(
    "An error occurred (ExpiredTokenException) when calling the ListKeys operation: The security token included in the request is expired",
  );
  expect(await refusal("iam list-roles --profile alice")).toBe(
    "An error occurred (AccessDenied) when calling the ListRoles operation: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::111122223333:role/ because no identity-based policy allows the iam:ListRoles action",
  );
});
