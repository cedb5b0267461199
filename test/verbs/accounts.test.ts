import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { clientsOf } from "../support/aws-clients.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `each` and `report` with --account and --assume-role: the keys of several accounts from one command. The main account's role Admin and
// those of the other two do the same; nobody can assume anything in 999988887777, which is not there.

const main = "111122223333";
const partner = "444455556666";
const management = "888877776666";
const nowhere = "999988887777";
const shared = `arn:aws:kms:eu-west-1:${partner}:key/1a2b3c4d-5e6f-1a2b-3c4d-5e6f1a2b3c4d`;
const app = `arn:aws:kms:eu-west-1:${main}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const by = (role: string, ...accounts: readonly string[]) => [
  ...accounts.flatMap((account) => ["--account", account]),
  "--assume-role",
  role,
];
const lines = (text: string) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const stage = async (options: Parameters<typeof sandboxForTest>[0] = {}) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest(options)];
  const run = (args: readonly string[], environment: Record<string, string | undefined> = {}) =>
    kmspol(place, sandbox, args, { environment });
  const each = (...args: readonly string[]) => run(["each", ...args]);
  const partnersPolicy = async () => {
    const { kms } = clientsOf(sandbox, "partner");
    return (await kms.send(new GetKeyPolicyCommand({ KeyId: shared }))).Policy ?? "";
  };
  const assumed = () => sandbox.requests.filter(({ operation }) => operation === "AssumeRole").length;
  return { place, sandbox, run, each, partnersPolicy, assumed };
};

describe("reading", () => {
  const names = ["--alias", "app", "--alias", "shared"];

  test("the keys of each account are read by its role, which is assumed once for all of them and all Regions", async () => {
    const { each, assumed } = await stage();
    const regions = ["--region", "eu-west-1", "--region", "us-east-1"];
    const { exit, stdout, stderr } = await each(
      ...["--all", ...by("Auditor", main, partner, management), ...regions, "--json", "--", "show"],
    );
    expect([exit, stderr]).toEqual([0, ""]);
    const accounts = lines(stdout).map(({ key }) => String(key).split(":")[4]);
    expect([...new Set(accounts)]).toEqual([main, partner]);
    expect(accounts.length).toBeGreaterThan(10);
    expect(assumed()).toBe(3);
  });

  test.each([
    ["one flag an account", ["--account", main, "--account", partner, "--account", main]],
    ["one flag for all", ["--account", main, partner]],
    ["as the console writes it", ["--account=1111-2222-3333", "--account", "4444-5555-6666"]],
  ])("%s", async (_, accounts) => {
    const { each } = await stage();
    const flags = [...accounts, "--assume-role", "role/Auditor"];
    const { exit, stdout } = await each(...names, ...flags, "--json", "--", "show");
    expect([exit, lines(stdout).map(({ key }) => key as string)]).toEqual([0, [app, shared]]);
  });

  test("an account that cannot be assumed is told once, by name, and stops no other: exit 5", async () => {
    const { each } = await stage();
    const flags = [
      ...names,
      ...by("Auditor", nowhere, partner, main),
      "--region",
      "eu-west-1",
      "--region=us-east-1",
    ];
    const { exit, stdout, stderr } = await each(...flags, "--json", "--", "check");
    expect(exit).toBe(5);
    const told = lines(stdout);
    expect(told.map(({ key, account }) => (key ?? account) as string)).toEqual([shared, app, nowhere]);
    expect(told.at(-1)).toEqual({
      account: nowhere,
      error: {
        code: "access-denied",
        message: `arn:aws:iam::${main}:user/admin may not assume arn:aws:iam::${nowhere}:role/Auditor`,
        hint: expect.stringContaining("trust policy") as string,
      },
    });
    expect(stderr.match(/account 999988887777 is left out: /g)).toHaveLength(1);
  });

  test.each(["sarif", "junit", "gitlab", "markdown", "json"])(
    "%s is one document, which tells it, too",
    async (format) => {
      const { each } = await stage();
      const flags = [...names, ...by("Auditor", main, partner, nowhere)];
      const { exit, stdout } = await each(...flags, "--", "check", "--fail-on", "never", "--format", format);
      expect(exit).toBe(5);
      if (["sarif", "gitlab", "json"].includes(format))
        expect(() => JSON.parse(stdout) as unknown).not.toThrow();
      if (format !== "gitlab") for (const one of [app, shared]) expect(stdout).toContain(one);
      expect(stdout).toContain(`account ${nowhere}`);
    },
  );

  test("rows have the account that is left out as a row of its own", async () => {
    const { each } = await stage();
    const flags = [...names, ...by("Auditor", nowhere, partner), "--format", "jsonl"];
    const { exit, stdout } = await each(...flags, "--", "who-can");
    expect(exit).toBe(5);
    const rows = lines(stdout);
    expect(new Set(rows.map(({ kind, account }) => `${String(kind)} ${String(account)}`))).toEqual(
      new Set([`access ${partner}`, `error ${nowhere}`]),
    );
    expect(rows.at(-1)).toMatchObject({ key: null, region: null, code: "access-denied" });
  });

  test("every key is in one part of --shard, whichever account it is of", async () => {
    const { each } = await stage();
    const parts = await Promise.all(
      ["1/2", "2/2"].map(async (part) => {
        const flags = ["--all", ...by("Auditor", main, partner), "--shard", part, "--json"];
        return lines((await each(...flags, "--", "show")).stdout).map(({ key }) => key as string);
      }),
    );
    const all = lines((await each("--all", ...by("Auditor", main, partner), "--json", "--", "show")).stdout);
    expect(parts.flat().sort()).toEqual(all.map(({ key }) => key as string).sort());
    expect(parts.every((part) => part.length > 0)).toBe(true);
  });

  test("an ARN of --keys-from is read in its own account; that of an account not given is told", async () => {
    const { each, place } = await stage();
    const foreign = `arn:aws:kms:eu-west-1:${nowhere}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    await writeFile(join(place.work, "keys.txt"), [shared, app, foreign].join("\n"));
    const flags = ["--keys-from", "keys.txt", ...by("Auditor", main, partner), "--json"];
    const { exit, stdout, stderr } = await each(...flags, "--", "show");
    expect(exit).toBe(2);
    expect(lines(stdout).map(({ key, account }) => (key ?? account) as string)).toEqual([
      app,
      shared,
      nowhere,
    ]);
    expect(stderr).toContain(`give --account ${nowhere}, too`);
  });

  test("who is a session of the role already is that session, also where the role trusts nobody else", async () => {
    const { run, sandbox, assumed } = await stage();
    const environment = sandbox.environmentFor("auditor");
    const args = ["each", "--alias", "app", ...by("Auditor", main), "--", "show"];
    expect(await run(args, environment)).toMatchObject({ exit: 0, stderr: "" });
    expect(assumed()).toBe(0);
  });
});

