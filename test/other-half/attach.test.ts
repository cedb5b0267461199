import { GetRolePolicyCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { CreateGrantCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { type Side, sandboxWorld } from "./world.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const alias = "alias/app";
const policyName = "kmspol-eu-west-1-1234abcd-12ab-34cd-56ef-1234567890ab";

/** The Sids of the inline policy of a role; undefined where it has none. */
const attachedTo = async ({ iam }: Side, RoleName: string): Promise<readonly string[] | undefined> => {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  if (!PolicyNames.includes(policyName)) return undefined;
  const { PolicyDocument = "" } = await iam.send(
    new GetRolePolicyCommand({ RoleName, PolicyName: policyName }),
  );
  const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument)) as {
    Statement: readonly { Sid: string }[];
  };
  return Statement.map(({ Sid }) => Sid);
};

// The seed's main account has the key here: it is the partner whose IAM is written.
const share = (...flags: readonly string[]) =>
  ["grant-account", alias, "444455556666", "--attach", "role/Writer", ...flags] as const;

test("attached in two steps, the halves add up; taken back in one", async () => {
  const world = await sandboxWorld();
  const [mine, partner] = [world.callers, world.owner];
  const there = ["--account-profile", partner.profile, "--yes", "--json"];
  expect((await world.run(mine, ...share("--only", "use", ...there))).exit).toBe(0);
  expect(await attachedTo(partner, "Writer")).toEqual(["AllowUseOfKeyInAccount111122223333"]);
  expect((await world.run(mine, ...share("--only", "grants", ...there))).exit).toBe(0);
  expect(await attachedTo(partner, "Writer")).toEqual([
    ...["AllowUseOfKeyInAccount111122223333", "AllowServiceGrantsOnKeyInAccount111122223333"],
  ]);
  const dry = await world.run(mine, ...share("--account-profile", partner.profile, "--dry-run", "--json"));
  expect(JSON.parse(dry.stdout)).toMatchObject({
    outcome: "unchanged",
    attached: [{ outcome: "unchanged", policyName }],
  });
  const revoke = ["revoke-account", alias, "444455556666", "--detach", "role/Writer", ...there];
  expect(JSON.parse((await world.run(mine, ...revoke)).stdout)).toMatchObject({
    outcome: "changed",
    attached: [{ outcome: "removed", verified: true }],
  });
  expect(await attachedTo(partner, "Writer")).toBeUndefined();
});

test("a profile that may not read IAM over there is found out before the key policy is touched", async () => {
  const world = await sandboxWorld();
  const before = await world.run(world.callers, "get", alias);
  const run = await world.run(world.callers, ...share("--account-profile", "partner-reader", "--yes"));
  expect(run).toMatchObject({ exit: 5, stdout: "" });
  expect(run.stderr).toContain("iam:GetRolePolicy");
  expect((await world.run(world.callers, "show", alias, "--json")).stdout).not.toContain("444455556666");
  expect(before.exit).toBe(0);
});

test("a removed principal's grants are named with what ends them, and the last use of the key", async () => {
  const world = await sandboxWorld();
  const { kms } = world.callers;
  const grant = (GranteePrincipal: string) =>
    kms.send(new CreateGrantCommand({ KeyId: key, GranteePrincipal, Operations: ["Decrypt"] }));
  const { GrantId: own } = await grant("arn:aws:iam::111122223333:role/App");
  const { GrantId: foreign } = await grant("arn:aws:iam::444455556666:role/Reader");
  await kms.send(new EncryptCommand({ KeyId: key, Plaintext: new Uint8Array([1]) }));

  const removed = await world.run(world.callers, "remove-user", alias, "role/App", "--dry-run");
  const words = removed.stderr.replaceAll(/\s+/g, " ");
  expect(removed.exit).toBe(0);
  expect(words).toContain(`role/App still holds a grant (Decrypt): aws kms revoke-grant --key-id ${key}`);
  expect(words).toContain(own);
  expect(words).not.toContain(foreign);
  expect(words).toContain(`The key was last used on ${new Date().toISOString().slice(0, 10)}.`);

  const revoked = await world.run(world.callers, "revoke-account", alias, "444455556666", "--dry-run");
  const told = revoked.stderr.replaceAll(/\s+/g, " ");
  expect(told).toContain("arn:aws:iam::444455556666:role/Reader still holds a grant");
  expect(told).toContain(foreign);
});
