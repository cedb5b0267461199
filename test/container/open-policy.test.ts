import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// A bare policy that something completes before it is put: functions of a template, and the placeholders of those who fill in texts
// (AWS CloudFormation User Guide, "Fn::Sub"; Terraform, "templatefile"; Jinja, Mustache, ERB). What is open is unknown, never nobody.

const policyOf = (root: unknown, ...users: readonly unknown[]) =>
  JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        { Sid: "Root", Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
        { Sid: "Use", Effect: "Allow", Principal: { AWS: users }, Action: "kms:Decrypt", Resource: "*" },
      ],
    },
    null,
    2,
  ) + "\n";

const sub = (text: string) => ({ "Fn::Sub": text });
const account = "111122223333";

const place = async (name: string, text: string) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-open-policy-"));
  const path = join(state, name);
  await writeFile(path, text);
  const run = async (...args: readonly string[]) => {
    const { exit, stdout, stderr } = await within({ state }, args);
    return { exit, stdout, all: `${stdout}\n${stderr}`.replaceAll(/\n +/g, " ") };
  };
  return { path, run, text: () => readFile(path, "utf8") };
};

const own = {
  "Fn::Sub": policyOf(
    sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root"),
    sub("arn:aws:iam::${AWS::AccountId}:role/App"),
  ),
  "Fn::Join and Ref": policyOf(
    { "Fn::Join": ["", ["arn:aws:iam::", { Ref: "AWS::AccountId" }, ":root"]] },
    { "Fn::Join": ["", ["arn:aws:iam::", { Ref: "AWS::AccountId" }, ":role/App"]] },
  ),
  "text of a template": policyOf(
    "arn:aws:iam::${AWS::AccountId}:root",
    "arn:aws:iam::${AWS::AccountId}:role/App",
  ),
  "Terraform's data source": policyOf(
    "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root",
    "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/App",
  ),
};

test.each(Object.entries(own))("%s: the own account is the key's, and no finding", async (_, text) => {
  const { path, run } = await place("policy.json", text);
  for (const flags of [[], ["--account", account]]) {
    const checked = await run("check", path, ...flags);
    expect([checked.exit, checked.all]).toEqual([0, expect.stringContaining("no findings")]);
    expect((await run("who-can", path, "kms:Decrypt", ...flags)).stdout).toContain(
      "role/App has kms:Decrypt",
    );
    expect((await run("can", path, "role/App", "kms:Decrypt", "--account", account)).exit).toBe(0);
    const shown = await run("show", path, ...flags, "--json");
    expect(JSON.parse(shown.stdout)).toMatchObject({ iamDelegation: true });
  }
  const answer = JSON.parse((await run("who-can", path, "--account", account, "--json")).stdout) as {
    access: { undecided?: string }[];
  };
  expect(answer.access.filter(({ undecided }) => undecided !== undefined)).toEqual([]);
});

const foreign = {
  "a variable of Terraform": ["${var.account_id}", "${var.role_arn}", "account_id"],
  "Mustache and Jinja": ["{{ account }}", "{{ roleArn }}", "account"],
  "raw Mustache": ["{{{account}}}", "{{{roleArn}}}", "account"],
  ERB: ["<%= account %>", "<%= role_arn %>", "account"],
  envsubst: ["${ACCOUNT}", "${ROLE_ARN}", "ACCOUNT"],
  Serverless: ["#{account}", "#{roleArn}", "account"],
} as const;

