import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { long } from "../support/long-form.ts";

// What runs kmspol elsewhere: what these files name is there, and their steps do what they say, run by hand.

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}
interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const read = (path: string): string => readFileSync(path, "utf8");
const action = parse(read("action.yml")) as Action;
const workflows = readdirSync(".github/workflows").map((name) => `.github/workflows/${name}`);

describe("every file that is named is there", () => {
  const named = [
    ...["action.yml", "Dockerfile", "docs/ci.md", "SECURITY.md", ...workflows],
    ...readdirSync(".github/ISSUE_TEMPLATE").map((name) => `.github/ISSUE_TEMPLATE/${name}`),
  ];
  test.each(named)("%s", (path) => {
    const text = read(path);
    const scripts = text.match(/(?<![\w/.])(?:scripts|bin|\.ci)\/[\w./-]*\w/g) ?? [];
    const copied =
      path === "Dockerfile"
        ? [...text.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, all]) => all?.split(" "))
        : [];
    const links = path.endsWith(".md")
      ? [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, to]) => join(path, "..", to ?? ""))
      : [];
    const tests = text.match(/\btest\/[\w./-]*\w/g) ?? [];
    for (const name of [...scripts, ...copied, ...links, ...tests])
      expect([name, existsSync(name ?? "")]).toEqual([name, true]);
  });

  test("what the image is built of is let into it", () => {
    const allowed = read(".dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));
    const copied = [...read("Dockerfile").matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(
      ([, all]) => all?.split(" ") ?? [],
    );
    expect(copied.sort()).toEqual(allowed.sort());
  });

  test("the man pages of package.json are those that are there", () => {
    const { man } = JSON.parse(read("package.json")) as { man: readonly string[] };
    expect([...man].sort()).toEqual(
      readdirSync("man")
        .map((name) => `man/${name}`)
        .sort(),
    );
  });
});