describe("changing", () => {
  const add = ["--yes", "--json", "--", "add-user", `arn:aws:iam::${partner}:role/Reader`];

  const runIn = (stderr: string): string => /each --(?:undo|resume) ([0-9a-f]{8})/.exec(stderr)?.[1] ?? "";

  test("a run over two accounts is taken back by its record alone, without a word of credentials in the state folder", async () => {
    const { each, run, place, sandbox, partnersPolicy } = await stage({ keepOrder: true });
    const before = [sandbox.policyOf("alias/app"), await partnersPolicy()];
    const made = await each(
      "--alias",
      "app",
      "--alias",
      "shared",
      ...by("Admin", main, partner, nowhere),
      ...add,
    );
    expect(made.exit).toBe(5);
    expect(lines(made.stdout).map(({ outcome, account }) => (outcome ?? account) as string)).toEqual([
      nowhere,
      "changed",
      "changed",
    ]);
    expect(await partnersPolicy()).toContain("role/Reader");
    const { stdout: runs } = await run(["each", "--runs", "--json"]);
    expect(lines(runs)).toMatchObject([{ keys: 2, done: 2, failed: 0 }]);
    const history = await run(["history", shared, "--json"], sandbox.environmentFor("partner"));
    const [change] = (JSON.parse(history.stdout) as { changes: { by: string; command: string[] }[] }).changes;
    expect(change?.by).toMatch(/^arn:aws:sts::444455556666:assumed-role\/Admin\/kmspol-[\w=,.@-]+$/);
    expect(change?.command.slice(0, 5)).toEqual(["--account", partner, "--assume-role", "Admin", "add-user"]);
    // What it says can be typed: only each assumes roles.
    const { stdout: told } = await run(["history", shared], sandbox.environmentFor("partner"));
    expect(told).toContain(
      `kmspol each --key ${shared} --account ${partner} --assume-role Admin -- add-user`,
    );
    const undone = await each("--undo", runIn(made.stderr), "--yes");
    expect(undone.exit, undone.stderr).toBe(0);
    expect([sandbox.policyOf("alias/app"), await partnersPolicy()]).toEqual(before);
    const { readdir, readFile } = await import("node:fs/promises");
    const kept = await readdir(place.state, { recursive: true, withFileTypes: true });
    for (const file of kept.filter((one) => one.isFile()))
      expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toMatch(
        /ASIA|SessionToken|secret/i,
      );
  });

  test("the commands that are proposed for its keys can be typed as they stand: each assumes the role again", async () => {
    const { run, each, partnersPolicy } = await stage();
    const typed = (text: string) => {
      const [, line = ""] = /(each --key \S+ --account .*?)(?:,|;| takes| lists|$)/m.exec(text) ?? [];
      return run(line.split(" "));
    };
    const which = ["--alias", "shared", ...by("Admin", partner), "--region", "eu-west-1"];
    const shown = await each(...which, "--", "show");
    const checked = await typed(shown.stdout.split("Findings")[1] ?? "");
    expect([checked.exit, checked.stdout]).toEqual([0, expect.stringContaining("external-account-access")]);
    const before = await partnersPolicy();
    expect(await each(...which, ...add)).toMatchObject({ exit: 0 });
    const again = await each(...which, "--", "show");
    const back = await typed(`${/take it back: .*/.exec(again.stdout)?.[0] ?? ""} --yes`);
    expect([back.exit, back.stdout]).toEqual([0, expect.stringContaining("changed and verified")]);
    expect(JSON.parse(await partnersPolicy())).toEqual(JSON.parse(before));
    // An editor opens for one key, and no verb but each assumes a role: whose profile does is left open.
    const kept = await each(...which, "--yes", "--", "grant-account", "123456789012");
    expect(kept.stderr).toMatch(
      /kmspol edit alias\/shared --from \S+ --region eu-west-1 --profile PROFILE-OF-444455556666/,
    );
  });

  test("--resume goes on in the account of each key that failed", async () => {
    const { each, sandbox, partnersPolicy } = await stage();
    const admin = sandbox.state.accounts.get(partner)?.roles.get("Admin");
    sandbox.before("PutKeyPolicy", () => void admin?.policies.delete("AdministratorAccess"));
    const ending = await each("--alias", "shared", ...by("Admin", partner), ...add);
    expect(ending.exit).toBe(5);
    expect(await partnersPolicy()).not.toContain("role/Reader");
    admin?.policies.set("AdministratorAccess", JSON.stringify(everything));
    const resumed = await each("--resume", runIn(ending.stderr), "--yes");
    expect(resumed.exit, resumed.stderr).toBe(0);
    expect(await partnersPolicy()).toContain("role/Reader");
  });

  test("with --format jsonl what is left out is a row beside what is gained", async () => {
    const { each } = await stage();
    const flags = ["--alias", "shared", ...by("Admin", partner, nowhere), "--format", "jsonl", "--dry-run"];
    const { exit, stdout } = await each(...flags, "--", "add-user", `arn:aws:iam::${partner}:role/Reader`);
    expect(exit).toBe(5);
    expect(lines(stdout)[0]).toMatchObject({ kind: "error", account: nowhere });
    expect(lines(stdout).at(-1)).toMatchObject({ kind: "access", account: partner, change: "gained" });
  });
});

