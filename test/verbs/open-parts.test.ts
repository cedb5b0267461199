import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// What something fills in before a policy is put (AWS CloudFormation User Guide, "Fn::Sub"; Terraform, "templatefile"; Jinja, ERB) may be
// whatever the rest of the text lets it be: a Deny with it may take something, an Allow may give it, and every verb says so.

const account = "111122223333";
const root = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};
const app = `arn:aws:iam::${account}:role/App`;
const use = {
  Effect: "Allow",
  Principal: { AWS: app },
  Action: ["kms:Decrypt", "kms:Encrypt"],
  Resource: "*",
};
const deny = { Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" };

const place = async (texts: Readonly<Record<string, readonly unknown[]>>) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-open-parts-"));
  const paths = Object.keys(texts).map((name) => join(state, name));
  for (const [name, Statement] of Object.entries(texts))
    await writeFile(join(state, name), JSON.stringify({ Version: "2012-10-17", Statement }, null, 2));
  const run = async (...args: readonly string[]) => {
    const { exit, stdout, stderr } = await within({ state }, [...args, "--account", account]);
    return { exit, stdout, all: `${stdout}\n${stderr}`.replaceAll(/\n +/g, " ") };
  };
  return { paths, run };
};

const can = async (
  statements: readonly unknown[],
  who: string,
  action: string,
  ...more: readonly string[]
) => {
  const { paths, run } = await place({ "policy.json": statements });
  return run("can", paths[0] ?? "", who, action, ...more);
};

const notKnown = (text: string) => `what ${text} stands for is not known here`;

test.each<[name: string, statements: readonly unknown[], who: string, action: string, said: string]>([
  [
    "Deny of any action",
    [root, use, { ...deny, Action: "${var.action}" }],
    "role/App",
    "kms:Decrypt",
    "statement 3: " + notKnown("${var.action}"),
  ],
  [
    "Deny of an action of KMS",
    [root, use, { ...deny, Action: ["kms:De${x}"] }],
    "role/App",
    "kms:Decrypt",
    notKnown("kms:De${x}"),
  ],
  [
    "Deny by Fn::Sub",
    [root, use, { ...deny, Action: { "Fn::Sub": "kms:${What}" } }],
    "role/App",
    "kms:Encrypt",
    notKnown("kms:${What}"),
  ],
  [
    "Deny by Ref",
    [root, use, { ...deny, Action: { Ref: "What" } }],
    "role/App",
    "kms:Encrypt",
    notKnown("${What}"),
  ],
  [
    "Deny NotAction",
    [root, use, { ...deny, Action: undefined, NotAction: "{{ spared }}" }],
    "role/App",
    "kms:Decrypt",
    notKnown("{{ spared }}"),
  ],
  [
    "Allow of any action",
    [{ ...use, Action: "<%= action %>" }],
    "role/App",
    "kms:Decrypt",
    notKnown("<%= action %>"),
  ],
  [
    "Allow NotAction",
    [{ ...use, Action: undefined, NotAction: "kms:${x}" }],
    "role/App",
    "kms:Decrypt",
    notKnown("kms:${x}"),
  ],
  [
    "Deny for anybody",
    [root, use, { ...deny, Principal: { AWS: "{{ who }}" } }],
    "role/App",
    "kms:Decrypt",
    notKnown("{{ who }}"),
  ],
  [
    "Deny for a whole Principal",
    [root, use, { ...deny, Principal: "{{ who }}" }],
    "role/App",
    "kms:Decrypt",
    notKnown("{{ who }}"),
  ],
  [
    "Deny for some role",
    [root, use, { ...deny, Principal: { AWS: `arn:aws:iam::${account}:role/\${Name}` } }],
    "role/App",
    "kms:Decrypt",
    notKnown(`arn:aws:iam::${account}:role/\${Name}`),
  ],
  [
    "Deny for a role of some account",
    [root, use, { ...deny, Principal: { AWS: "arn:aws:iam::${acct}:role/App" } }],
    "role/App",
    "kms:Decrypt",
    notKnown("arn:aws:iam::${acct}:role/App"),
  ],
  [
    "Deny NotPrincipal",
    [root, use, { ...deny, Principal: undefined, NotPrincipal: { AWS: "${spared}" } }],
    "role/App",
    "kms:Decrypt",
    notKnown("${spared}"),
  ],
  [
    "Allow for anybody",
    [{ ...use, Principal: { AWS: "${who}" } }],
    "role/App",
    "kms:Decrypt",
    notKnown("${who}"),
  ],
  [
    "Allow for a session's role",
    [{ ...use, Principal: { AWS: `arn:aws:iam::${account}:role/team/\${Name}` } }],
    `arn:aws:sts::${account}:assumed-role/App/one`,
    "kms:Decrypt",
    "stands for is not known here",
  ],
  [
    "Allow for some service",
    [{ ...use, Principal: { Service: "${svc}.amazonaws.com" } }],
    "service:logs.amazonaws.com",
    "kms:Decrypt",
    notKnown("${svc}.amazonaws.com"),
  ],
  [
    "Deny for anybody, and a service",
    [
      { ...use, Principal: { Service: "logs.amazonaws.com" } },
      { ...deny, Principal: { AWS: "${who}" } },
    ],
    "service:logs.amazonaws.com",
    "kms:Decrypt",
    notKnown("${who}"),
  ],
  ["Resource", [{ ...use, Resource: "${key_arn}" }], "role/App", "kms:Decrypt", notKnown("${key_arn}")],
  [
    "NotResource",
    [root, use, { ...deny, Resource: undefined, NotResource: "${key_arn}" }],
    "role/App",
    "kms:Decrypt",
    notKnown("${key_arn}"),
  ],
])("undecided for can: %s", async (_name, statements, who, action, said) => {
  const { exit, all } = await can(statements, who, action);
  expect([exit, all]).toEqual([1, expect.stringContaining("undecided")]);
  expect(all).toContain(said);
});

