import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// Whether a statement allows or denies is told when the document is deployed: till then it may do both, which is not nothing.

const account = "111122223333";
const root = `arn:aws:iam::${account}:root`;
const app = `arn:aws:iam::${account}:role/App`;

const template = `Parameters:
  Effect: { Type: String }
Resources:
  K:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - { Effect: Allow, Principal: { AWS: "${root}" }, Action: "kms:*", Resource: "*" }
          - { Effect: !Ref Effect, Principal: { AWS: "${app}" }, Action: kms:Decrypt, Resource: "*" }
`;
const whole = (
  effect: string,
) => `{ Effect = "Allow", Principal = { AWS = "${root}" }, Action = "kms:*", Resource = "*" },
      { Effect = ${effect}, Principal = { AWS = "${app}" }, Action = "kms:Decrypt", Resource = "*" },`;
const variable = 'variable "Effect" { type = string }\n';
const source = `${variable}resource "aws_kms_key" "k" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      ${whole("var.Effect")}
    ]
  })
}
`;
const block = (effect: string, who: string, action: string) => `  statement {
    effect    = ${effect}
    actions   = ["${action}"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["${who}"]
    }
  }
`;
const data = `${variable}data "aws_iam_policy_document" "d" {
${block('"Allow"', root, "kms:*")}${block("var.Effect", app, "kms:Decrypt")}}
resource "aws_kms_key" "k" {
  policy = data.aws_iam_policy_document.d.json
}
`;
const bare = (effect: string) =>
  JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
        { Effect: effect, Principal: { AWS: app }, Action: "kms:Decrypt", Resource: "*" },
      ],
    },
    undefined,
    2,
  );

const run = async (name: string, text: string, ...args: readonly string[]) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-open-effect-"));
  const path = join(state, name);
  await writeFile(path, text);
  const [verb = "", ...rest] = args;
  return within({ state }, [verb, path, ...rest, "--account", account]);
};

interface Line {
  readonly principal: string;
  readonly undecided?: string;
  readonly via: string;
}

describe.each<[what: string, name: string, text: string, effect: string]>([
  ["a template", "t.yaml", template, "${Effect}"],
  ["an object of Terraform", "main.tf", source, "${var.Effect}"],
  ["a data document", "main.tf", data, "${var.Effect}"],
  ["a bare policy", "p.json", bare("${Effect}"), "${Effect}"],
  ["a bare policy with braces", "p.json", bare("{{ Effect }}"), "{{ Effect }}"],
])("%s", (_, name, text, effect) => {
  const unknown = `what ${effect} stands for is not known here`;
  const told = async (...more: readonly string[]) => {
    const { stdout } = await run(name, text, "who-can", "kms:Decrypt", "--json", ...more);
    const { access } = JSON.parse(stdout) as { access: readonly Line[] };
    return access.map(
      ({ principal, via, undecided }) => `${via} ${principal}${undecided ? `: ${undecided}` : ""}`,
    );
  };
  const can = async (...more: readonly string[]) => {
    const { exit, stdout } = await run(name, text, "can", "role/App", "kms:Decrypt", "--json", ...more);
    const { decision, undecided } = JSON.parse(stdout) as { decision: string; undecided?: string };
    return [exit, decision, undecided];
  };

  test("whom it names possibly has it, and everybody else what others give", async () => {
    expect((await told()).filter((line) => line.includes("role/App"))).toEqual([
      `key-policy ${app}: ${unknown}`,
      `iam ${app}: ${unknown}`,
    ]);
    expect(await told()).toContain(`key-policy root-user:${account}`);
    expect(await can()).toEqual([1, "denied", `statement 2: ${unknown}`]);
  });

  test("told to be Allow, or Deny, it is that", async () => {
    expect(await can("--set", "Effect=Allow")).toEqual([0, "allowed", undefined]);
    expect(await can("--set", "Effect=Deny")).toEqual([1, "denied", undefined]);
    expect((await told("--set", "Effect=Allow")).filter((line) => line.includes(app))).toEqual([
      `key-policy ${app}`,
    ]);
    expect((await told("--set", "Effect=Deny")).filter((line) => line.includes(app))).toEqual([]);
  });

  test("check says so, and show as well", async () => {
    const { exit, stdout } = await run(name, text, "check", "--json");
    const { findings } = JSON.parse(stdout) as { findings: readonly { code: string; message: string }[] };
    expect(findings.filter(({ code }) => code === "opaque-effect").map(({ message }) => message)).toEqual([
      `whether this allows or denies is not known here: ${unknown}`,
    ]);
    expect([exit, findings.map(({ code }) => code)]).toEqual([0, expect.not.arrayContaining(["lockout"])]);
    const shown = await run(name, text, "show");
    expect(shown.stdout).toContain(`allows role/App kms:Decrypt, if ${effect} is Allow`);
    expect(shown.stdout).toContain(`denies role/App kms:Decrypt, if ${effect} is Deny`);
    expect(shown.stdout).toContain("Statement 2 ");
    expect(shown.stdout).not.toContain("matches nothing");
  });

  test("a verb leaves it as it is", async () => {
    const state = await mkdtemp(join(tmpdir(), "kmspol-open-effect-"));
    const path = join(state, name);
    await writeFile(path, text);
    const { exit } = await within({ state }, ["add-user", path, "role/Other", "--account", account, "--yes"]);
    expect(exit).toBe(0);
    const after = await readFile(path, "utf8");
    const lost = text.split("\n").filter((line) => !after.includes(line.replace(/[\]},]*$/, "")));
    expect([lost, after]).toEqual([[], expect.stringContaining("role/Other")]);
  });
});

test("where the only statement is such a one, nobody is told to have nothing, and no lockout is claimed", async () => {
  const text = template
    .replace(/^.*Effect: Allow.*\n/m, "")
    .replace(app, root)
    .replace("kms:Decrypt", '"kms:*"');
  const { stdout } = await run("t.yaml", text, "who-can", "kms:PutKeyPolicy", "--json");
  const { access } = JSON.parse(stdout) as { access: readonly Line[] };
  expect(access.map(({ principal, undecided }) => [principal, undecided])).toEqual([
    [`root-user:${account}`, "what ${Effect} stands for is not known here"],
    [`account:${account}`, "what ${Effect} stands for is not known here"],
  ]);
  expect((await run("t.yaml", text, "check")).stdout).not.toContain("lockout");
});
