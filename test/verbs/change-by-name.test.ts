import { mkdtemp, readdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Access } from "../../src/access/types.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { long } from "../support/long-form.ts";
import { within } from "../support/in-process.ts";

// A change that gives or takes access through IAM asks IAM whom that is about.

const main = "111122223333";
const arn = (what: string) => `arn:aws:iam::${main}:${what}`;
const allow = (AWS: string, Action: string | readonly string[] = "kms:*") => ({
  ...{ Effect: "Allow", Principal: { AWS }, Action, Resource: "*" },
});
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

const delegated = policy(allow(arn("root")));
const onlyAdmin = policy(allow(arn("user/admin")), allow(arn("root"), ["kms:Describe*", "kms:PutKeyPolicy"]));

const place = async (before: string) => {
  const sandbox = await sandboxForTest();
  sandbox.setPolicy("alias/app", before);
  const state = await mkdtemp(join(tmpdir(), "kmspol-by-name-"));
  const run = (...args: readonly string[]) => within({ state, sandbox }, args);
  const put = async (text: string, ...flags: readonly string[]) => {
    const file = join(state, "new.json");
    await writeFile(file, text);
    const { exit, stdout, stderr } = await run("put", "alias/app", file, "--dry-run", "--json", ...flags);
    const result = JSON.parse(stdout) as {
      lost: readonly Access[];
      gained: readonly Access[];
      lookedAt?: object;
      error?: { message: string };
    };
    return { exit, stderr: stderr.replaceAll("\n  ", " "), ...result };
  };
  return { sandbox, state, run, put };
};

const askedOfIam = (sandbox: Sandbox): number =>
  sandbox.requests.filter(({ operation }) => operation === "GetAccountAuthorizationDetails").length;

const whoIn = (rows: readonly Access[]) => rows.map(({ principal }) => principal);

