import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `--from`: many keys with their policies, a row each; `--format jsonl`: a row each access or finding.

const arnOf = (n: number) => `arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-00000000000${n}`;
const root = {
  ...{ Sid: "Root", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
  ...{ Action: "kms:*", Resource: "*" },
};
const open = { Sid: "Open", Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" };
const partner = { ...open, Sid: "Partner", Principal: { AWS: "arn:aws:iam::444455556666:role/Read" } };
const row = (n: number, ...statements: readonly object[]) =>
  JSON.stringify({
    ...{ arn: arnOf(n), spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT" },
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [root, ...statements] }),
  });

const keys = [row(1, open), '{"arn": broken', row(2), row(3, partner), '{"arn":"arn:aws:kms:eu'].join("\n");

const run = async (args: string, input = keys) => {
  const place = await newPlace();
  await writeFile(join(place.work, "keys.jsonl"), input);
  return kmspol(place, undefined, args.split(" "), { input });
};

interface Row {
  readonly kind: string;
  readonly key: string | null;
  readonly code?: string;
  readonly message?: string;
  readonly line?: number;
  readonly principal?: string;
  readonly outside?: boolean | null;
  readonly severity?: string;
}

const rowsOf = (stdout: string): readonly Row[] =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);

describe("check --from", () => {
  test("tells of every key, and of each broken line by its number", async () => {
    const { exit, stdout } = await run("check --from keys.jsonl --format jsonl");
    expect(exit).toBe(1);
    const told = rowsOf(stdout).filter(({ severity }) => severity === "error" || severity === "security");
    expect(told.map(({ kind, key, code, line }) => [kind, key, code, line])).toEqual([
      ["finding", arnOf(1), "public-access", 1],
      ["finding", "keys.jsonl#line 2", "json-syntax", 2],
      ["finding", "keys.jsonl#line 5", "json-syntax", 5],
    ]);
  });

  test("reads standard input, and ends with totals for people", async () => {
    const { stdout } = await run("check --from -");
    expect(stdout).toContain(`${arnOf(1)}:1:`);
    expect(stdout).toContain("line 5 of standard input tells no key's policy: it is cut");
    expect(stdout).toContain(
      "3 policies, 2 with findings, 2 rows tell no policy: 2 errors, 1 security finding",
    );
  });

  test.each(["json", "sarif", "gitlab", "junit", "markdown", "github"])("in --format %s", async (format) => {
    const { exit, stdout } = await run(`check --from keys.jsonl --format ${format}`);
    expect(exit).toBe(1);
    expect(stdout.replaceAll("%3A", ":")).toContain(arnOf(1));
    expect(stdout).toContain("line 5 of keys.jsonl");
    if (["json", "sarif", "gitlab"].includes(format))
      expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  });

  test("a stream of whole keys without findings ends with 0", async () => {
    expect(await run("check --from keys.jsonl --format jsonl", `${row(2)}\n`)).toMatchObject({
      exit: 0,
      stdout: "",
    });
  });

  test("the flags for files tell what rows do not, and rows win", async () => {
    const { stdout } = await run(
      "check --from keys.jsonl --account 444455556666 --key-spec RSA_2048 --key-usage SIGN_VERIFY --format jsonl",
      `${row(3, partner)}\n${JSON.stringify({ policy: { Version: "2012-10-17", Statement: [root, partner] } })}\n`,
    );
    const outsiders = rowsOf(stdout).filter(({ code }) => code === "external-account-access");
    expect(outsiders.map(({ key, message }) => [key, message?.split(" ")[0]])).toEqual([
      [arnOf(3), '"arn:aws:iam::444455556666:role/Read"'],
      ["keys.jsonl#line 2", '"arn:aws:iam::111122223333:root"'],
    ]);
  });
});

describe("who-can --from", () => {
  test("lists the access of each key as rows", async () => {
    const { exit, stdout, stderr } = await run("who-can --from keys.jsonl kms:Decrypt --format jsonl");
    expect(exit).toBe(1);
    expect(stderr).toContain("keys.jsonl line 2: it is no JSON");
    const rows = rowsOf(stdout);
    expect(rows.filter(({ outside }) => outside).map(({ key, principal }) => [key, principal])).toEqual([
      [arnOf(1), "anyone"],
      [arnOf(3), "arn:aws:iam::444455556666:role/Read"],
    ]);
    expect(rows.filter(({ kind }) => kind === "error").map(({ line }) => line)).toEqual([2, 5]);
  });

  test("for people each key has its heading", async () => {
    const { stdout } = await run("who-can --from keys.jsonl");
    expect(stdout.split("\n").filter((line) => line.startsWith("arn:"))).toEqual([
      arnOf(1),
      arnOf(2),
      arnOf(3),
    ]);
  });
});