test.each(Object.entries(foreign))(
  "%s: who that is, nobody knows: undecided, no lockout, kept byte for byte",
  async (_, [acc, arn]) => {
    const text = policyOf(`arn:aws:iam::${acc}:root`, arn);
    const { path, run, text: now } = await place("policy.json", text);
    const checked = await run("check", path, "--json");
    const { findings } = JSON.parse(checked.stdout) as { findings: { code: string }[] };
    expect([checked.exit, [...new Set(findings.map(({ code }) => code))]]).toEqual([0, ["opaque-principal"]]);
    expect((await run("check", path)).all).toContain("what those stand for is not known here");
    const { access } = JSON.parse((await run("who-can", path, "kms:Decrypt", "--json")).stdout) as {
      access: { principal: string; undecided?: string }[];
    };
    expect(access.length).toBeGreaterThanOrEqual(2);
    expect(access.filter(({ undecided }) => undecided === undefined)).toEqual([]);
    expect((await run("show", path)).stdout).toContain("?");
    expect((await run("show", path)).all).not.toContain("[another account]");
    // What is added names the account as the text does, and what was there stays.
    const added = await run("add-user", path, "role/New", "--yes");
    expect(added.exit).toBe(0);
    const after = await now();
    expect(after).toContain(`"arn:aws:iam::${acc}:role/New"`);
    expect(after).not.toMatch(/kmspol-later|\b99\d{10}\b/);
    expect(after.replaceAll(/ {4}\{\n {6}"Sid": "Allow (?:use|attach)[^]*?\n {4}\},\n/g, "")).toBe(text);
    expect((await run("undo", path, "--yes")).exit).toBe(0);
    expect(await now()).toBe(text);
  },
);

test("--set tells what a placeholder stands for", async () => {
  const text = policyOf("arn:aws:iam::{{ account }}:root", "{{ role }}");
  const { path, run } = await place("policy.json", text);
  const set = ["--set", `account=${account}`, "--set", `role=arn:aws:iam::${account}:role/App`];
  expect((await run("check", path, ...set)).all).toContain("no findings");
  expect((await run("who-can", path, "kms:Decrypt", ...set)).stdout).toMatch(
    /role\/App( of \d+)? has kms:Decrypt/,
  );
});

test("a policy variable of IAM is none of these, and stays a finding in a principal", async () => {
  const { path, run } = await place(
    "policy.json",
    policyOf(`arn:aws:iam::${account}:root`, "arn:aws:iam::${aws:PrincipalAccount}:root"),
  );
  expect((await run("check", path, "--account", account)).all).toContain("variable-syntax");
});

test.each([
  ["policy.yaml", "!Sub arn:aws:iam::${AWS::AccountId}:root", "no findings"],
  ["policy.yaml", "{{ admin }}", "opaque-principal"],
  ["policy.yaml", "!GetAtt Admin.Arn", "opaque-principal"],
])("in %s: %s", async (name, principal, said) => {
  const { path, run } = await place(
    name,
    `Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    Principal:\n      AWS: ${principal}\n    Action: kms:*\n    Resource: "*"\n`,
  );
  const checked = await run("check", path);
  expect([checked.exit, checked.all]).toEqual([0, expect.stringContaining(said)]);
  expect(checked.all).not.toContain("lockout");
});

test("a whole Principal that is open is somebody of whom nothing is known", async () => {
  const text = policyOf(`arn:aws:iam::${account}:root`, `arn:aws:iam::${account}:role/App`).replace(
    /\{\s*"AWS": \[[^\]]*\]\s*\}/,
    '"{{ who }}"',
  );
  const { path, run } = await place("policy.json", text);
  expect((await run("who-can", path, "kms:Decrypt", "--account", account)).stdout).toContain(
    "{{ who }} possibly has kms:Decrypt",
  );
});

test.each(["{% for role in roles %}", "<% roles.each do |role| %>", "%{ for role in roles }"])(
  "a template that is no JSON is told to be one: %s",
  async (sign) => {
    const { path, run } = await place("policy.json", `{ "Version": "2012-10-17", "Statement": [ ${sign} ] }`);
    expect((await run("show", path)).all).toContain("it looks like a template: fill it in first");
    const checked = await run("check", path);
    expect([checked.exit, checked.all]).toEqual([1, expect.stringContaining("it looks like a template")]);
  },
);

test("what is open is put on no key", async () => {
  const { path, run } = await place("policy.json", policyOf("arn:aws:iam::{{ account }}:root"));
  const target = await place("target.json", policyOf(`arn:aws:iam::${account}:root`));
  const put = await run("put", target.path, path, "--yes");
  expect([put.exit, put.all]).toEqual([2, expect.stringContaining("{{ account }}")]);
});
