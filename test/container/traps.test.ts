import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { within } from "../support/in-process.ts";
import { config, jsonTemplate, plan, state, template, terraform, trail } from "./trap-files.ts";

// What is easily got wrong where a policy stands in another document, one row a trap, through the program.

interface Row {
  readonly files: Readonly<Record<string, string>>;
  /** The command line; the last command's answer counts. */
  readonly run: string | readonly string[];
  /** What the answer, or the file that is named, must have. */
  readonly has: readonly (string | RegExp)[];
  readonly hasNot?: readonly (string | RegExp)[];
  readonly exit?: number;
  /** The file that is looked at in place of the answer. */
  readonly in?: string;
}

beforeAll(() => {
  process.env["COLUMNS"] = "200";
});

const ask = async ({ files, run, in: file }: Row) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-container-traps-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(state, name), text);
  let ended = { exit: -1, stdout: "", stderr: "" };
  for (const line of [run].flat())
    ended = await within(
      { state },
      line.split(" ").map((word) => (/^[\w.-]+\.\w+(?:#.*)?$/.test(word) ? join(state, word) : word)),
    );
  const all = (ended.stdout + ended.stderr).replaceAll(`${state}/`, "").replace(/\n +/g, " ");
  return { exit: ended.exit, text: file === undefined ? all : await readFile(join(state, file), "utf8") };
};

const goes = (action: string): string => plan(action).replace(/"after":\{.*?\}(?=,"replace)/, '"after":null');

const at = (trap: string, what: string) => [trap, what] as const;

const use = "AWS: arn:aws:iam::111122223333:role/App";

test.each<readonly [trap: string, what: string, row: Row]>([
  [
    ...at("1", "what looks like an empty policy is none"),
    { files: { "a.json": '{ "name": "app" }' }, run: "who-can a.json", exit: 2, has: ["no key policy"] },
  ],
  [
    ...at("1", "nothing is written into it"),
    {
      files: { "a.json": '{ "name": "app" }' },
      run: "add-user a.json role/A --account 111122223333 --yes",
      in: "a.json",
      exit: 2,
      has: [/^\{ "name": "app" \}$/],
    },
  ],
  [
    ...at("2", "a name that is left open is no policy variable"),
    {
      files: {
        "a.yaml": template(
          `{ ${use} }`,
          "StringEquals: { kms:EncryptionContext:app: !Sub '${Name}' }",
          "Name",
        ),
      },
      run: "can a.yaml role/App kms:Decrypt --context kms:EncryptionContext:app=x --account 111122223333",
      exit: 1,
      has: [
        "allowed if IAM allows it too, undecided: role/App, kms:Decrypt undecided: statement 2: what ${Name} stands for is not known here",
      ],
    },
  ],
  [
    ...at("2", "an escaped one in a Sub is a policy variable"),
    {
      files: {
        "a.yaml": template(
          '"*"',
          "StringLike: { aws:PrincipalArn: !Sub 'arn:aws:iam::*:user/${!aws:username}' }",
        ),
      },
      run: "can a.yaml arn:aws:iam::111122223333:user/Ann kms:Decrypt --account 111122223333",
      exit: 0,
      has: ["allowed"],
    },
  ],
  [
    ...at("3", "a value that becomes a list takes its tag along"),
    {
      files: { "a.yaml": template("{ AWS: !GetAtt App.Arn }") },
      run: "add-user a.yaml role/New --yes",
      in: "a.yaml",
      exit: 0,
      has: [/AWS:[ \[\n-]+!GetAtt App\.Arn/, "role/New"],
    },
  ],
  [
    ...at("4", "a condition of the template is true or false, and never absent"),
    {
      files: {
        "a.yaml": template(`{ ${use} }`, "Bool: { aws:SecureTransport: !If [IsLive, 'true', 'true'] }"),
        "b.yaml": template(`{ ${use} }`, "Bool: { aws:SecureTransport: 'true' }"),
      },
      run: "diff a.yaml b.yaml --account 111122223333 --access --exit-code",
      exit: 0,
      has: ["Nobody gains or loses access"],
    },
  ],
  [
    ...at("5", ".template is YAML, too"),
    {
      files: { "a.template": template(`{ ${use} }`) },
      run: "who-can a.template kms:Decrypt",
      exit: 0,
      has: ["role/App"],
    },
  ],
  [
    ...at("5", "commas at the end of a JSON template are CloudFormation's"),
    {
      files: { "a.template": jsonTemplate(",") },
      run: "who-can a.template kms:Decrypt",
      exit: 0,
      has: ["role/App"],
    },
  ],
  [
    ...at("5", "comments of a JSON template are told as what JSON has not"),
    {
      files: { "a.json": `{ // ours: "//"\n"x": "// no", ${jsonTemplate("").slice(1)}` },
      run: "check a.json",
      exit: 1,
      has: ["a.json: line 1 has a comment, which JSON has not: whether CloudFormation takes it is not known"],
    },
  ],
  [
    ...at("5", "what only looks like a comment is none"),
    {
      files: { "a.json": `{ "x": "https://y /* */", ${jsonTemplate(",").slice(1)}` },
      run: "check a.json",
      exit: 1,
      has: ["a.json"],
      hasNot: ["which JSON has not"],
    },
  ],
  [
    ...at("6", "a fault outside of the policy does not spoil it"),
    {
      files: { "a.yaml": `${template(`{ ${use} }`)}Outputs:\n  Odd: { "x" }\n  Text: "one\n two"\n` },
      run: "who-can a.yaml kms:Decrypt",
      exit: 0,
      has: ["role/App"],
    },
  ],
  [
    ...at("7", "the policy is measured, not the file"),
    {
      files: { "a.yaml": `${template(`{ ${use} }`)}# ${"x".repeat(40_000)}\n` },
      run: "add-user a.yaml role/New --yes",
      exit: 0,
      has: ["changed and verified"],
      hasNot: ["policy-too-large"],
    },
  ],
  [
    ...at("8", "an account without quotes keeps its zeros"),
    {
      files: { "a.yaml": template("{ AWS: 012345678901 }") },
      run: "who-can a.yaml kms:Decrypt",
      exit: 0,
      has: ["account 012345678901"],
    },
  ],
  [
    ...at("9", "a Version without quotes is the Version"),
    {
      files: { "a.yaml": template(`{ ${use} }`).replace('"2012-10-17"', "2012-10-17") },
      run: "check a.yaml --account 111122223333",
      exit: 0,
      has: ["no findings"],
    },
  ],
  [
    ...at("10", "an alias of what stands outside of the policy is read, as what packs the template does"),
    {
      files: { "a.yaml": `who: &who { ${use} }\n${template("*who")}` },
      run: "who-can a.yaml",
      exit: 0,
      has: ["WHO"],
      hasNot: ["nobody"],
    },
  ],
  [
    ...at("10", "an alias of nothing is named, and not guessed"),
    {
      files: { "a.yaml": template("*who") },
      run: "who-can a.yaml",
      exit: 2,
      has: ["*who stands for what is written outside of this policy"],
    },
  ],
  [
    ...at("11", "the Default of an SSM parameter is a name"),
    {
      files: {
        "a.yaml": template(
          "{ AWS: !Ref Who }",
          undefined,
          "Who",
          "AWS::SSM::Parameter::Value<String>",
          "/roles/app",
        ),
      },
      run: "who-can a.yaml kms:Decrypt",
      exit: 0,
      has: ["${Who}", "undecided"],
      hasNot: ["/roles/app"],
    },
  ],
  [
    ...at("12", "a caller identity of another provider is another account"),
    {
      files: { "a.tf": terraform },
      run: "check a.tf",
      has: ["external-account-full", "data.aws_caller_identity.far"],
    },
  ],
  [
    ...at("12", "a role of another provider is of another account"),
    {
      files: { "a.tf": terraform },
      run: "who-can a.tf kms:Encrypt",
      has: ["${aws_iam_role.far.arn}", "through another provider"],
    },
  ],
  [
    ...at("13", "the Default of its parameter decides no condition"),
    {
      files: {
        "a.yaml": template(
          "{ AWS: !If [IsLive, arn:aws:iam::111122223333:role/Live, arn:aws:iam::111122223333:role/Test] }",
          undefined,
          "Stage",
          "String",
          "live",
        ),
      },
      run: "who-can a.yaml kms:Decrypt --account 111122223333",
      exit: 0,
      has: ["role/Live", "role/Test", "left open"],
    },
  ],
  [
    ...at("8", "a file has no trail to look into where there is nothing to undo"),
    {
      files: { "a.yaml": template(`{ ${use} }`) },
      run: "undo a.yaml --yes",
      exit: 3,
      has: ["has no change of a.yaml#AppKey to undo", "only what kmspol changed in a file"],
      hasNot: ["--cloudtrail"],
    },
  ],
  [
    ...at("14", "a key whose policy is sensitive, and that nothing changes, stays as it is"),
    {
      files: { "a.json": plan("no-op").replace('"before"', '"before_sensitive":{"policy":true},"before"') },
      run: "diff a.json --exit-code --fail-on gained",
      exit: 0,
      has: ["1 key: 1 stays", "aws_kms_key.a: stays as it is"],
      hasNot: ["who gains what"],
    },
  ],
  [
    ...at("14", "a key that goes is destroyed, or only forgotten"),
    {
      files: { "a.json": goes("forget") },
      run: "diff a.json",
      exit: 0,
      has: ["(goes, forgotten)", "the key and its policy stay in the account"],
    },
  ],
  [
    ...at("14", "a key that goes"),
    {
      files: { "a.json": goes("delete") },
      run: "diff a.json",
      exit: 0,
      has: ["(goes)", "what it encrypted is lost with it"],
    },
  ],
  [
    ...at("14", "a key that is replaced is no unchanged one, whatever its policy"),
    {
      files: { "a.json": plan("create", "delete") },
      run: "diff a.json --exit-code",
      exit: 1,
      has: ["1 replaced", "(replaced by key_usage)", "the old key is destroyed", "the same policy"],
    },
  ],
  [
    ...at("15", "two policies of one key are told"),
    {
      files: {
        "a.tf": `${terraform}resource "aws_kms_key_policy" "b" {\n  key_id = aws_kms_key.a.id\n  policy = "{}"\n}\n`,
      },
      run: "check a.tf",
      exit: 1,
      has: ["two-policies"],
    },
  ],
  ...(["object", "text", "text in text"] as const).map((form): [string, string, Row] => [
    ...(["16", `AWS Config writes the policy as ${form}`] as const),
    { files: { "a.json": config(form) }, run: "who-can a.json kms:Decrypt", exit: 0, has: ["role/App"] },
  ]),
  [
    ...at("17", "no secret of a state is told, whatever is wrong beside it"),
    {
      files: { "a.tfstate": state("{ no policy") },
      run: "check a.tfstate",
      has: ["policy"],
      hasNot: ["hunter2"],
    },
  ],
  [
    ...at("17", "nor of a state that is cut"),
    {
      files: { "a.tfstate": state("{}").slice(0, -20) },
      run: "check a.tfstate",
      has: ["a.tfstate", "a Terraform plan or state with a fault in its JSON, at line 1, column "],
      hasNot: ["hunter2"],
    },
  ],
  ...(
    [
      ["show", "one that lacks its end", (text: string) => text.slice(0, -20)],
      ["who-can", "one that lacks its beginning", (text: string) => text.slice(3)],
      ["list", "a secret without its quotes", (text: string) => text.replace('"hunter2"', "hunter2")],
      [
        "diff a.tfstate",
        "a comma before the secret",
        (text: string) => text.replace('"hunter2"', ',"hunter2"'),
      ],
      [
        "add-user --yes a.tfstate role/App",
        "a line in the secret",
        (text: string) => text.replace("hunter2", "hunter2\n"),
      ],
    ] as const
  ).map(
    ([verb, what, breaks]) =>
      [
        ...at("17", `nor of a state with a fault: ${what}`),
        {
          files: { "a.tfstate": breaks(state("{}")) },
          run: verb.startsWith("add-user") ? verb : `${verb} a.tfstate`,
          exit: 2,
          has: ["a Terraform plan or state with a fault in its JSON, at line "],
          hasNot: ["hunter2"],
        },
      ] as const,
  ),
  [
    ...at("18", "an annotation names the key"),
    {
      files: { "a.yaml": template('"*"') },
      run: "check a.yaml --format github --fail-on never",
      exit: 0,
      has: ["security public-access in AppKey"],
    },
  ],
  [
    ...at("18", "a fingerprint has the key"),
    {
      files: { "a.yaml": template('"*"') },
      run: "check a.yaml --format sarif --fail-on never",
      exit: 0,
      has: ["public-access:AppKey:", '"Resources.AppKey"'],
    },
  ],
  [
    ...at("19", "names in Markdown mention nobody"),
    {
      files: {
        "a.yaml": template(`{ ${use} }`),
        "b.yaml": template("{ AWS: arn:aws:iam::111122223333:role/@octocat }"),
      },
      run: "diff a.yaml b.yaml --format markdown",
      exit: 0,
      has: [/`[^`]*octocat[^`]*`/],
      hasNot: [/^[^`]*@octocat/m],
    },
  ],
  [
    ...at("20", "a plan is one line: the column is within the policy, and the address is told"),
    {
      files: { "a.json": plan("update") },
      run: "check a.json --fail-on never",
      exit: 0,
      has: [/a\.json:1:\d{3,}: warning external/, "a.json#aws_kms_key.a"],
    },
  ],
  [
    ...at("21", "a data document allows where it says nothing, and merges conditions of one key"),
    {
      files: { "a.tf": terraform },
      run: "can a.tf arn:aws:iam::111122223333:user/Ann kms:Decrypt --account 111122223333 --context kms:EncryptionContext:who=two",
      exit: 0,
      has: ["allowed"],
    },
  ],
  [
    ...at("21", "&{…} in a data document is a policy variable"),
    { files: { "a.tf": terraform }, run: "get a.tf", exit: 0, has: ["&{aws:username}"] },
  ],
  [
    ...at("22", "a list of templates is no template"),
    { files: { "a.json": `[${jsonTemplate("")}]` }, run: "show a.json", exit: 2, has: ["no key policy"] },
  ],
  [
    ...at("22", "nor is a snapshot of a test"),
    {
      files: { "a.snap": `exports[\`stack 1\`] = \`\n${jsonTemplate("")}\n\`;\n` },
      run: "check a.snap",
      exit: 2,
      has: ["a.snap"],
    },
  ],
])("%s: %s", async (_, __, row) => {
  const { exit, text } = await ask(row);
  for (const part of row.has) expect(text).toMatch(typeof part === "string" ? literally(part) : part);
  for (const part of row.hasNot ?? [])
    expect(text).not.toMatch(typeof part === "string" ? literally(part) : part);
  if (row.exit !== undefined) expect(exit).toBe(row.exit);
});

const literally = (text: string): RegExp => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));

test("a trail that has no policy in it says so", async () => {
  const { exit, text } = await ask({ files: { "a.json": trail }, run: "show a.json", has: [] });
  expect([exit, text]).toEqual([2, expect.stringContaining("no key policy")]);
});

test("a template whose sections are in braces is read like any other", async () => {
  const policy = `{ Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: !If [IsLive, "*", { AWS: !Ref Who }], Action: "kms:*", Resource: "*" }] }`;
  const text = `Parameters: { Who: { Type: String } }
Conditions: { IsLive: !Equals [!Ref AWS::Region, eu-west-1] }
Resources: { # ours
  AppKey: { Type: AWS::KMS::Key, Properties: { KeyPolicy: ${policy} } } }
`;
  const arn = "arn:aws:iam::111122223333:role/App";
  const run = `add-user a.yaml role/New --set Who=${arn} --account 111122223333 --yes`;
  const { text: answer } = await ask({
    files: { "a.yaml": text },
    run: [run, run.replace("add", "remove")],
    in: "a.yaml",
    has: [],
  });
  expect(answer).toBe(text);
  const { text: who } = await ask({
    files: { "a.yaml": text },
    run: `who-can a.yaml kms:Decrypt --set Who=${arn} --region us-east-1`,
    has: [],
  });
  expect(who).toMatch(/^[^\n]*role\/App has kms:Decrypt$/m);
  expect(who).not.toContain("anyone");
});

test("a long comment above a section is passed over at once", async () => {
  const comments = `  ${"# ".repeat(20_000)}\n`.repeat(3);
  const text = template("{ AWS: arn:aws:iam::111122223333:role/App }").replace(
    "Conditions:\n",
    `Conditions:\n${comments}`,
  );
  const { text: who } = await ask({ files: { "a.yaml": text }, run: "who-can a.yaml kms:Decrypt", has: [] });
  expect(who).toContain("role/App");
});