test.each([
  ["check policy.json --from keys.jsonl", "conflicting-flags"],
  ["check --from keys.jsonl --fix", "conflicting-flags"],
  ["check --from nothing.jsonl", "file-unreadable"],
  ["check", "missing-operand"],
  ["who-can", "missing-operand"],
  ["who-can alias/app --from keys.jsonl", "conflicting-flags"],
  ["who-can --from keys.jsonl --grants", "conflicting-flags"],
  ["who-can --from keys.jsonl --json --format jsonl", "conflicting-flags"],
  ["each --all --format jsonl --json -- check", "conflicting-flags"],
  ["each --all --json --format jsonl -- what-can role/App", "conflicting-flags"],
])("%s: %s", async (args, code) => {
  const { exit, stderr, stdout } = await run(`${args}${args.includes("--json") ? "" : " --json"}`);
  expect([exit, (JSON.parse(stdout) as { error: { code: string } }).error.code, stderr]).toEqual([
    2,
    code,
    expect.anything(),
  ]);
});

test("each gives rows of a verb that reads, of one that changes, and of a key that fails", async () => {
  const [sandbox, place] = [await sandboxForTest(), await newPlace()];
  const each = (...args: readonly string[]) => kmspol(place, sandbox, ["each", ...args]);
  const read = await each("--alias", "alias/app", "--", "who-can", "kms:Decrypt", "--format", "jsonl");
  expect(rowsOf(read.stdout).every(({ kind, key }) => kind === "access" && key?.startsWith("arn:"))).toBe(
    true,
  );
  const planned = await each(
    "--alias",
    "alias/app",
    "--dry-run",
    "--format",
    "jsonl",
    "--",
    "add-user",
    "role/service/Backup",
  );
  expect(rowsOf(planned.stdout)).toContainEqual(
    expect.objectContaining({
      kind: "access",
      change: "gained",
      principal: expect.stringContaining("Backup") as string,
    }),
  );
  await writeFile(join(place.work, "names"), "alias/nothing\n");
  const failed = await each("--keys-from", "names", "--format", "jsonl", "--", "check");
  expect(rowsOf(failed.stdout)).toEqual([expect.objectContaining({ kind: "error", key: "alias/nothing" })]);
});

describe("what-can --from", () => {
  const whole = (...lines: readonly string[]) => lines.map((line) => JSON.parse(line) as object);
  test.each<readonly [what: string, input: string, notRead: number]>([
    ["rows, some of them broken", keys, 2],
    ["a list of rows", JSON.stringify(whole(row(1, open), row(3, partner)), undefined, 2), 0],
    [
      "an answer with rows, one without a policy",
      JSON.stringify({ rows: [...whole(row(3, partner)), {}] }),
      1,
    ],
  ])("takes %s, from a file and from standard input", async (_what, input, notRead) => {
    for (const from of ["keys.jsonl", "-"]) {
      const { exit, stdout } = await run(
        `what-can arn:aws:iam::444455556666:role/Read kms:Decrypt --json --from ${from}`,
        input,
      );
      const told = JSON.parse(stdout) as { keys: { arn: string }[]; notRead?: unknown[] };
      expect([exit, told.keys.some(({ arn }) => arn === arnOf(3))]).toEqual([0, true]);
      expect(told.notRead ?? []).toHaveLength(notRead);
    }
  });

  test("a file of rows by its name, none of which is a key, is no policy either", async () => {
    const { stdout } = await run(
      "what-can role/App --account 111122223333 --json --from keys.jsonl",
      "{}\n{}\n",
    );
    expect(JSON.parse(stdout)).toMatchObject({ keys: [], notRead: [{}, {}] });
  });

  test.each([
    ["few", keys],
    ["more than any policy is long", `${row(1, open)}\n`.repeat(3000)],
    ["none", ""],
  ])("a verb for one policy says what takes the rows: %s", async (_what, input) => {
    for (const verb of ["check", "show"]) {
      const { exit, stderr } = await run(`${verb} keys.jsonl`, input);
      expect([exit, stderr]).toEqual([2, expect.stringContaining("kmspol check --from keys.jsonl")]);
    }
  });
});

const jq = spawnSync("jq", ["--version"]).status === 0;

test.skipIf(!jq)("jq reads the rows as the recipes have it", async () => {
  const { stdout } = await run("who-can --from keys.jsonl --format jsonl");
  const query =
    'select(.outside and (.actions | index("kms:Decrypt"))) | [.account, .key, .principal] | @tsv';
  const asked = spawnSync("jq", ["-r", query], { input: stdout, encoding: "utf8" });
  expect(asked.stdout.split("\n").filter(Boolean)).toEqual([
    `111122223333\t${arnOf(1)}\tanyone`,
    `111122223333\t${arnOf(3)}\tarn:aws:iam::444455556666:role/Read`,
  ]);
});
