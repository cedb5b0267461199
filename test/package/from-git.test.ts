import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { long } from "../support/long-form.ts";

// kmspol straight from a git repository, by the words of docs/ci.md, in an empty home: npm brings what the build takes and builds. It
// takes minutes and the registry, so only the long form does it.

const minutes = (count: number): number => count * 60_000;
const policy = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "kms=Decrypt" }] }\n';
let folder = "";
let repository = "";

const run = (cwd: string, program: string, ...args: readonly string[]) => {
  const { PATH, NODE_EXTRA_CA_CERTS } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      ...{ PATH, HOME: join(folder, "home"), PRE_COMMIT_HOME: join(folder, "home", "pre-commit") },
      ...(NODE_EXTRA_CA_CERTS !== undefined && { NODE_EXTRA_CA_CERTS }),
    },
  });
  return { exit: status, stdout, all: `${stdout}${stderr}` };
};
const git = (cwd: string, ...args: readonly string[]) => {
  const done = run(cwd, "git", "-c", "user.name=A", "-c", "user.email=a@example.com", ...args);
  expect([args[0], done.exit, done.all]).toEqual([args[0], 0, expect.anything()]);
};

describe.runIf(long)("from git", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kmspol-git-"));
    for (const name of ["home", "work", "prefix"]) await mkdir(join(folder, name));
    repository = join(folder, "kmspol.git");
    // The commit, not the folder: nothing that lies beside it may be needed.
    git(folder, "clone", "--quiet", "--bare", resolve("."), repository);
    git(repository, "tag", "v0.1.0-test", "HEAD");
    await writeFile(join(folder, "work", "key-policy.json"), policy);
  }, minutes(1));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test(
    "npm install --global git+…",
    () => {
      const work = join(folder, "work");
      const address = `git+file://${repository}#v0.1.0-test`;
      const installed = run(work, "npm", "install", "--global", "--prefix", join(folder, "prefix"), address);
      expect([installed.exit, installed.all]).toEqual([0, expect.stringContaining("added 1 package")]);
      const program = join(folder, "prefix", "bin", "kmspol");
      expect(run(work, program, "--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
      expect(run(work, program, "check", "key-policy.json")).toMatchObject({
        exit: 1,
        stdout: expect.stringContaining("malformed-action") as string,
      });
    },
    minutes(10),
  );

  test(
    "npx --package git+…",
    () => {
      const address = `git+file://${repository}#v0.1.0-test`;
      const told = run(join(folder, "work"), "npx", "--yes", "--package", address, "kmspol", "--version");
      expect([told.exit, told.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
    },
    minutes(10),
  );

  test.runIf(spawnSync("pre-commit", ["--version"]).status === 0)(
    "the hook of pre-commit",
    async () => {
      const work = join(folder, "hooked");
      await mkdir(work);
      git(work, "init", "--quiet");
      const configuration = `repos:\n  - repo: file://${repository}\n    rev: v0.1.0-test\n    hooks:\n      - id: kmspol-check\n`;
      await writeFile(join(work, ".pre-commit-config.yaml"), configuration);
      await writeFile(join(work, "key-policy.json"), policy);
      await writeFile(join(work, "package.json"), "{}\n");
      git(work, "add", "--all");
      const told = run(work, "pre-commit", "run", "--all-files");
      expect([told.exit, told.all]).toEqual([1, expect.stringContaining("malformed-action")]);
      await writeFile(
        join(work, "key-policy.json"),
        policy.replace("kms=Decrypt", "kms:Decrypt").replace('"Allow"', '"Deny"'),
      );
      git(work, "add", "--all");
      expect(run(work, "pre-commit", "run", "--all-files").all).not.toContain("malformed-action");
    },
    minutes(10),
  );
});
