import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { readFileSync } from "node:fs";
import { within } from "../support/in-process.ts";
import type { WorkedExample } from "../support/worked-example.ts";

const example = JSON.parse(readFileSync("test/world/worked/09.json", "utf8")) as WorkedExample;

/** A folder with the two policies of the example, its IAM data and its grants. */
const place = async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-iam-data-"));
  const write = (name: string, value: unknown) => writeFile(join(state, name), JSON.stringify(value));
  await mkdir(join(state, "data"));
  await write("before.json", example.key.policy);
  await write("after.json", example.policyAfter);
  await write("data/iam.json", example.iam["111122223333"]);
  await write("data/grants.json", { Grants: example.grants });
  const file = (name: string) => join(state, name);
  const known = ["--iam-data", file("data"), "--key-arn", example.key.arn];
  return { file, write, run: (...args: readonly string[]) => within({ state }, args), known };
};

test("who-can names who IAM lets in, by which policy, and ends with what was looked at", async () => {
  const { run, file, known } = await place();
  const { stdout, exit } = await run("who-can", file("before.json"), "kms:Decrypt", ...known);
  expect(exit).toBe(0);
  const lines = stdout.replaceAll("\n  ", " ").split("\n");
  expect(lines).toEqual([
    "role/Admin, role/App and the root user of this account have kms:Decrypt",
    "role/Backup has kms:Decrypt, by grant g1",
    "the SSO permission set PowerUser has kms:Decrypt, by the managed policy PowerUserAccess",
    "role/ci/CI has kms:Decrypt, by the managed policy kms-use",
    "user/bob has kms:Decrypt, by the managed policy kms-use of group/devs",
    "",
    expect.stringMatching(/^Looked at: IAM of 111122223333 \(8 roles, 1 user, as of .* UTC\) and grants\.$/),
    "Not looked at: service control policies, resource control policies, session policies and VPC endpoint policies.",
    "",
  ]);
});

// GetAccountAuthorizationDetails with a Filter leaves the other lists empty (IAM API Reference): that is no account without roles.
test.each([
  ["users alone", { RoleDetailList: [] }, "Not looked at: roles of 111122223333 (its data lists none, as"],
  ["roles alone", { UserDetailList: [] }, "Not looked at: service control policies"],
])("IAM data that was asked for with --filter, %s", async (_, lists, said) => {
  const { run, write, file } = await place();
  await write("some.json", { ...example.iam["111122223333"], ...lists });
  const known = ["--iam-data", file("some.json"), "--key-arn", example.key.arn];
  const { stdout } = await run("who-can", file("before.json"), "kms:Decrypt", ...known);
  expect(stdout.replaceAll("\n  ", " ")).toContain(said);
  const { notLookedAt } = JSON.parse(
    (await run("who-can", file("before.json"), "kms:Decrypt", "--json", ...known)).stdout,
  ) as { readonly notLookedAt: readonly string[] };
  expect(notLookedAt.some((one) => one.startsWith("roles of "))).toBe("RoleDetailList" in lists);
});

test("who-can without IAM data answers as ever", async () => {
  const { run, file } = await place();
  const { stdout } = await run("who-can", file("before.json"), "kms:Decrypt", "--account", "111122223333");
  expect(stdout).toContain("this account has kms:Decrypt, where IAM allows it too");
  expect(stdout).not.toContain("Looked at");
});

test.each([
  ["before.json", "user/bob", 0, "allowed"],
  ["after.json", "user/bob", 1, "not-allowed"],
  ["before.json", "role/Capped", 1, "not-allowed"],
  ["before.json", "role/Backup", 0, "allowed"],
  ["before.json", "role/Unheard", 1, "needs-iam"],
])("can in %s: %s ends %i, %s", async (policy, principal, exit, decision) => {
  const { run, file, known } = await place();
  const answer = await run("can", file(policy), principal, "kms:Decrypt", "--json", ...known);
  expect(answer.exit).toBe(exit);
  expect(JSON.parse(answer.stdout)).toMatchObject({ decision });
});

