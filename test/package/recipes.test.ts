import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { environmentOf, newPlace } from "../support/binary.ts";
import { sample } from "../support/long-form.ts";

const recipes = await readFile("docs/recipes.md", "utf8");

/** The command lines of a section that run kmspol; those of other programs need what is not here. */
const commandsOf = (section: string): readonly string[] => {
  const [, body = ""] = recipes.split(`\n## ${section}\n`);
  const own = body.split("\n## ")[0] ?? "";
  return [...own.matchAll(/```sh\n([^]*?)```/g)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .filter((line) => /\bkmspol\b/.test(line));
};

const statement = (principal: string, actions: string) => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: actions,
  Resource: "*",
});
const root = "arn:aws:iam::111122223333:root";
const policy = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const before = policy(statement(root, "kms:*"));
const after = policy(
  statement(root, "kms:*"),
  statement("arn:aws:iam::111122223333:role/App", "kms:Decrypt"),
);

const resource = (content: object, metadata = {}) => ({
  Resources: { AppKey: { Type: "AWS::KMS::Key", ...metadata, Properties: { KeyPolicy: content } } },
});
const template = `Parameters:
  Stage:
    Type: String
Resources:
  AppKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
`;
const change = {
  actions: ["update"],
  before: { policy: JSON.stringify(before) },
  after: { policy: JSON.stringify(after) },
};

/** A checkout with what the recipes name, and kmspol on the search path. */
const checkout = async () => {
  const place = await newPlace();
  const write = (name: string, text: string) => writeFile(join(place.work, name), text);
  await mkdir(join(place.work, "cdk.out"));
  await write("template.yaml", template);
  await write(
    "main.tf",
    `resource "aws_kms_key" "app" {\n  policy = jsonencode(${JSON.stringify(before)})\n}\n`,
  );
  await write("production.tfvars", 'stage = "production"\n');
  const planned = { address: "aws_kms_key.app", type: "aws_kms_key", change };
  await write("plan.json", JSON.stringify({ format_version: "1.2", resource_changes: [planned] }));
  const made = resource(after, { Metadata: { "aws:cdk:path": "App/Key/Resource" } });
  await write("cdk.out/app.template.json", JSON.stringify(made, undefined, 1));
  const programs = join(place.root, "programs");
  await mkdir(programs);
  await symlink(resolve("bin/kmspol.js"), join(programs, "kmspol"));
  const base = environmentOf(place);
  const env = {
    ...base,
    PATH: [programs, resolve(process.execPath, ".."), base["PATH"] ?? ""].join(delimiter),
  };
  return { cwd: place.work, env, extendEnv: false, reject: false } as const;
};

const commit = `git init -q . && git add template.yaml && git -c user.name=t -c user.email=t@example.com commit -qm t \\
  && git update-ref refs/remotes/origin/main HEAD`;

test("the sections are read", () => {
  expect(commandsOf("Terraform").length).toBeGreaterThan(6);
  expect(commandsOf("CloudFormation and CDK").length).toBeGreaterThan(6);
});

/** The verb, and where its input comes from. */
const kindOf = (line: string): readonly string[] => /^(.*)\bkmspol (\S+)/.exec(line)?.slice(1) ?? [];

/** Those that say that somebody gains, or that the key of the sandbox is another one. */
const saysNo = /--fail-on gained|--exit-code/;

test.each(["Terraform", "CloudFormation and CDK"])(
  "each command of %s runs as it is written",
  async (section) => {
    const options = await checkout();
    await execa("bash", ["-c", commit], options);
    const lines = sample(commandsOf(section), 2, kindOf).map((line) =>
      line.replace(
        /add-user (\S+) role\/Report(?: --yes)?/,
        "add-user $1 role/App --account 111122223333 --yes",
      ),
    );
    const script = lines.map((line) => `${line}\necho "exit $?"`).join("\n");
    const { stdout, stderr } = await execa("kmspol", ["sandbox", "--", "bash", "-c", script], options);
    const exits = [...stdout.matchAll(/^exit (\d+)$/gm)].map(([, code]) => Number(code));
    const meant = lines.map((line) => [line, saysNo.test(line) ? [0, 1] : [0]] as const);
    expect(exits.length, stderr).toBe(lines.length);
    meant.forEach(([line, allowed], index) => expect(allowed, `${line}\n${stderr}`).toContain(exits[index]));
  },
);
