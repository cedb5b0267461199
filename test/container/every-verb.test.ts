import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { newPlace } from "../support/binary.ts";
import { long } from "../support/long-form.ts";
import { within } from "../support/in-process.ts";

// Every verb that changes a policy, on a policy in every kind of document that it can be changed in: the outcome is that of the bare
// policy, nothing else of the document changes, and undo gives the bytes back.

const own = "111122223333";
const arn = (what: string, account = own): string => `arn:aws:iam::${account}:${what}`;

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: Readonly<Record<string, string>>;
  readonly Action: readonly string[];
  readonly Resource: string;
}

const statement = (
  Sid: string,
  Principal: Statement["Principal"],
  ...Action: readonly string[]
): Statement => ({
  ...{ Sid, Effect: "Allow", Principal, Action, Resource: "*" },
});
const administer = [
  "Create",
  "Describe",
  "Enable",
  "List",
  "Put",
  "Update",
  "Revoke",
  "Disable",
  "Get",
  "Delete",
];
const statements: readonly Statement[] = [
  statement("Enable IAM User Permissions", { AWS: arn("root") }, "kms:*"),
  statement(
    "Allow access for Key Administrators",
    { AWS: arn("role/Admin") },
    ...administer.map((name) => `kms:${name}*`),
    ...["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"],
  ),
  statement(
    "Allow use of the key",
    { AWS: arn("role/App") },
    ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
  ),
  statement("Theirs", { AWS: arn("root", "999988887777") }, "kms:Decrypt", "kms:Decrypt"),
  statement("Topics", { Service: "sns.amazonaws.com" }, "kms:Decrypt", "kms:GenerateDataKey*"),
];
const policy = { Version: "2012-10-17", Statement: statements };
const json = (value: unknown): string => JSON.stringify(value, undefined, 2);
const shifted = (text: string, by: number): string => text.trimEnd().replaceAll("\n", `\n${" ".repeat(by)}`);
/** With a comment that must stay. */
const yaml = (by: number): string =>
  shifted(stringify(policy, { lineWidth: 0 }).replace("Statement:\n", "Statement:\n  # ours\n"), by);
const hcl = json(policy)
  .replaceAll(/^( *)"(\w+)":/gm, "$1$2 =")
  .replace("Statement = [", "Statement = [ # ours");

const template = (kind: string, by: string): string =>
  ["App", "Other"]
    .map(
      (name) =>
        `${by}${name}:\n${by}  Type: AWS::KMS::Key # ${kind}\n${by}  Properties:\n${by}    Description: "${name}: before"\n${by}    KeyPolicy:\n${by}      ${yaml(by.length + 6)}\n${by}    Enabled: true # ${name}: after\n`,
    )
    .join("");
const manifest = (name: string): string =>
  `---\napiVersion: kms.services.k8s.aws/v1alpha1\nkind: Key # ours\nmetadata:\n  name: ${name}\nspec:\n  description: "${name}: before"\n  policy: |\n    ${shifted(json(policy), 4)}\n  enabled: true # ${name}: after\n`;
const resource = (name: string, written: string): string =>
  `resource "aws_kms_key" "${name}" {\n  description = "${name}: before" # ours\n  policy      = ${written}\n  is_enabled  = true # ${name}: after\n}\n`;
const block = ({ Sid, Principal, Action }: Statement): string => {
  const [type, who] = Object.entries(Principal)[0] ?? ["AWS", "*"];
  return `  statement {\n    sid       = "${Sid}"\n    actions   = ${JSON.stringify(Action).replaceAll(",", ", ")}\n    resources = ["*"]\n    principals {\n      type        = "${type}"\n      identifiers = ["${who}"]\n    }\n  }\n`;
};
const document = (name: string): string =>
  `# ${name}: before\ndata "aws_iam_policy_document" "${name}" {\n  # ours\n${statements.map(block).join("\n")}}\n# ${name}: after\nresource "aws_kms_key" "${name}" {\n  policy = data.aws_iam_policy_document.${name}.json\n}\n`;
const both = (write: (name: string) => string): string => write("App") + write("Other");

const jsonTemplate = json({
  Resources: Object.fromEntries(
    ["App", "Other"].map((name) => [
      name,
      {
        Type: "AWS::KMS::Key",
        Properties: { Description: `${name}: before`, KeyPolicy: policy, Tags: `${name}: after, ours` },
      },
    ]),
  ),
});