test("can tells what each layer says", async () => {
  const { run, file, known } = await place();
  const { stdout } = await run("can", file("before.json"), "role/Capped", "kms:Decrypt", ...known);
  expect(stdout.split("\n").slice(0, 5)).toEqual([
    "not allowed: role/Capped, kms:Decrypt",
    '  key policy: leaves it to IAM, by statement 1 (Sid "Enable IAM User Permissions")',
    "  IAM policies: allow it, by statement 1 of the managed policy AdministratorAccess",
    "  permissions boundary: says nothing of it",
    "  grants: none",
  ]);
});

test("diff names who loses what when the delegation goes", async () => {
  const { run, file, known } = await place();
  const { stdout, exit } = await run(
    ...["diff", file("before.json"), file("after.json"), "--access", "--exit-code", "--json", ...known],
  );
  const { gained, lost } = JSON.parse(stdout) as Record<
    "gained" | "lost",
    { principal: string; actions: string[] }[]
  >;
  expect([exit, gained]).toEqual([1, []]);
  const losers = lost.flatMap(({ principal, actions }) =>
    actions.includes("kms:Decrypt") ? [principal] : [],
  );
  expect(losers.sort()).toEqual([
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PowerUser_0123456789abcdef",
    "arn:aws:iam::111122223333:role/ci/CI",
    "arn:aws:iam::111122223333:user/bob",
    "root-user:111122223333",
  ]);
});

test("what cannot be used is refused, and nothing of it is quoted", async () => {
  const { run, file, write, known } = await place();
  await write("cut.json", { ...example.iam["111122223333"], NextToken: "x" });
  const given = (path: string) =>
    run("who-can", file("before.json"), "--key-arn", example.key.arn, "--iam-data", path);
  await writeFile(file("broken.json"), '{"UserDetailList": secret');
  for (const [path, code] of [
    [file("cut.json"), "is not whole"],
    [file("broken.json"), "is no JSON"],
    [file("nothing.json"), "cannot be read"],
    [file("before.json"), "no IAM data that kmspol knows"],
  ] as const) {
    const { exit, stderr } = await given(path);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(code)]);
    expect(stderr).not.toContain("secret");
  }
  const { exit, stderr } = await run("who-can", file("before.json"), ...known.slice(0, 2));
  expect([exit, stderr]).toEqual([2, expect.stringContaining("--key-arn")]);
});

test.each<readonly [what: string, spelled: (json: string) => string | Uint8Array, expected: RegExp]>([
  ["with a byte order mark, as PowerShell writes it", (json) => `\uFEFF${json}`, /^Looked at: IAM of/m],
  ["of lines that end as on Windows", (json) => json.replaceAll(",", ",\r\n"), /^Looked at: IAM of/m],
  ["cut in the middle of a policy", (json) => json.slice(0, json.indexOf("kms:")), /it ends in the middle/],
  ["of two pages, one after the other", (json) => `${json}\n${json}`, /several documents/],
  ["compressed", (json) => gzipSync(json), /is compressed \(gzip\)[^]*gunzip -c/],
  ["in UTF-16", (json) => Buffer.from(`\uFEFF${json}`, "utf16le"), /written in UTF-16/],
  ["of nothing", () => "", /is no JSON\n/],
])("IAM data %s", async (_, spelled, expected) => {
  const { run, file } = await place();
  await writeFile(file("odd.json"), spelled(JSON.stringify(example.iam["111122223333"])));
  const known = ["--key-arn", example.key.arn, "--iam-data", file("odd.json")];
  const { stdout, stderr } = await run("who-can", file("before.json"), ...known);
  expect(stdout + stderr).toMatch(expected);
});