test.each<[name: string, statements: readonly unknown[], who: string, action: string, exit: number]>([
  [
    "another action than the fixed part",
    [root, use, { ...deny, Action: "kms:Sch${x}" }],
    "role/App",
    "kms:Decrypt",
    0,
  ],
  ["an action of another service", [root, use, { ...deny, Action: "s3:${x}" }], "role/App", "kms:Decrypt", 0],
  [
    "NotAction of another service spares nothing",
    [root, use, { ...deny, Action: undefined, NotAction: "s3:${x}" }],
    "role/App",
    "kms:Decrypt",
    1,
  ],
  [
    "a role of another account",
    [root, use, { ...deny, Principal: { AWS: "arn:aws:iam::444455556666:role/${x}" } }],
    "role/App",
    "kms:Decrypt",
    0,
  ],
  [
    "a user is no role",
    [root, use, { ...deny, Principal: { AWS: `arn:aws:iam::${account}:user/\${x}` } }],
    "role/App",
    "kms:Decrypt",
    0,
  ],
  [
    "a role is not the root user",
    [root, { ...deny, Principal: { AWS: `arn:aws:iam::${account}:role/\${x}` } }],
    `root-user:${account}`,
    "kms:Decrypt",
    0,
  ],
  [
    "a service is no role",
    [root, use, { ...deny, Principal: { Service: "${x}.amazonaws.com" } }],
    "role/App",
    "kms:Decrypt",
    0,
  ],
  ["an open Allow beside a certain one", [use, { ...use, Action: "${x}" }], "role/App", "kms:Decrypt", 0],
  ["an open Allow under a certain Deny", [{ ...use, Action: "${x}" }, deny], "role/App", "kms:Decrypt", 1],
  [
    "a key of another account",
    [{ ...use, Resource: "arn:aws:kms:us-east-1:444455556666:key/${x}" }],
    "role/App",
    "kms:Decrypt",
    1,
  ],
])("certain for can: %s", async (_name, statements, who, action, exit) => {
  const said = await can(statements, who, action);
  expect([said.exit, said.stdout]).toEqual([exit, expect.not.stringContaining("undecided")]);
});