describe("action.yml", () => {
  const script = resolve("scripts/action.sh");
  const policy = (principal: string) => `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" },
    { "Effect": "Allow", "Principal": { "AWS": "${principal}" }, "Action": "kms:Decrypt", "Resource": "*" }
  ]
}
`;

  /** A checkout as a job has it, and what a step of the action does there. */
  const job = () => {
    const folder = mkdtempSync(join(tmpdir(), "kmspol-action-"));
    writeFileSync(join(folder, "old.json"), policy("arn:aws:iam::111122223333:role/Old"));
    writeFileSync(join(folder, "new.json"), policy("arn:aws:iam::444455556666:role/New"));
    const outputs = join(folder, "outputs");
    writeFileSync(outputs, "");
    const step = (name: string, inputs: Readonly<Record<string, string>>) =>
      spawnSync("bash", [script, name], {
        cwd: folder,
        encoding: "utf8",
        env: {
          PATH: process.env["PATH"],
          HOME: folder,
          RUNNER_TEMP: folder,
          GITHUB_OUTPUT: outputs,
          ...inputs,
        },
      });
    return { folder, step, outputs: () => readFileSync(outputs, "utf8") };
  };

  test("every input has its words, and reaches a script by the environment alone", () => {
    expect(action.runs.using).toBe("composite");
    for (const { description } of Object.values(action.inputs)) expect(description).toMatch(/\.$/);
    for (const { run = "" } of action.runs.steps) expect(run).not.toContain("${{");
    const used = JSON.stringify(action.runs);
    for (const name of Object.keys(action.inputs)) expect(used).toContain(`inputs.${name}`);
    for (const workflow of workflows)
      for (const { steps } of Object.values((parse(read(workflow)) as Workflow).jobs))
        for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });

  test("each step with a script is one that the script has", () => {
    const steps = action.runs.steps.flatMap(({ run }) => /action\.sh" (\w+)$/.exec(run ?? "")?.[1] ?? []);
    expect(steps.length).toBe(action.runs.steps.filter(({ run }) => run !== undefined).length);
    for (const name of steps) expect(read("scripts/action.sh")).toMatch(new RegExp(`^ {2}${name}\\)$`, "m"));
    expect(job().step("install", {}).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("check and sarif", () => {
    const { step, folder } = job();
    const inputs = { KMSPOL_PATHS: "old.json  new.json", KMSPOL_ACCOUNT: "111122223333" };
    expect(step("check", { ...inputs, KMSPOL_FAIL_ON: "error" }).status).toBe(0);
    const failed = step("check", { ...inputs, KMSPOL_FAIL_ON: "warning" });
    expect([failed.status, failed.stdout]).toEqual([
      1,
      expect.stringMatching(/^::warning file=new\.json,line=5/m),
    ]);
    expect(step("sarif", { ...inputs, KMSPOL_SARIF: "out.sarif" }).status).toBe(0);
    expect(readFileSync(join(folder, "out.sarif"), "utf8")).toContain('"version": "2.1.0"');
  });

  test("diff says what is gained, and the gate fails by it", () => {
    const { step, folder, outputs } = job();
    const inputs = { KMSPOL_DIFF: "old.json new.json", KMSPOL_ACCOUNT: "111122223333" };
    expect(step("diff", inputs).status).toBe(0);
    expect(readFileSync(join(folder, "kmspol-diff.md"), "utf8")).toMatch(/^<!-- kmspol diff -->/);
    expect(outputs()).toBe("gained=true\n");
    expect(step("gate", { ...inputs, KMSPOL_FAIL_ON_DIFF: "gained" }).status).toBe(1);
    expect(step("gate", { KMSPOL_DIFF: "old.json old.json", KMSPOL_FAIL_ON_DIFF: "changed" }).status).toBe(0);
  });

  test.each(["* ; touch owned", "$(touch owned)", "`touch owned`", "-- $IFS x"])(
    "what is typed runs nothing: %s",
    (typed) => {
      const { step, folder } = job();
      step("check", { KMSPOL_PATHS: typed, KMSPOL_ACCOUNT: typed, KMSPOL_FAIL_ON: typed });
      expect(existsSync(join(folder, "owned"))).toBe(false);
    },
  );

  test("the comment is written once, and then brought up to date", () => {
    const { step, folder } = job();
    const inputs = {
      KMSPOL_REPOSITORY: "o/r",
      KMSPOL_PULL: "7",
      PATH: `${folder}:${process.env["PATH"] ?? ""}`,
    };
    writeFileSync(join(folder, "kmspol-diff.md"), "<!-- kmspol diff -->\n");
    const gh = (answer: string) =>
      writeFileSync(
        join(folder, "gh"),
        `#!/bin/sh\ncase "$*" in *paginate*) printf '%s' '${answer}';; *) echo "$*" >> calls;; esac\n`,
        { mode: 0o755 },
      );
    gh("");
    expect(step("comment", inputs).status).toBe(0);
    gh("12\n");
    expect(step("comment", inputs).status).toBe(0);
    expect(readFileSync(join(folder, "calls"), "utf8").split("\n")).toEqual([
      `api --method POST repos/o/r/issues/7/comments -F body=@${folder}/kmspol-diff.md`,
      `api --method PATCH repos/o/r/issues/comments/12 -F body=@${folder}/kmspol-diff.md`,
      "",
    ]);
  });
});

test("the hook for pre-commit picks policies and what may hold them, and nothing else", () => {
  const [hook] = parse(read(".pre-commit-hooks.yaml")) as readonly {
    files: string;
    exclude: string;
    language: string;
    entry: string;
  }[];
  expect([hook?.language, hook?.entry]).toEqual(["node", "kmspol check"]);
  const picks = (path: string) =>
    new RegExp(hook?.files ?? "").test(path) && !new RegExp(hook?.exclude ?? "").test(path);
  for (const path of ["policies/app.json", "a/key-policy.json", "keypolicy.yaml", "policy/eu/x.tf"])
    expect([path, picks(path)]).toEqual([path, true]);
  for (const path of ["package.json", "policies/.kmspolrc.json", "infra/monopoly.json"])
    expect([path, picks(path)]).toEqual([path, false]);
});

test("npm pack prints the name of the package alone, as pre-commit reads it", () => {
  expect(read(".npmrc")).toMatch(/^foreground-scripts=false$/m);
});

// It builds every table twice: in the long form, which CI runs.
test.runIf(long)("the tables are renewed by their script, and nothing changes where nothing is new", () => {
  const copy = mkdtempSync(join(tmpdir(), "kmspol-tables-"));
  const output = `${copy}.output`;
  const inCopy = (program: string, ...args: readonly string[]) =>
    spawnSync(program, args, {
      cwd: copy,
      encoding: "utf8",
      // What asks the registry does nothing here.
      env: { ...process.env, KMSPOL_NPM: "true", GITHUB_OUTPUT: output },
    });
  for (const name of ["package.json", "scripts", "src", "schemas", "docs"])
    cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  const commit = () => {
    inCopy("git", "add", "--force", "package.json", "scripts", "src", "schemas", "docs");
    inCopy("git", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "x");
  };
  const renewed = () => inCopy(process.execPath, "scripts/renew-tables.mjs").stdout;
  inCopy("git", "init", "--quiet");
  commit();
  expect(renewed()).toBe("The tables are up to date.\n");
  writeFileSync(join(copy, "schemas/key-policy.schema.json"), "{}");
  commit();
  expect(renewed()).toBe("The tables have changed.\n");
  expect(readFileSync(output, "utf8")).toBe("changed=false\nchanged=true\n");
});