describe("who gains and who loses through IAM", () => {
  test("is told by name, with a sentence, and what was looked at", async () => {
    const { sandbox, put } = await place(delegated);
    const deploy = sandbox.state.accounts.get(main)?.roles.get("Deploy");
    if (deploy) deploy.lastUsed = { at: Date.now() - 2.5 * 86_400_000, region: "eu-west-1" };
    const { lost, stderr, lookedAt, exit } = await put(onlyAdmin);
    expect(exit).toBe(0);
    expect(whoIn(lost)).toContain(arn("role/ci/pipelines/Deploy"));
    expect(whoIn(lost)).not.toContain(`account:${main}`);
    expect(stderr).toContain(
      "3 roles lose kms:Decrypt through IAM, among them role/ci/pipelines/Deploy (used 2 days ago)",
    );
    expect(lookedAt).toMatchObject({ directories: [{ account: main }], scp: "not-known" });
  });

  test("the other way round they gain", async () => {
    const { put } = await place(onlyAdmin);
    const { gained, stderr } = await put(delegated);
    expect(whoIn(gained)).toContain(arn("role/ci/pipelines/Deploy"));
    expect(stderr).toContain("3 roles gain kms:Decrypt through IAM, among them role/");
  });

  test("--no-iam leaves it out: nothing is asked", async () => {
    const { put, sandbox } = await place(delegated);
    const { lost } = await put(onlyAdmin, "--no-iam");
    expect(whoIn(lost)).toContain(`account:${main}`);
    expect(askedOfIam(sandbox)).toBe(0);
  });

  test("a change that is not about IAM asks nothing", async () => {
    const { run, sandbox } = await place(delegated);
    expect((await run("add-user", "alias/app", "role/App", "--dry-run")).exit).toBe(0);
    expect((await run("grant-account", "alias/app", "444455556666", "--dry-run")).exit).toBe(0);
    expect(askedOfIam(sandbox)).toBe(0);
  });

  test("each says last what that rests on, once for all keys", async () => {
    const { run, sandbox, state } = await place(delegated);
    sandbox.setPolicy("alias/tokens", delegated);
    await writeFile(join(state, "new.json"), onlyAdmin);
    const keys = ["--key", "alias/app", "--key", "alias/tokens"];
    const put = ["--", "put", join(state, "new.json")];
    const { stderr, stdout } = await run("each", ...keys, "--dry-run", ...put);
    const text = stderr.replaceAll(/\n +/g, " ");
    expect(text.match(/^Looked at: IAM of 111122223333 \(.*\)/gm)).toHaveLength(1);
    expect(text).toMatch(/^Not looked at: .*session policies and VPC endpoint policies\.$/m);
    expect(text.indexOf("Looked at: ")).toBeGreaterThan(text.lastIndexOf("- "));
    expect(stdout).not.toContain("Looked at");
    const without = await run("each", ...keys, "--dry-run", ...put, "--no-iam");
    expect(without.stderr).not.toContain("Looked at");
  });

  test("where IAM may not be read, the account stays one row and a note says why", async () => {
    const { put, sandbox } = await place(delegated);
    sandbox.faults.failNext({
      ...{ operation: "GetAccountAuthorizationDetails", error: "AccessDenied", count: 1 },
    });
    const { lost, stderr, exit } = await put(onlyAdmin);
    expect(exit).toBe(0);
    expect(whoIn(lost)).toContain(`account:${main}`);
    expect(stderr).toMatch(
      /Who gains or loses through IAM is not known: IAM of 111122223333 \(.*may not iam:Get/,
    );
  });

  test("asks once in minutes, and keeps the answer in a private file", async () => {
    const { put, sandbox, state } = await place(delegated);
    await put(onlyAdmin);
    await put(policy(allow(arn("root"), "kms:PutKeyPolicy")));
    expect(askedOfIam(sandbox)).toBe(1);
    const [file = ""] = await readdir(join(state, "iam"));
    expect((await stat(join(state, "iam", file))).mode & 0o777).toBe(0o600);
    expect((await stat(join(state, "iam"))).mode & 0o777).toBe(0o700);
    await writeFile(join(state, "iam", file), "{ broken");
    expect(whoIn((await put(onlyAdmin)).lost)).toContain(arn("role/ci/pipelines/Deploy"));
    expect(askedOfIam(sandbox)).toBe(2);
  });

  test.skipIf(!long)("an IAM that does not answer holds nobody up", { timeout: 60_000 }, async () => {
    const { put, sandbox } = await place(delegated);
    const stall = () => new Promise<void>((done) => setTimeout(done, 25_000));
    for (let again = 0; again < 5; again += 1) sandbox.before("GetAccountAuthorizationDetails", stall);
    const { exit, stderr } = await put(onlyAdmin);
    expect(exit).toBe(0);
    expect(stderr).toContain("AWS did not answer in time");
  });
});

describe("the lockout check reads what binds the caller", () => {
  const inPerson = policy(allow(arn("user/admin")));

  const bounded = async (statements: readonly object[]) => {
    const { put, sandbox } = await place(inPerson);
    const account = sandbox.state.accounts.get(main);
    const admin = account?.users.get("admin");
    if (!account || !admin) throw new Error("the sandbox has changed");
    const boundary = arn("policy/Boundary");
    account.managed.set(boundary, {
      ...{ arn: boundary, name: "Boundary", path: "/", id: "ANPA", created: 0, inForce: "v1" },
      versions: new Map([["v1", { text: policy(...statements), created: 0 }]]),
    });
    admin.boundary = boundary;
    return put(delegated);
  };

  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  const guard = (condition: object) => ({
    Effect: "Deny",
    Action: "kms:PutKeyPolicy",
    Resource: "*",
    Condition: condition,
  });

  test.each([
    ["a boundary that allows it", [all], 0, ""],
    [
      "a boundary without kms:PutKeyPolicy",
      [{ ...all, Action: "iam:*" }],
      3,
      "permissions boundary does not allow",
    ],
    [
      "a boundary that ends in its Region",
      [all, guard({ StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } })],
      0,
      "",
    ],
    [
      "a boundary of another Region",
      [all, guard({ StringNotEquals: { "aws:RequestedRegion": "us-east-1" } })],
      3,
      "lock you out",
    ],
    [
      "a boundary that asks for an address",
      [all, guard({ NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
      0,
      "That is not certain",
    ],
  ])("%s", async (_, statements, exit, words) => {
    const answer = await bounded(statements);
    expect(answer.exit, answer.stderr).toBe(exit);
    expect(`${answer.stderr} ${answer.error?.message ?? ""}`).toContain(words);
    // A member account may not read what its organization says, and that is told where IAM alone would allow it.
    expect(answer.stderr.includes("the policies of the organization could not be read")).toBe(
      exit === 0 && words === "",
    );
  });
});