test.each<[name: string, condition: unknown, context: string, exit: number, undecided: boolean]>([
  [
    "the same text",
    { StringEquals: { "kms:ViaService": "${svc}" } },
    "kms:ViaService=s3.eu-west-1.amazonaws.com",
    1,
    true,
  ],
  [
    "what fits",
    { StringLike: { "kms:ViaService": "s3.${r}.amazonaws.com" } },
    "kms:ViaService=s3.eu-west-1.amazonaws.com",
    1,
    true,
  ],
  [
    "what does not",
    { StringEquals: { "kms:ViaService": "ec2.${r}.amazonaws.com" } },
    "kms:ViaService=s3.eu-west-1.amazonaws.com",
    1,
    false,
  ],
  [
    "what does not, turned round",
    { StringNotEquals: { "kms:ViaService": "ec2.${r}.amazonaws.com" } },
    "kms:ViaService=s3.eu-west-1.amazonaws.com",
    0,
    false,
  ],
  ["an address", { IpAddress: { "aws:SourceIp": "${cidr}" } }, "aws:SourceIp=10.0.0.1", 1, true],
  [
    "a number",
    { NumericLessThan: { "aws:MultiFactorAuthAge": "${age}" } },
    "aws:MultiFactorAuthAge=10",
    1,
    true,
  ],
])(
  "a condition that is filled in later is undecided for can: %s",
  async (_name, Condition, context, exit, undecided) => {
    const said = await can([{ ...use, Condition }], "role/App", "kms:Decrypt", "--context", context);
    expect([said.exit, said.stdout.includes("undecided")]).toEqual([exit, undecided]);
  },
);

test("--set settles it", async () => {
  const statements = [root, use, { ...deny, Action: "kms:${what}" }];
  const by = async (value: string) =>
    (await can(statements, "role/App", "kms:Decrypt", "--set", `what=${value}`)).stdout;
  expect(await by("Decrypt")).toContain("denied: role/App");
  expect(await by("Encrypt")).toContain("allowed: role/App");
});

test("an Allow that may be for everyone is told in every verb, as the file writes it", async () => {
  const { paths, run } = await place({
    "policy.json": [root, { ...use, Principal: { AWS: "{{ role }}" } }],
    "before.json": [root],
  });
  const [path = "", before = ""] = paths;
  const show = (await run("show", path)).all;
  expect(show).toMatch(/Public +not known: \{\{ role \}\} may be "\*", everyone/);
  expect(show).toMatch(/Other accounts +not known: \{\{ role \}\} may be of one/);
  expect(show).not.toMatch(/\$\{role\}|single users/);
  const json = JSON.parse((await run("show", path, "--json")).stdout) as Record<string, unknown>;
  expect([json["public"], json["publicNotKnown"], json["accountsInPart"]]).toEqual([[], ["{{ role }}"], []]);
  expect((await run("who-can", path, "kms:Decrypt")).stdout).toContain(
    "{{ role }} possibly has kms:Decrypt (undecided",
  );
  expect((await run("who-can", path, "kms:Decrypt")).stdout).toContain(
    "the root user of this account has kms:Decrypt",
  );
  expect((await run("can", path, "{{ role }}", "kms:Decrypt")).all).toContain("undecided");
  expect((await run("diff", before, path)).all).toContain("{{ role }} possibly gains kms:Decrypt");
  expect((await run("check", path)).all).toContain("opaque-principal");
});

test("a Deny that may be of anything leaves all that is allowed undecided", async () => {
  const { paths, run } = await place({
    "policy.json": [root, use, { ...deny, Action: "${x}" }],
    "before.json": [root, use],
  });
  const [path = "", before = ""] = paths;
  const rows = (await run("who-can", path, "kms:Decrypt")).stdout.trim().split("\n");
  expect(rows.map((row) => row.includes("possibly has kms:Decrypt"))).toEqual([true, true, true]);
  expect((await run("show", path)).all).toMatch(
    /role\/App +\? .*undecided: what \$\{x\} stands for is not known here/,
  );
  expect((await run("diff", before, path)).all).toContain("role/App possibly loses kms:Decrypt");
  const checked = await run("check", path);
  expect([checked.exit, checked.all]).toEqual([0, expect.not.stringContaining("lockout")]);
});