test("an organization file that names a parent twice, and a policy with two conditions of one name, are not read as the last of them", async () => {
  const { run, file, write } = await place();
  const organization = (parents: string, content: string) =>
    `{"Organization":{"Id":"o-a","MasterAccountId":"999988887777"},"PolicyTypes":["RESOURCE_CONTROL_POLICY"],
"Parents":{${parents}},"Attachments":{"r-1":["p"],"111122223333":[]},
"Policies":[{"PolicySummary":{"Id":"p","Type":"RESOURCE_CONTROL_POLICY"},"Content":${JSON.stringify(content)}}]}`;
  const deny = (condition: string) =>
    `{"Statement":{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*","Condition":{${condition}}}}`;
  const [vpc, ip] = ['"StringEquals":{"aws:SourceVpc":"vpc-1"}', '"StringEquals":{"aws:SourceAccount":"1"}'];
  const given = async (text: string) => {
    await writeFile(file("organization.json"), text);
    const known = ["--key-arn", example.key.arn, "--iam-data", file("organization.json")];
    return run("who-can", file("service.json"), "kms:Decrypt", ...known);
  };
  const Principal = { Service: "s3.amazonaws.com" };
  await write("service.json", {
    Statement: { Effect: "Allow", Principal, Action: "kms:Decrypt", Resource: "*" },
  });
  const once = '"111122223333":"r-1"';
  // The same account in two spellings of JSON.
  const twice = await given(organization(`${once},"\\u003111122223333":"r-2"`, deny(vpc)));
  expect([twice.exit, twice.stderr]).toEqual([2, expect.stringContaining("has a member twice")]);
  expect((await given(organization(once, deny(vpc)))).stdout).toContain("the service s3.amazonaws.com has");
  const doubled = await given(organization(once, deny(`${vpc},${ip}`)));
  expect(doubled.stdout.replaceAll(/\s+/g, " ")).toContain(
    "possibly has kms:Decrypt (undecided: p: an object in its text has a member twice",
  );
});

test("data of another partition is of another account, and of the key's own nothing is known", async () => {
  const { run, file } = await place();
  const china = JSON.stringify(example.iam["111122223333"]).replaceAll("arn:aws:", "arn:aws-cn:");
  await writeFile(file("china.json"), china);
  const known = ["--key-arn", example.key.arn, "--iam-data", file("china.json")];
  const { stdout } = await run("who-can", file("before.json"), "kms:Decrypt", ...known);
  const words = stdout.replace(/\s+/g, " ");
  expect(words).toContain("where IAM allows it too");
  expect(words).toContain("IAM of 111122223333 (its data is of partition aws-cn, the key of aws)");
});

test("services that nobody names are told under a resource control policy as it leaves them", async () => {
  const { run, file, write } = await place();
  const [Action, Resource] = ["kms:Decrypt", "*"];
  const policy = {
    Statement: { Effect: "Allow", NotPrincipal: { Service: "s3.amazonaws.com" }, Action, Resource },
  };
  await write("all.json", policy);
  const organization = (statement: object) => ({
    Organization: { Id: "o-a", MasterAccountId: "999988887777" },
    PolicyTypes: ["RESOURCE_CONTROL_POLICY"],
    Parents: { "111122223333": "r-1" },
    Policies: [
      {
        PolicySummary: { Id: "p-1", Type: "RESOURCE_CONTROL_POLICY" },
        Content: JSON.stringify({ Statement: { ...statement, Principal: "*", Action: "kms:*", Resource } }),
      },
    ],
    Attachments: { "r-1": ["p-1"], "111122223333": [] },
  });
  const whoCan = async (statement: object) => {
    await write("organization.json", organization(statement));
    const known = ["--key-arn", example.key.arn, "--iam-data", file("organization.json"), "--json"];
    const { access } = JSON.parse((await run("who-can", file("all.json"), ...known)).stdout) as {
      access: { principal: string; except?: string[]; when: object[]; undecided?: string }[];
    };
    return access.find(({ principal }) => principal === "service:any");
  };
  const Effect = "Deny";
  const butS3 = { except: ["service:s3.amazonaws.com"] };
  expect(await whoCan({ Effect })).toBeUndefined();
  expect(await whoCan({ Effect: "Allow" })).toMatchObject({ ...butS3, when: [[]] });
  const spared = { Effect, Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } };
  expect(await whoCan(spared)).toMatchObject({ ...butS3, when: [[]] });
  const strangers = { Effect, Condition: { StringNotEquals: { "aws:SourceAccount": "111122223333" } } };
  const when = [[{ key: "aws:SourceAccount", test: "StringEquals", values: ["111122223333"] }]];
  expect(await whoCan(strangers)).toMatchObject({ ...butS3, when });
  // Which of them have a name that fits nobody can list: the line says what name that is.
  const some = { Effect, Condition: { StringLike: { "aws:PrincipalServiceName": "l*" } } };
  const name = { key: "aws:PrincipalServiceName", test: "StringLike", values: ["l*"], not: true };
  expect(await whoCan(some)).toMatchObject({ ...butS3, when: [[name]] });
});

