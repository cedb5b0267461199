import { CreateGrantCommand, type CreateGrantCommandInput, ListGrantsCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { clientsOf } from "../support/aws-clients.ts";
import { sandboxForTest } from "../support/sandbox.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const own = (resource: string) => `arn:aws:iam::111122223333:${resource}`;
const theirs = (resource: string) => `arn:aws:iam::444455556666:${resource}`;

const stage = async (options: Parameters<typeof sandboxForTest>[0] = {}) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest(options)];
  const { kms } = clientsOf(sandbox, "default");
  const run = async (command: string) => {
    const { exit, stdout, stderr } = await kmspol(place, sandbox, command.split(" "));
    return { exit, stdout, told: stderr.replaceAll(/\s+/g, " ") };
  };
  const grant = async (asked: Partial<CreateGrantCommandInput>) => {
    const input = { KeyId: key, Operations: ["Decrypt" as const], ...asked };
    return (await kms.send(new CreateGrantCommand(input))).GrantId!;
  };
  const grantees = async () => {
    const { Grants = [] } = await kms.send(new ListGrantsCommand({ KeyId: key }));
    return Grants.map((one) => one.GranteePrincipal ?? one.GranteeServicePrincipal).sort();
  };
  return { place, sandbox, run, grant, grantees };
};

interface Printed {
  readonly outcome: string;
  readonly verified: boolean;
  readonly grants: readonly { readonly grantee: string; readonly outcome: string }[];
}

const printed = (text: string) => JSON.parse(text) as Printed;

// The sandbox starts with a grant on alias/app to role/service/Backup.
test.each<readonly [command: string, grantees: readonly string[], revoked: readonly string[]]>([
  ["remove-user alias/app role/App --grants", [own("role/App"), own("user/alice")], [own("role/App")]],
  ["remove-user alias/app role/Backup --grants", [own("role/App")], [own("role/service/Backup")]],
  [
    "remove-user alias/app role/App --grants",
    ["arn:aws:sts::111122223333:assumed-role/App/one"],
    ["arn:aws:sts::111122223333:assumed-role/App/one"],
  ],
  ["remove-admin alias/app role/Admin --grants", [own("role/Admin"), own("role/App")], [own("role/Admin")]],
  [
    "revoke-account alias/app 444455556666 --grants",
    [theirs("root"), theirs("role/Reader"), own("role/App")],
    [theirs("root"), theirs("role/Reader")],
  ],
  ["remove-user alias/app user/alice role/App --grants", [own("role/App")], [own("role/App")]],
])("%s with grants of %j revokes those of %j alone", async (command, holders, revoked) => {
  const { run, grant, grantees } = await stage();
  await run("grant-account alias/app 444455556666 --yes");
  await run("add-user alias/app role/Backup role/App --yes");
  for (const holder of holders) await grant({ GranteePrincipal: holder });
  const before = await grantees();
  const planned = await run(`${command} --dry-run --json`);
  expect(printed(planned.stdout).grants.map(({ outcome }) => outcome)).toEqual(revoked.map(() => "planned"));
  expect(await grantees()).toEqual(before);
  const done = await run(`${command} --yes --json`);
  expect([done.exit, printed(done.stdout)]).toMatchObject([0, { outcome: "changed", verified: true }]);
  expect(printed(done.stdout).grants.map(({ grantee, outcome }) => [grantee, outcome])).toEqual(
    expect.arrayContaining(revoked.map((grantee) => [grantee, "revoked"])),
  );
  expect(await grantees()).toEqual(before.filter((one) => !revoked.includes(one ?? "")));
});

test("the review lists each grant with its constraints and who made it, then each is reported", async () => {
  const { run, grant } = await stage();
  const constraints = { EncryptionContextEquals: { app: "pay", env: "x" } };
  const id = await grant({ GranteePrincipal: own("role/App"), Constraints: constraints });
  const { exit, stdout, told } = await run("remove-user alias/app role/App --grants --yes");
  expect(exit).toBe(0);
  expect(told).toContain(
    `Revoked after it, 1 grant: role/App has kms:Decrypt, only with exactly the encryption context app=pay and env=x, by grant ${id}`,
  );
  expect(stdout).toMatch(new RegExp(`changed and verified.*\ngrant ${id} of role/App: revoked\n$`, "s"));
});

test("the policy names them no more: the grants alone are revoked, and then there is nothing", async () => {
  const { run } = await stage();
  const first = await run("remove-user alias/app role/service/Backup --grants --yes --json");
  expect([first.exit, printed(first.stdout)]).toMatchObject([
    0,
    { outcome: "unchanged", grants: [{ grantee: own("role/service/Backup"), outcome: "revoked" }] },
  ]);
  const second = await run("remove-user alias/app role/service/Backup --grants --yes --json");
  expect([second.exit, printed(second.stdout).grants]).toEqual([0, []]);
});

