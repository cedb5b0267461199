import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// Conditions of which something fills in the value, the key or the operator before the policy is put (Terraform, "templatefile"; Jinja;
// CloudFormation, "Fn::Sub"): what they ask for is not known, so that nobody is let in or kept out by them for certain.

const account = "111122223333";
const arn = (principal: string) => `arn:aws:iam::${account}:${principal}`;

const run = async (condition: object, more: object, ...args: readonly string[]) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-open-conditions-"));
  const path = join(state, "policy.json");
  const statements = [
    { Sid: "Root", Effect: "Allow", Principal: { AWS: arn("root") }, Action: "kms:*", Resource: "*" },
    {
      ...{ Sid: "Open", Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" },
      ...{ Condition: condition, ...more },
    },
  ];
  await writeFile(path, JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2));
  const words = args.map((word) => (word === "FILE" ? path : word));
  const { exit, stdout } = await within({ state }, [...words, "--account", account]);
  return { exit, stdout };
};

interface Row {
  readonly principal: string;
  readonly undecided?: string;
}
const rows = async (condition: object, more: object): Promise<readonly string[]> => {
  const { stdout } = await run(condition, more, "who-can", "FILE", "kms:Decrypt", "--json");
  const { access } = JSON.parse(stdout) as { access: Row[] };
  return access
    .map(({ principal, undecided }) => `${principal}${undecided === undefined ? "" : " ?"}`)
    .sort();
};

const deny = { Effect: "Deny" };
const own = [`account:${account}`, `root-user:${account}`];

test.each<[string, object, object, readonly string[]]>([
  [
    "an account",
    { StringEquals: { "kms:CallerAccount": "{{ acct }}" } },
    {},
    [...own, "account:{{ acct }} ?"],
  ],
  [
    "an account, for short",
    { StringEquals: { "aws:PrincipalAccount": "${acct}" } },
    {},
    [...own, "account:${acct} ?"],
  ],
  ["a principal", { ArnLike: { "aws:PrincipalArn": "{{ who }}" } }, {}, [...own, "{{ who }} ?"]],
  [
    "a role",
    { ArnLike: { "aws:PrincipalArn": arn("role/{{ name }}") } },
    {},
    [...own, arn("role/{{ name }}")],
  ],
  [
    "a Deny of all but somebody",
    { ArnNotLike: { "aws:PrincipalArn": "{{ who }}" } },
    deny,
    [`account:${account} ?`, `root-user:${account} ?`],
  ],
  [
    "a Deny of all but somebody and a role",
    { ArnNotLike: { "aws:PrincipalArn": ["{{ who }}", arn("role/B")] } },
    deny,
    [`account:${account} ?`, arn("role/B"), `root-user:${account} ?`],
  ],
  [
    "a flag",
    { Bool: { "aws:SecureTransport": "{{ tls }}" } },
    { Principal: { AWS: arn("role/App") } },
    [...own, `${arn("role/App")} ?`],
  ],
  [
    "an operator",
    { "{{ op }}": { "aws:SourceVpc": "vpc-1" } },
    { Principal: { AWS: arn("role/App") } },
    [...own, `${arn("role/App")} ?`],
  ],
  [
    "a tag, asked for twice",
    { StringEquals: { "aws:PrincipalTag/t": "{{ t }}" }, StringLike: { "aws:PrincipalTag/t": "blue" } },
    { Principal: { AWS: arn("role/App") } },
    [...own, `${arn("role/App")} ?`],
  ],
])("who-can: %s", async (_, condition, more, wanted) => {
  expect(await rows(condition, more)).toEqual([...wanted].sort());
});

