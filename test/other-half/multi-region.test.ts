import { expect, test } from "vitest";
import { sandboxWorld, type World } from "./world.ts";

// A multi-Region key is several keys with one id: each has a policy of its own, and to IAM each is a key of its own.

const partner = "444455556666";
const here = "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
const there = here.replace("eu-west-1", "us-east-1");
const reader = `arn:aws:iam::${partner}:role/Reader`;

/** The command at the end of the note about the related key, as somebody would copy it. */
const copied = (stderr: string, start: string): readonly string[] => {
  // On a terminal it has a line of its own; into a pipe it ends the note's.
  const [, command] = new RegExp(`kmspol (${start} .*)$`, "m").exec(stderr) ?? [];
  return command?.trim().split(" ") ?? [];
};

const shares = async (world: World, key: string): Promise<boolean> => {
  const { stdout } = await world.run(world.callers, "show", key, "--json");
  return (JSON.parse(stdout) as { accounts: readonly string[] }).accounts.includes(partner);
};

const may = async (world: World, key: string): Promise<number | undefined> =>
  (
    await world.run(
      world.callers,
      ...["can", key, reader, "kms:Decrypt", "--account-profile", world.owner.profile],
    )
  ).exit;

/** The seed's key is shared in both Regions: taken back first. */
const notShared = async (): Promise<World> => {
  const world = await sandboxWorld();
  for (const key of [here, there]) await world.run(world.callers, "revoke-account", key, partner, "--yes");
  expect([await shares(world, here), await shares(world, there)]).toEqual([false, false]);
  return world;
};

test("granted in one Region, the other stays as it is; the command in the note does the other, and so back", async () => {
  const world = await notShared();
  const half = ["role/Reader", "--account-profile", world.owner.profile];
  const granted = await world.run(
    world.callers,
    "grant-account",
    "alias/global",
    partner,
    "--attach",
    ...half,
    "--yes",
  );
  expect(granted.exit).toBe(0);
  expect([await shares(world, here), await shares(world, there)]).toEqual([true, false]);
  expect([await may(world, here), await may(world, there)]).toEqual([0, 1]);

  const next = copied(granted.stderr, "grant-account");
  expect(next).toEqual(["grant-account", there, partner, "--attach", ...half, "--profile", "default"]);
  expect((await world.run(world.callers, ...next.slice(0, -2), "--yes")).exit).toBe(0);
  expect([await may(world, here), await may(world, there)]).toEqual([0, 0]);

  const revoked = await world.run(
    world.callers,
    "revoke-account",
    here,
    partner,
    "--detach",
    ...half,
    "--yes",
  );
  expect([await may(world, here), await may(world, there)]).toEqual([1, 0]);
  const last = copied(revoked.stderr, "revoke-account");
  expect(last).toEqual(["revoke-account", there, partner, "--detach", ...half, "--profile", "default"]);
  expect((await world.run(world.callers, ...last.slice(0, -2), "--yes")).exit).toBe(0);
  expect([await may(world, here), await may(world, there)]).toEqual([1, 1]);
});

test("one IAM policy for both Regions, where that is asked for; nobody is let in by it alone", async () => {
  const world = await notShared();
  const plain = await world.run(
    world.callers,
    "grant-account",
    "alias/global",
    partner,
    "--dry-run",
    "--json",
  );
  expect(resourcesOf(plain.stdout)).toEqual([here, here]);
  const attach = ["--attach", "role/Reader", "--account-profile", world.owner.profile];
  const both = ["grant-account", "alias/global", partner, "--also-region", "us-east-1", "--yes", "--json"];
  const granted = await world.run(world.callers, ...both, ...attach);
  expect(resourcesOf(granted.stdout)).toEqual([
    [here, there],
    [here, there],
  ]);
  expect([await may(world, here), await may(world, there)]).toEqual([0, 1]);
  expect((await world.run(world.callers, "grant-account", there, partner, "--yes")).exit).toBe(0);
  expect([await may(world, here), await may(world, there)]).toEqual([0, 0]);
});

const resourcesOf = (stdout: string): readonly unknown[] => {
  const { iamPolicy } = JSON.parse(stdout) as { iamPolicy: { Statement: readonly { Resource: unknown }[] } };
  return iamPolicy.Statement.map(({ Resource }) => Resource);
};

test("a group through IAM: the Region that is left out is named, with the flag that takes it in", async () => {
  const world = await sandboxWorld();
  const group = ["add-group", "alias/global", "finance", "--via-iam", "--dry-run", "--json"];
  const one = await world.run(world.callers, ...group);
  expect(resourcesOf(one.stdout)).toEqual([here, here]);
  expect(one.stderr.replaceAll(/\s+/g, " ")).toContain(
    "leaves the related key in us-east-1 out: --also-region us-east-1 names it",
  );
  const two = await world.run(world.callers, ...group, "--also-region", "us-east-1");
  expect(resourcesOf(two.stdout)[0]).toEqual([here, there]);
  expect(two.stderr).not.toContain("leaves the related key");
});

test.each([
  ["grant-account alias/global 444455556666 --also-region us-west-2", "no-replica", "us-east-1"],
  ["grant-account alias/app 444455556666 --also-region us-east-1", "not-multi-region", "leave"],
  ["add-group alias/global finance --expand --also-region us-east-1", "conflicting-flags", ""],
])("%s is refused", async (typed, code, hint) => {
  const world = await sandboxWorld();
  const run = await world.run(world.callers, ...typed.split(" "), "--yes", "--json");
  expect(run.exit).toBe(2);
  expect(JSON.parse(run.stdout)).toMatchObject({ error: { code } });
  expect(run.stderr).toContain(hint);
});