const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

test("AWS_ROLE_SESSION_NAME names the session, as a trust policy may ask for", async () => {
  const { run, sandbox } = await stage();
  const args = [
    "each",
    "--alias",
    "shared",
    ...by("Admin", partner),
    "--yes",
    "--",
    "add-user",
    `arn:aws:iam::${partner}:role/Reader`,
  ];
  const { exit } = await run(args, { AWS_ROLE_SESSION_NAME: "carol von a" });
  expect(exit).toBe(0);
  const { stdout } = await run(["history", shared, "--json"], sandbox.environmentFor("partner"));
  expect(stdout).toContain("assumed-role/Admin/carol-von-a");
});

test("without credentials of our own no account is at fault", async () => {
  const { run } = await stage();
  const gone = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const { exit, stdout, stderr } = await run(
    ["each", "--all", ...by("Auditor", main, partner), "--", "show"],
    gone,
  );
  expect([exit, stdout]).toEqual([5, ""]);
  expect(stderr).toMatch(/^kmspol: no AWS credentials were found/);
});

test.each([
  ["no role", ["each", "--all", "--account", "111122223333", "--", "show"], "--assume-role NAME"],
  ["no account", ["each", "--all", "--assume-role", "Admin", "--", "show"], "--account ID"],
  ["no account id", ["each", "--all", ...by("Admin", "11112222333"), "--", "show"], "12 digits"],
  ["an ARN", ["each", "--all", ...by("arn:aws:iam::111122223333:role/A", main), "--", "show"], "name alone"],
  ["a name with a blank", ["each", "--all", ...by("Key Audit", main), "--", "show"], "role's name"],
  [
    "two profiles",
    ["each", "--all", "--profile", "a", "--profile", "b", ...by("Admin", main), "--", "show"],
    "one profile",
  ],
  ["a run that is gone on with", ["each", "--resume", "abcd", ...by("Admin", main)], "--account"],
  ["a run that is taken back", ["each", "--undo", "abcd", ...by("Admin", main)], "--account"],
  ["what-can", ["each", "--all", ...by("Admin", main), "--", "what-can", "role/App"], "no role"],
  ["rows of a file", ["report", "--from", "keys.jsonl", ...by("Admin", main)], "--assume-role"],
  [
    "two owners of rows",
    ["report", "--from", "keys.jsonl", "--account", "111122223333", "444455556666"],
    "one",
  ],
  ["a report without a role", ["report", "--all", "--account", "111122223333"], "--assume-role NAME"],
])("%s: exit 2, and what to do", async (_, args, says) => {
  const { run, sandbox } = await stage();
  const { exit, stdout, stderr } = await run(args);
  expect([exit, stdout]).toEqual([2, ""]);
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(says);
  expect(sandbox.requests).toEqual([]);
});

describe("report", () => {
  test.each(["html", "markdown", "csv"])(
    "%s has the keys of three accounts, and tells the fourth",
    async (format) => {
      const { run, sandbox } = await stage();
      const { kms } = clientsOf(sandbox, "management");
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      const flags = by("Auditor", main, partner, management, nowhere);
      const { exit, stdout, stderr } = await run(["report", "--all", ...flags, "--format", format]);
      expect(exit).toBe(1);
      for (const key of [app, shared, KeyMetadata?.Arn ?? ""]) expect(stdout).toContain(key);
      expect(stdout).toContain(`account ${nowhere} is left out`);
      expect(stderr).toContain(`account ${nowhere} is left out`);
    },
  );

  test("an alias that nobody has makes an empty page, and that is said", async () => {
    const { run } = await stage();
    const { stderr } = await run(["report", "--alias", "nothere", ...by("Auditor", main), "--format", "csv"]);
    expect(stderr).toContain("no key is there that the flags choose: the report is empty");
  });
});