const documents: Readonly<Record<string, readonly [name: string, text: string, key: string]>> = {
  "a template in YAML": ["t.yaml", `Resources:\n${template("ours", "  ")}`, "App"],
  "a template in JSON": ["t.json", jsonTemplate, "App"],
  "a SAM template": [
    "t.yaml",
    `Transform: AWS::Serverless-2016-10-31\nResources:\n${template("ours", "  ")}`,
    "App",
  ],
  "the Serverless Framework": [
    "serverless.yml",
    `service: app\nprovider: { name: aws }\nresources:\n  Resources:\n${template("ours", "    ")}`,
    "App",
  ],
  "a manifest": ["k.yaml", both(manifest), "App"],
  "Ansible tasks": [
    "a.yml",
    both(
      (name) =>
        `- name: ${name}\n  amazon.aws.kms_key:\n    description: "${name}: before"\n    policy:\n      ${yaml(6)}\n    enabled: true # ${name}: after\n`,
    ),
    "App",
  ],
  jsonencode: [
    "main.tf",
    both((name) => resource(name, `jsonencode(${shifted(hcl, 2)})`)),
    "aws_kms_key.App",
  ],
  "a heredoc": ["main.tf", both((name) => resource(name, `<<P\n${json(policy)}\nP`)), "aws_kms_key.App"],
  "a data document": ["main.tf", both(document), "aws_kms_key.App"],
};

type Line = readonly [verb: string, ...words: readonly string[]];
const lines: readonly Line[] = [
  ["add-user", "role/Deploy", "user/team/bob"],
  ["add-user", "role/Deploy", "--only", "decrypt"],
  ["remove-user", "role/App"],
  ["add-admin", "role/Deploy"],
  ["remove-admin", "role/Admin"],
  ["deny-deletion"],
  ["grant-account", "444455556666"],
  ["revoke-account", "999988887777"],
  ["grant-service", "s3", "--source-account", own],
  ["revoke-service", "sns"],
  ["prune"],
  ["upgrade"],
  ["put", "NEW"],
  ["edit"],
  ["check", "--fix"],
];

const edit = (text: string): string => text.replace("Theirs", "Others");

/** A folder with a document and a policy to put, and what runs there. */
const placed = async (name: string, text: string) => {
  const { work: state } = await newPlace();
  const [file, wanted] = [join(state, name), join(state, "wanted.json")];
  await Promise.all([writeFile(file, text), writeFile(wanted, edit(json(policy)))]);
  const run = async ([verb, ...words]: Line, target: string) => {
    const operands = words.map((word) => (word === "NEW" ? wanted : word));
    return within({ state, edit }, [verb, target, ...operands, "--account", own, "--yes"]);
  };
  const ask = async (...line: readonly string[]) => within({ state }, [...line, "--account", own]);
  return { state, file, run, ask };
};

/** What a line makes of the bare policy. */
const onBare = async (line: Line): Promise<string> => {
  const { file, run } = await placed("bare.json", textFor(line, json(policy)));
  expect((await run(line, file)).exit).toBe(0);
  return readFile(file, "utf8");
};
const made = new Map<Line, Promise<string>>();
const madeOfBare = (line: Line): Promise<string> => {
  const text = made.get(line) ?? onBare(line);
  made.set(line, text);
  return text;
};

/** For prune with somebody who is gone: no other change passes over him. */
const textFor = ([verb]: Line, text: string): string =>
  verb === "prune" ? text.replaceAll(arn("root", "999988887777"), "AIDACKCEVSQ6C2EXAMPLE") : text;

/** What a document says outside of the policy of App. */
const around = (text: string): readonly [string, string] => {
  const [before, after] = [text.indexOf("App: before"), text.indexOf("App: after")];
  expect(Math.min(before, after)).toBeGreaterThan(0);
  return [text.slice(0, before + 11), text.slice(after)];
};
const comments = (text: string): number => text.split("ours").length;

/** In the normal run every fifth, others for each kind of document. */
const linesOf = (kind: string): readonly (readonly [string, Line])[] =>
  lines
    .filter((_, index) => long || (index + Object.keys(documents).indexOf(kind)) % 5 === 0)
    .map((line) => [line.join(" "), line]);

describe.each(Object.entries(documents))("in %s", (kind, [name, whole, key]) => {
  test.each(linesOf(kind))("%s", async (_line, line) => {
    const text = textFor(line, whole);
    const { state, file, run, ask } = await placed(name, text);
    const target = `${file}#${key}`;
    const { exit, stderr } = await run(line, target);
    expect([exit, stderr]).toEqual([0, expect.any(String)]);
    const after = await readFile(file, "utf8");
    expect(after).not.toBe(text);
    expect(around(after)).toEqual(around(text));
    expect(comments(after)).toBe(comments(text));
    const bare = join(state, "bare.json");
    await writeFile(bare, await madeOfBare(line));
    const compared = JSON.parse((await ask("diff", bare, target, "--json")).stdout) as {
      equivalent: boolean;
    };
    expect(compared.equivalent).toBe(true);
    const undone = await run(["undo"], target);
    expect([undone.exit, await readFile(file, "utf8")]).toEqual([0, text]);
  });

  test("allow-deletion takes back deny-deletion, and what is so already writes nothing", async () => {
    const { file, run } = await placed(name, whole);
    const target = `${file}#${key}`;
    await run(["deny-deletion"], target);
    const changed = await readFile(file, "utf8");
    expect(changed).not.toBe(whole);
    expect((await run(["deny-deletion"], target)).exit).toBe(0);
    expect(await readFile(file, "utf8")).toBe(changed);
    expect((await run(["allow-deletion"], target)).exit).toBe(0);
    expect(await readFile(file, "utf8")).toBe(whole);
  });
});