test.each<[string, object, object, readonly string[], string]>([
  [
    "an account may be this one",
    { StringEquals: { "kms:CallerAccount": "{{ acct }}" } },
    {},
    [],
    "needs-iam ?",
  ],
  [
    "or it is named beside it",
    { StringEquals: { "kms:CallerAccount": ["{{ acct }}", account] } },
    {},
    [],
    "allowed",
  ],
  [
    "a Deny of all but an account",
    { StringNotEquals: { "kms:CallerAccount": "{{ acct }}" } },
    deny,
    [],
    "denied ?",
  ],
  [
    "a role of another account is not this one",
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/{{ name }}" } },
    {},
    [],
    "needs-iam",
  ],
  [
    "a name that begins otherwise",
    { ArnLike: { "aws:PrincipalArn": arn("role/Other-{{ name }}") } },
    {},
    [],
    "needs-iam",
  ],
  [
    "a name that begins so",
    { ArnLike: { "aws:PrincipalArn": arn("role/A{{ name }}") } },
    {},
    [],
    "needs-iam ?",
  ],
  [
    "a name in any case",
    { StringEqualsIgnoreCase: { "aws:PrincipalArn": "ARN:AWS:IAM::111122223333:ROLE/A{{ name }}" } },
    {},
    [],
    "needs-iam ?",
  ],
  [
    "a tag that the request has",
    { StringNotEquals: { "aws:PrincipalTag/t": "{{ t }}" } },
    deny,
    ["--context", "aws:PrincipalTag/t=blue"],
    "denied ?",
  ],
  ["a tag that it lacks", { StringEquals: { "aws:PrincipalTag/t": "{{ t }}" } }, {}, [], "needs-iam"],
  ["a key", { StringEquals: { "{{ key }}": "x" } }, {}, [], "needs-iam ?"],
  ["a key of a family", { StringEquals: { "aws:PrincipalTag/{{ t }}": "x" } }, {}, [], "needs-iam ?"],
  [
    "a range",
    { IpAddress: { "aws:SourceIp": "{{ cidr }}" } },
    {},
    ["--context", "aws:SourceIp=203.0.113.7"],
    "needs-iam ?",
  ],
  ["a date", { DateLessThan: { "aws:CurrentTime": "{{ until }}" } }, {}, [], "needs-iam ?"],
])("can: %s", async (_, condition, more, context, wanted) => {
  const { stdout } = await run(
    condition,
    more,
    "can",
    "FILE",
    "role/App",
    "kms:Decrypt",
    ...context,
    "--json",
  );
  const { decision, undecided } = JSON.parse(stdout) as { decision: string; undecided?: string };
  expect(`${decision}${undecided === undefined ? "" : " ?"}`).toBe(wanted);
});

test.each<[string, object]>([
  ["a key", { StringEquals: { "{{ key }}": "x" } }],
  ["a key with its prefix", { StringEquals: { "kms:{{ key }}": "x" } }],
  ["a prefix", { StringEquals: { "{{ p }}:tag": "x" } }],
  ["a key of a family", { StringEquals: { "aws:PrincipalTag/{{ t }}": "x" } }],
  ["an operator", { "{{ op }}": { "aws:SourceVpc": "vpc-0123456789abcdef0" } }],
  ["a qualifier", { "{{ set }}:StringEquals": { "aws:SourceVpc": "vpc-0123456789abcdef0" } }],
  ["a range", { IpAddress: { "aws:SourceIp": "{{ cidr }}" } }],
  ["an account", { StringEquals: { "kms:CallerAccount": "{{ acct }}" } }],
  [
    "a tag that is asked for twice",
    { StringEquals: { "aws:PrincipalTag/t": "{{ t }}" }, StringLike: { "aws:PrincipalTag/t": "b*" } },
  ],
])("check has no finding about what is filled in later: %s", async (_, condition) => {
  const { exit, stdout } = await run(
    condition,
    { Principal: { AWS: arn("role/App") } },
    "check",
    "FILE",
    "--fail-on",
    "suggestion",
  );
  expect([exit, stdout]).toEqual([0, expect.stringContaining("no findings")]);
});

test.each<[string, string, string]>([
  ["role/App", "{{ who }}", "Whether the policy names role/App is not known: what {{ who }} stands for"],
  ["role/App", arn("role/{{ name }}"), "Whether the policy names role/App is not known"],
  ["role/App", arn("role/Other-{{ name }}"), "The policy names role/App nowhere"],
  ["role/App", "arn:aws:iam::444455556666:role/{{ name }}", "The policy names role/App nowhere"],
])("remove-user %s where %s may be it", async (operand, principal, said) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-open-conditions-"));
  const path = join(state, "policy.json");
  const use = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
  const statements = [
    { Effect: "Allow", Principal: { AWS: arn("root") }, Action: "kms:*", Resource: "*" },
    { ...use, Principal: { AWS: principal } },
  ];
  await writeFile(path, JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  const { stderr } = await within({ state }, [
    "remove-user",
    path,
    operand,
    "--account",
    account,
    "--dry-run",
  ]);
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(said);
});

test("an account that is filled in may be this one: neither a lockout, nor no delegation", async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-open-conditions-"));
  const path = join(state, "policy.json");
  const root = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::{{ acct }}:root" },
    Action: "kms:*",
    Resource: "*",
  };
  await writeFile(path, JSON.stringify({ Version: "2012-10-17", Statement: [root] }));
  const own = ["--account", account];
  const checked = (await within({ state }, ["check", path, ...own])).stdout.replaceAll(/\s+/g, " ");
  expect(checked).not.toContain("lockout");
  expect(checked).toContain("unless arn:aws:iam::{{ acct }}:root is the account");
  const { stdout } = await within({ state }, ["show", path, ...own]);
  expect(stdout).toContain("{{ acct }} (whether it is this account is not known)");
  expect(stdout).toContain(`not known: {{ acct }} may be this account, ${account}`);
  const edit = await within({ state }, ["add-user", path, "role/App", ...own, "--yes"]);
  expect(edit.exit).toBe(0);
});