test("check says of an exposure that an open action or Deny decides that it is not known", async () => {
  const everyone = { ...use, Principal: { AWS: "*" } };
  const byAction = await place({ "policy.json": [root, { ...everyone, Action: "${x}" }] });
  const byDeny = await place({ "policy.json": [root, everyone, { ...deny, Action: "${x}" }] });
  for (const { run, paths } of [byAction, byDeny]) {
    const { all } = await run("check", paths[0] ?? "");
    expect(all).toMatch(/public-access .*; what \$\{x\} stands for is not known here/);
  }
});

test("check claims nothing of a Resource, an account or a deletion that something fills in", async () => {
  const admin = { ...root, Principal: { AWS: "{{ admin }}" } };
  const { paths, run } = await place({ "policy.json": [{ ...use, Resource: "${key_arn}" }, admin] });
  const { all } = await run("check", paths[0] ?? "");
  for (const code of ["resource-not-star", "other-key-resource", "no-delete-permission", "lockout"])
    expect(all).not.toContain(code);
  expect(all).toContain("kms:PutKeyPolicy, unless {{ admin }} is the account");
});

test.each<[name: string, statements: readonly unknown[], said: string]>([
  ["Ref", [root, { ...deny, Action: { Ref: "What" } }], "--set What=VALUE, or --parameters FILE, settles it"],
  [
    "placeholder",
    [root, { ...deny, Action: "${a}" }, { ...deny, Principal: { AWS: "{{ b }}" } }],
    "--set a=VALUE and --set b=VALUE, or --parameters FILE, settles it",
  ],
])("can says how a %s is settled", async (_name, statements, said) => {
  expect((await can(statements, "role/App", "kms:Decrypt")).all).toContain(said);
});

test.each<[name: string, statement: object, said: readonly string[]]>([
  ["two actions", { ...deny, Action: ["kms:De${a}", "kms:*${b}"] }, ["kms:De${a}", "kms:*${b}"]],
  [
    "an action and a principal",
    { ...deny, Action: "${a}", Principal: { AWS: "{{ b }}" } },
    ["${a}", "{{ b }}"],
  ],
  ["two principals", { ...deny, Principal: { AWS: ["{{ a }}", "{{ b }}"] } }, ["{{ a }}", "{{ b }}"]],
  [
    "those whom NotPrincipal spares",
    { Effect: "Deny", NotPrincipal: { AWS: ["{{ a }}", "{{ b }}"] }, Action: "kms:*", Resource: "*" },
    ["{{ a }}", "{{ b }}"],
  ],
  ["an action and a Resource", { ...deny, Action: "${a}", Resource: "${b}" }, ["${a}", "${b}"]],
  [
    "two values of a condition",
    { ...deny, Condition: { StringEquals: { "aws:PrincipalArn": ["${a}", "${b}"] } } },
    ["${a}", "${b}"],
  ],
])("can names every open part that leaves its answer undecided: %s", async (_name, statement, said) => {
  const { all, exit } = await can([root, use, statement], "role/App", "kms:Decrypt");
  const undecided = /undecided: statement 3: (.*)/.exec(all)?.[1] ?? "";
  expect([exit, said.filter((part) => undecided.includes(notKnown(part)))]).toEqual([1, said]);
});

test.each<[name: string, statement: object, places: number]>([
  ["an Allow", { ...use, Action: "kms:De${x}" }, 1],
  ["a Deny of two", { ...deny, Action: ["kms:De${x}", "kms:Sign", "${y}"] }, 2],
  ["NotAction", { ...deny, Action: undefined, NotAction: ["kms:${x}"] }, 1],
  ["Ref", { ...use, Action: { Ref: "What" } }, 1],
  ["none", { ...use, Action: ["kms:*", "kms:Foo*"] }, 0],
])("check tells each action that is not known, at its place: %s", async (_name, statement, places) => {
  const { run, paths } = await place({ "policy.json": [root, statement] });
  const found = JSON.parse((await run("check", paths[0] ?? "", "--json")).stdout) as {
    findings: readonly { code: string; path: string; message: string }[];
  };
  const opaque = found.findings.filter(({ code }) => code === "opaque-action");
  expect(opaque.map(({ path }) => /^\/Statement\/1\/(?:Not)?Action/.test(path))).toEqual(
    Array.from({ length: places }, () => true),
  );
  for (const { message } of opaque)
    expect(message).toMatch(/^which action this is, is not known here: what /);
});

