import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { execa, execaSync } from "execa";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { environmentOf, newPlace } from "../support/binary.ts";

// The README's recipe for pre-commit, as a stranger copies it into a repository. It runs with the real tool where that is installed;
// everywhere its command is run as the tool runs it.

const recipe =
  /```yaml\n# \.pre-commit-config\.yaml\n([^`]*)```/.exec(await readFile("README.md", "utf8"))?.[1] ?? "";

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
  readonly exclude: string;
}
const { repos } = parse(recipe) as { repos: readonly { repo: string; hooks: readonly Hook[] }[] };

const good = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
});
const bad = good.replace("kms:*", "kms=*");
const accepted = JSON.stringify({ accept: [{ code: "no-delete-permission", reason: "INFRA-42" }] });

interface Case {
  readonly title: string;
  /** What is committed, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly refused?: RegExp;
}
const cases: readonly Case[] = [
  { title: "a good policy", files: { "policies/app.json": good } },
  {
    title: "a policy with a fault",
    files: { "policies/app.json": bad },
    refused: /app\.json.* malformed-action/,
  },
  {
    title: "one with a fault beside a good one",
    files: { "policies/app.json": good, "policies/team a/b.yaml": bad },
    refused: /b\.yaml.* malformed-action/,
  },
  { title: "JSON of something else", files: { "package.json": "{}", "docs/policy.json": bad } },
  {
    title: "the accepted findings",
    files: { "policies/app.json": good, "policies/.kmspolrc.json": accepted },
  },
];

/** A repository with these files and the recipe, and kmspol on the search path. */
const repositoryWith = async (files: Case["files"]) => {
  const place = await newPlace();
  const programs = join(place.root, "bin");
  await mkdir(programs);
  await symlink(resolve("bin/kmspol.js"), join(programs, "kmspol"));
  for (const [path, text] of Object.entries({ ...files, ".pre-commit-config.yaml": recipe })) {
    await mkdir(join(place.work, path, ".."), { recursive: true });
    await writeFile(join(place.work, path), text);
  }
  const base = environmentOf(place);
  const env = {
    ...base,
    PATH: programs + delimiter + (base["PATH"] ?? ""),
    PRE_COMMIT_HOME: join(place.root, "pre-commit"),
  };
  const run = (file: string, ...args: readonly string[]) =>
    execa(file, args, { cwd: place.work, env, extendEnv: false, reject: false, all: true });
  return { place, run };
};

test.each(cases)("the recipe's command on $title", async ({ files, refused }) => {
  const [repo] = repos;
  const [hook] = repo?.hooks ?? [];
  expect(repo?.repo).toBe("local");
  expect(hook).toMatchObject({ id: "kmspol", language: "system" });
  if (!hook) return;
  const chosen = Object.keys(files).filter(
    (path) => new RegExp(hook.files).test(path) && !new RegExp(hook.exclude).test(path),
  );
  const { run } = await repositoryWith(files);
  const [program = "", ...args] = hook.entry.split(" ");
  // Where no file matches, the tool starts nothing.
  const { exitCode, all } =
    chosen.length > 0
      ? await run(program, ...args, ...chosen)
      : { exitCode: 0, all: "no findings: no files" };
  expect(all).toMatch(refused ?? /no findings/);
  expect(exitCode).toBe(refused ? 1 : 0);
});

const isThere = execaSync("pre-commit", ["--version"], { reject: false }).exitCode === 0;
const note = isThere ? "" : " (pre-commit is not installed here)";

test.runIf(isThere).each(cases)(`pre-commit itself on $title${note}`, async ({ files, refused }) => {
  const { place, run } = await repositoryWith(files);
  await run("git", "init", "--quiet");
  await run("git", "add", "--all");
  expect((await run("pre-commit", "install")).all).toMatch(/installed/);
  const all = await run("pre-commit", "run", "--all-files");
  expect(all.all).toMatch(refused ?? /Passed|no files to check/);
  expect(all.exitCode).toBe(refused ? 1 : 0);
  const asAuthor = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
  const commit = await run("git", ...asAuthor, "commit", "--message", "policies");
  expect(commit.exitCode).toBe(refused ? 1 : 0);
  await rm(join(place.root, "pre-commit"), { recursive: true, force: true });
});
