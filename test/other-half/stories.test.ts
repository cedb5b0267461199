import { execFileSync } from "node:child_process";
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import {
  CreateKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  KMSClient,
  type KMSClient as Kms,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { refusalOf } from "../support/aws-clients.ts";
import { samePolicy } from "../support/policies.ts";
import { motoWorld, sandboxWorld, type Side, type World } from "./world.ts";

// The two stories of the guide, with nothing but kmspol between the wish and the access: roles of account 111122223333
// use a key of 444455556666, and the three users of a group use a key of their own account.

const hasMoto = (() => {
  try {
    execFileSync("moto_server", ["--help"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

const worlds = [
  { name: "the sandbox", open: sandboxWorld, skip: false },
  { name: "moto", open: motoWorld, skip: !hasMoto },
];

describe.each(worlds)("on $name", ({ open, skip }) => {
  test.skipIf(skip)("a role of another account: both halves, proved, and taken back", async () => {
    const world = await open();
    const { callers, owner } = world;
    await addRole(callers, "Reports");
    const key = await newKey(owner);
    const before = await policyOf(owner, key);
    const role = `arn:aws:iam::${callers.account}:role/Reports`;
    const otherHalf = ["role/Reports", "--account-profile", callers.profile, "--yes", "--json"];
    const question = ["can", key, role, "kms:Decrypt", "--account-profile", callers.profile];

    expect((await world.run(owner, ...question)).exit).toBe(1);
    const granted = await world.run(owner, "grant-account", key, callers.account, "--attach", ...otherHalf);
    expect(resultOf(granted)).toMatchObject({
      outcome: "changed",
      verified: true,
      gained: [{ via: "iam" }, { via: "iam" }],
      attached: [{ account: callers.account, to: "role/Reports", outcome: "attached", verified: true }],
    });
    expect((await world.run(owner, ...question)).exit).toBe(0);
    expect(await inlineOfRole(callers, "Reports")).toHaveLength(1);

    const revoked = await world.run(owner, "revoke-account", key, callers.account, "--detach", ...otherHalf);
    expect(resultOf(revoked)).toMatchObject({
      outcome: "changed",
      verified: true,
      attached: [{ outcome: "removed", verified: true }],
    });
    expect((await world.run(owner, ...question)).exit).toBe(1);
    expect(await inlineOfRole(callers, "Reports")).toEqual([]);
    expect(samePolicy(await policyOf(owner, key), before)).toBe(true);
  });

  test.skipIf(skip)(
    "a group of three users, one by one: each may, and a fourth who joins later may not",
    async () => {
      const world = await open();
      const { owner } = world;
      const people = ["ann", "ben", "eve"];
      await addGroup(owner, "Ledger", people);
      const key = await newKey(owner);

      const added = await world.run(owner, "add-group", key, "Ledger", "--expand", "--yes", "--json");
      expect(resultOf(added)).toMatchObject({ outcome: "changed", verified: true });
      await addGroup(owner, "Ledger", ["joe"]);
      const may = (user: string) => world.run(owner, "can", key, `user/${user}`, "kms:Decrypt");
      for (const user of people) expect((await may(user)).exit).toBe(0);
      expect((await may("joe")).exit).toBe(1);
      const shown = JSON.parse((await world.run(owner, "show", key, "--json")).stdout) as { users: string[] };
      expect([...shown.users].sort()).toEqual(
        people.map((user) => `arn:aws:iam::${owner.account}:user/${user}`),
      );
    },
  );

  test.skipIf(skip)("a group of three users through IAM: whoever joins may", async () => {
    const world = await open();
    const { owner } = world;
    await addGroup(owner, "Ledger", ["ann", "ben", "eve"]);
    const key = await newKey(owner);
    const before = await policyOf(owner, key);

    const added = await world.run(
      owner,
      "add-group",
      key,
      "Ledger",
      "--via-iam",
      "--attach",
      "--yes",
      "--json",
    );
    expect(resultOf(added)).toMatchObject({
      outcome: "unchanged",
      attached: [{ to: "group/Ledger", outcome: "attached", verified: true }],
    });
    expect(samePolicy(await policyOf(owner, key), before)).toBe(true);
    await addGroup(owner, "Ledger", ["joe"]);
    const may = (user: string) =>
      world.run(owner, "can", key, `user/${user}`, "kms:Decrypt", "--account-profile", owner.profile);
    for (const user of ["ann", "ben", "eve", "joe"]) expect((await may(user)).exit).toBe(0);
    const { PolicyNames } = await owner.iam.send(new ListGroupPoliciesCommand({ GroupName: "Ledger" }));
    expect(PolicyNames).toHaveLength(1);
  });
});

test("the sandbox lets callers do what kmspol says they may, no sooner and no longer", async () => {
  const world = await sandboxWorld();
  const { callers, owner, url } = world;
  const key = await newKey(owner);
  const clients = await userOf(callers, "zoe", url);
  const encrypt = () => clients.send(new EncryptCommand({ KeyId: key, Plaintext: Buffer.from("a") }));
  const half = ["user/zoe", "--account-profile", callers.profile, "--yes"];

  expect(await refusalOf(encrypt())).toMatch(/^AccessDenied/);
  expect((await world.run(owner, "grant-account", key, callers.account, "--yes")).exit).toBe(0);
  expect(await refusalOf(encrypt())).toMatch(/^AccessDenied.*identity-based/);
  await world.run(owner, "grant-account", key, callers.account, "--attach", ...half);
  expect((await encrypt()).KeyId).toBe(key);
  await world.run(owner, "revoke-account", key, callers.account, "--detach", ...half);
  expect(await refusalOf(encrypt())).toMatch(/^AccessDenied/);
});

const resultOf = ({ exit, stdout, stderr }: Awaited<ReturnType<World["run"]>>): unknown => {
  if (exit !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

const newKey = async ({ kms }: Side): Promise<string> =>
  (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";

const policyOf = async ({ kms }: Side, KeyId: string): Promise<string> =>
  (await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }))).Policy ?? "";

const addRole = ({ iam, account }: Side, RoleName: string) =>
  iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: "sts:AssumeRole",
          },
        ],
      }),
    }),
  );

const inlineOfRole = async ({ iam }: Side, RoleName: string) =>
  (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames;

/** Makes the users, and the group where it is not there yet. */
const addGroup = async ({ iam }: Side, GroupName: string, people: readonly string[]): Promise<void> => {
  await iam.send(new CreateGroupCommand({ GroupName })).catch(() => undefined);
  for (const UserName of people) {
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
  }
};

const userOf = async ({ iam }: Side, UserName: string, endpoint: string): Promise<Kms> => {
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  return new KMSClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
};