test.each<[name: string, key: string, operator: string, value: string | string[], certain: boolean]>([
  ["an account that does not fit", "kms:CallerAccount", "StringEquals", "4444${x}", true],
  ["one that fits", "kms:CallerAccount", "StringEquals", "1111${x}", false],
  ["in the middle", "aws:PrincipalAccount", "StringLike", "11${x}34", true],
  ["in the middle, and it fits", "aws:PrincipalAccount", "StringLike", "11${x}33", false],
  ["an ARN of another account", "aws:PrincipalArn", "ArnLike", "arn:aws:iam::444455556666:role/${x}", true],
  [
    "a role of another path",
    "aws:PrincipalArn",
    "StringEquals",
    "arn:aws:iam::111122223333:role/x/${y}",
    true,
  ],
  ["several, none of which fits", "aws:PrincipalAccount", "StringEquals", ["4444${x}", "5555${x}"], true],
  ["several, one of which fits", "aws:PrincipalAccount", "StringEquals", ["4444${x}", "${x}3333"], false],
  [
    "more than are told apart",
    "aws:PrincipalAccount",
    "StringEquals",
    Array.from({ length: 10 }, (_, at) => `1\${x${at}}`),
    false,
  ],
])(
  "a Deny by an account or ARN of which a part is known: %s",
  async (_name, key, operator, value, certain) => {
    for (const [negated, statement] of [
      [false, { ...deny, Condition: { [operator]: { [key]: value } } }],
      [true, { ...deny, Condition: { [operator.replace(/^(String|Arn)/, "$1Not")]: { [key]: value } } }],
    ] as const) {
      const { paths, run } = await place({ "policy.json": [use, statement] });
      const rows = (await run("who-can", paths[0] ?? "", "kms:Decrypt")).stdout;
      const { stdout, exit } = await run("can", paths[0] ?? "", "role/App", "kms:Decrypt");
      // What cannot be is no doubt: then the Deny takes nothing away, or all where it is turned round.
      expect([negated, stdout.includes("undecided")]).toEqual([negated, !certain]);
      expect([negated, exit]).toEqual([negated, certain && !negated ? 0 : 1]);
      const row = rows.split("\n").find((line) => line.startsWith("role/App ")) ?? "";
      expect([negated, row.includes("possibly"), row !== ""]).toEqual([
        negated,
        !certain,
        !(certain && negated),
      ]);
    }
  },
);

test("a Deny that spares many accounts of which a part is known is decided in time", async () => {
  const many = Array.from({ length: 60 }, (_, at) => `4444\${x}${at}`);
  const spares = {
    StringNotEquals: { "aws:PrincipalAccount": many },
    StringNotLike: { "aws:PrincipalArn": many },
  };
  const { paths, run } = await place({ "policy.json": [use, { ...deny, Condition: spares }] });
  expect((await run("who-can", paths[0] ?? "", "kms:Decrypt")).stdout).not.toContain("role/App has");
});

test.each<[name: string, statement: object]>([
  ["action", { ...use, Principal: "*", Action: "kms:De${x}" }],
  ["principal", { ...use, Principal: { AWS: "{{ who }}" } }],
  [
    "account in a condition",
    { ...use, Principal: "*", Condition: { StringNotEquals: { "kms:CallerAccount": "1111${x}" } } },
  ],
  ["Resource", { ...use, Principal: "*", Resource: "${arn}" }],
  ["two actions", { ...use, Principal: "*", Action: ["kms:De${x}", "kms:*${y}"] }],
])(
  "an Allow for everyone by an open %s takes no certainty from what the account has through IAM",
  async (_name, statement) => {
    const { paths, run } = await place({ "policy.json": [root, statement] });
    const rows = (await run("who-can", paths[0] ?? "", "kms:Decrypt")).stdout.split("\n");
    expect(rows).toContain("this account has kms:Decrypt, where IAM allows it too");
    const can = (await run("can", paths[0] ?? "", "role/Other", "kms:Decrypt")).stdout;
    expect(can).toMatch(/^allowed if IAM allows it too, undecided/);
  },
);