test("a service that calls for an account of its own choosing keeps what the policy gives it, with IAM data", async () => {
  const { run, file, write } = await place();
  const caller = { StringEquals: { "kms:CallerAccount": "111122223333" } };
  const Principal = { Service: "s3.amazonaws.com" };
  await write("service.json", {
    Statement: { Effect: "Allow", Principal, Action: "kms:Decrypt", Resource: "*", Condition: caller },
  });
  await write("alone.json", { Organization: null, Accounts: ["111122223333"] });
  const known = ["--key-arn", example.key.arn, "--iam-data", file("alone.json")];
  const { stdout } = await run("who-can", file("service.json"), "kms:Decrypt", ...known);
  expect(stdout).toContain("the service s3.amazonaws.com has kms:Decrypt, only from account 111122223333");
});

test("diff looks at IAM data for several keys, and in every format", async () => {
  const { run, file, write, known } = await place();
  const key = { Type: "AWS::KMS::Key", Properties: { KeyPolicy: example.key.policy } };
  await write("template.json", { AWSTemplateFormatVersion: "2010-09-09", Resources: { A: key, B: key } });
  const several = await run("diff", file("template.json"), file("template.json"), ...known);
  expect([several.exit, several.stderr]).toEqual([0, ""]);
  const named = await run("diff", file("template.json#A"), file("after.json"), "--access", ...known);
  expect([named.exit, named.stdout]).toEqual([0, expect.stringContaining("user/bob")]);
  const table = await run("diff", file("before.json"), file("after.json"), "--format", "markdown", ...known);
  expect([table.exit, table.stderr, table.stdout]).toEqual([0, "", expect.stringContaining("user/bob")]);
});

test.each<readonly [what: string, args: readonly string[], told: string]>([
  [
    "an operation that the key does not have",
    ["kms:Sign", "--key-spec", "SYMMETRIC_DEFAULT"],
    "kms:Sign does not work on",
  ],
  ["an operation that acts on no key", ["kms:ListKeys"], "acts on no key"],
  ["a key of the request that has no effect", ["kms:Sign", "--context", "kms:ViaService=x"], "has no effect"],
  ["an action that is not known here", ["kms:NewThing"], "is not known to this kmspol"],
])("can says of %s what it says without IAM data", async (_, args, told) => {
  const { run, file, known } = await place();
  const [action = "", ...flags] = args;
  const withData = await run("can", file("before.json"), "role/Admin", action, ...flags, ...known);
  const plain = await run(
    "can",
    file("before.json"),
    "role/Admin",
    action,
    ...flags,
    "--account",
    "111122223333",
  );
  expect(withData.stdout.includes(told)).toBe(plain.stdout.includes(told));
  if (told !== "has no effect") expect(withData.stdout).toContain(told);
  if (/does not work|acts on no key/.test(told)) expect(withData.exit).toBe(1);
});