test("a grant that cannot be revoked ends with exit 5 and the commands for the rest; the others go", async () => {
  const { run, grant, grantees } = await stage({
    fail: [{ operation: "RevokeGrant", error: "AccessDeniedException", count: 1 }],
  });
  const ids = [
    await grant({ GranteePrincipal: own("role/App"), Operations: ["Encrypt"] }),
    await grant({ GranteePrincipal: own("role/App") }),
  ];
  const { exit, stdout, told } = await run("remove-user alias/app role/App --grants --yes");
  expect([exit, stdout]).toEqual([5, expect.stringContaining("changed and verified")]);
  const [, revoked] = /grant (\w+) of role\/App: revoked/.exec(stdout) ?? [];
  const [first] = ids.filter((id) => id !== revoked);
  expect(ids).toContain(revoked);
  expect(told).toContain("1 of 2 grants could not be revoked");
  expect(told).toContain(`aws kms revoke-grant --key-id ${key} --grant-id ${first} --region eu-west-1`);
  expect(told).toContain("is changed (change ");
  expect(await grantees()).toContain(own("role/App"));
  const again = await run("remove-user alias/app role/App --grants --yes --json");
  expect([again.exit, printed(again.stdout).grants]).toMatchObject([0, [{ outcome: "revoked" }]]);
});

test.each([
  ["that is not visible yet", { propagation: 600_000 }, 5],
  [
    "that KMS refuses",
    { fail: [{ operation: "PutKeyPolicy", error: "AccessDeniedException", count: 1 }] },
    5,
  ],
])("no grant goes before a put is verified: one %s", async (_case, options, exit) => {
  const { sandbox, run, grant, grantees } = await stage(options);
  await grant({ GranteePrincipal: own("role/App") });
  const before = await grantees();
  expect((await run("remove-user alias/app role/App --grants --yes")).exit).toBe(exit);
  expect(await grantees()).toEqual(before);
  expect(sandbox.requests.map(({ operation }) => operation)).not.toContain("RevokeGrant");
});

test("grants of a service for the other account are told, and stay", async () => {
  const { sandbox, run, grant } = await stage();
  await run("grant-account alias/app 444455556666 --yes");
  const service = {
    GranteePrincipal: undefined,
    GranteeServicePrincipal: "dynamodb.amazonaws.com",
    RetiringServicePrincipal: "dynamodb.amazonaws.com",
    Constraints: { SourceArn: "arn:aws:dynamodb:eu-west-1:444455556666:table/T" },
  };
  await grant(service);
  const stored = sandbox.state.regions.get("111122223333/eu-west-1")?.keys.get(key.split("/")[1] ?? "");
  if (stored) stored.grants = stored.grants.map((one) => ({ ...one, issuer: theirs("root") }));
  await grant(service);
  const { told } = await run("revoke-account alias/app 444455556666 --grants --dry-run");
  expect(told.match(/dynamodb\.amazonaws\.com holds a grant that account 444455556666 made/g)).toHaveLength(
    1,
  );
  const shown = await run("show alias/app --grants");
  expect(shown.stdout).toContain(
    "dynamodb.amazonaws.com has kms:Decrypt, only for arn:aws:dynamodb:eu-west-1:444455556666:table/T",
  );
  expect(shown.stdout).toMatch(/made by account 444455556666/);
});

test.each([
  ["remove-user policy.json role/App --grants", "grants-of-file"],
  ["remove-user alias/app role/App --only decrypt --grants", "conflicting-flags"],
])("%s is refused as %s", async (command, code) => {
  const { place, sandbox, run } = await stage();
  const text = await kmspol(place, sandbox, ["get", "alias/app", "--out", "policy.json"]);
  expect(text.exit).toBe(0);
  const { exit, stdout } = await run(
    `${command} --account 111122223333 --json --yes`.replace(/ --account \d+(?=.*alias)/, ""),
  );
  expect([exit, (JSON.parse(stdout) as { error: { code: string } }).error.code]).toEqual([2, code]);
});

test("each lists the grants of all keys before the question, and reports them", async () => {
  const { run, grant, grantees } = await stage();
  await grant({ GranteePrincipal: own("role/App") });
  const { exit, stdout, told } = await run("each --alias alias/app --yes -- remove-user role/App --grants");
  expect(told).toContain("revoked after it: role/App has kms:Decrypt");
  expect([exit, stdout]).toEqual([0, expect.stringContaining("1 grant revoked")]);
  expect(await grantees()).not.toContain(own("role/App"));
});

test("where KMS lists no grant of those who are removed, --grants says so", async () => {
  const { run, grantees } = await stage();
  const before = await grantees();
  const { exit, told } = await run("remove-user alias/app role/App --grants --yes");
  expect([exit, told]).toEqual([0, expect.stringContaining("there is none to revoke")]);
  expect(await grantees()).toEqual(before);
});