test.each<[name: string, statement: object]>([
  ["an action", { ...use, Action: "kms:De${x}" }],
  ["a Resource", { ...use, Resource: "${arn}" }],
  [
    "a Resource that may be another key",
    { ...use, Resource: undefined, NotResource: "arn:aws:kms:eu-west-1:111122223333:key/0" },
  ],
  ["a number of a time", { ...use, Condition: { NumericGreaterThan: { "aws:EpochTime": "soon" } } }],
])(
  "what a role only may have by itself is told once, not again as what IAM gives: %s",
  async (_name, statement) => {
    const { paths, run } = await place({ "policy.json": [statement] });
    const rows = (await run("who-can", paths[0] ?? "", "kms:Decrypt")).stdout
      .replaceAll(/\n +/g, " ")
      .split("\n");
    expect(rows.filter((row) => row.startsWith("role/App ")).map((row) => /where IAM/.test(row))).toEqual([
      false,
    ]);
  },
);

test("who-can names every open part that leaves a row undecided", async () => {
  const open = { ...use, Principal: "*", Action: "kms:De${x}", Resource: "${arn}" };
  const { paths, run } = await place({ "policy.json": [open] });
  const rows = (await run("who-can", paths[0] ?? "", "kms:Decrypt")).all;
  for (const part of ["kms:De${x}", "${arn}"]) expect(rows).toContain(notKnown(part));
});

test("a command that is proposed quotes what it names, and repeats what was told", async () => {
  const partner = "arn:aws:iam::444455556666:role/${var.role}";
  const vendor = { ...use, Principal: { AWS: ["arn:aws:iam::444455556666:root", partner] } };
  const { paths, run } = await place({ "policy.json": [root, vendor, { ...deny, Action: "${x}" }] });
  const { all } = await run(
    "revoke-account",
    paths[0] ?? "",
    "444455556666",
    "--dry-run",
    "--set",
    "x=kms:Sign",
  );
  expect(all).toContain(`'${partner}' --account ${account} --set x=kms:Sign`);
  expect((await run("remove-user", paths[0] ?? "", partner, "--dry-run", "--set", "x=kms:Sign")).exit).toBe(
    0,
  );
});

test("show says that it is not known what is left to IAM", async () => {
  const { paths, run } = await place({ "policy.json": [{ ...root, Resource: "${key_arn}" }, use] });
  expect((await run("show", paths[0] ?? "")).all).toMatch(
    /IAM +not known whether IAM policies of this account, 111122223333, can give access: what \$\{key_arn\} stands for/,
  );
});

test.each<[name: string, principal: string, forbidden: string, told: boolean]>([
  ["a role, and anybody", "{{ who }}", "role/Evil", true],
  ["outsiders, and anybody", "${who}", "outside", true],
  ["a role, and some role", `arn:aws:iam::${account}:role/\${Name}`, "role/Evil", true],
  ["a role, and some role of another account", "arn:aws:iam::444455556666:role/${Name}", "role/Evil", false],
  ["outsiders, and some role", `arn:aws:iam::${account}:role/\${Name}`, "outside", false],
])(
  "what the configuration forbids may be given by what is filled in: %s",
  async (_name, AWS, forbidden, told) => {
    const { paths, run } = await place({ "policy.json": [root, { ...use, Principal: { AWS } }] });
    const config = join(dirname(paths[0] ?? ""), "rules.json");
    const forbid = [{ principal: forbidden, actions: ["kms:Decrypt"], reason: "it is out" }];
    await writeFile(config, JSON.stringify({ forbid }));
    const { all } = await run("check", paths[0] ?? "", "--config", config);
    expect(/warning forbidden-access whether .* gets kms:Decrypt is not decided/.test(all)).toBe(told);
    expect(all).not.toContain("error forbidden-access");
  },
);
