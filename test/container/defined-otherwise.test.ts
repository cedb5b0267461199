import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// A name that is left open is the same principal on both sides of a comparison only where both sides say the same of it.

interface Told {
  readonly equal: boolean;
  readonly equivalent: boolean;
  readonly gained: readonly { readonly principal: string }[];
  readonly lost: readonly { readonly principal: string }[];
}

const diff = async (name: string, before: string, after: string, other = name): Promise<Told> => {
  const place = await newPlace();
  await Promise.all(["a", "b"].map((folder) => mkdir(join(place.work, folder))));
  await writeFile(join(place.work, "a", name), before);
  await writeFile(join(place.work, "b", other), after);
  const { stdout } = await kmspol(place, undefined, ["diff", `a/${name}`, `b/${other}`, "--json"]);
  return JSON.parse(stdout) as Told;
};

const said = ({ gained, lost }: Told): readonly string[] => [
  ...gained.map(({ principal }) => `+ ${principal}`),
  ...lost.map(({ principal }) => `- ${principal}`),
];

const root = "arn:aws:iam::111122223333:root";
const source = (defined: string, who: string): string => `${defined}
resource "aws_kms_key" "k" {
  for_each = local.each
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "${root}" }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { AWS = ${who} }, Action = "kms:Decrypt", Resource = "*" },
    ]
  })
}
`;

const map = (role: string, layout = " "): string =>
  `locals {\n  r ={${layout}a = "arn:aws:iam::111122223333:role/${role}" }\n}`;

describe("Terraform", () => {
  test.each([
    ["a loop over a local", map("A"), map("B"), "[for k, v in local.r : v if v != module.m]"],
    ["a function of a local", map("A"), map("B"), 'regex("x", local.r.a)'],
    ["a part of a local", "locals { r = module.a }", "locals { r = module.b }", "local.r.arn"],
    [
      "a local of a local",
      `${map("A")}\nlocals { s = local.r }`,
      `${map("B")}\nlocals { s = local.r }`,
      "md5(local.s.a)",
    ],
    ["what a key is repeated over", "locals { each = module.a }", "locals { each = module.b }", "each.value"],
    [
      "a look-up",
      'data "aws_iam_role" "x" { name = "A" }',
      'data "aws_iam_role" "x" { name = "B" }',
      "data.aws_iam_role.x.arn",
    ],
    ["a default", 'variable "r" { default = "A" }', 'variable "r" { default = "B" }', "title(var.r)"],
  ])("%s that is defined otherwise is somebody else", async (_, before, after, who) => {
    const other = await diff("main.tf", source(before, who), source(after, who));
    expect([other.equal, other.equivalent, other.gained.length, other.lost.length]).toEqual([
      false,
      false,
      1,
      1,
    ]);
    expect(said(other)[0]).toContain(", as changed");
    const same = await diff("main.tf", source(before, who), source(before, who));
    expect([same.equal, same.gained, same.lost]).toEqual([true, [], []]);
  });

  test("other white space and comments elsewhere define nothing otherwise", async () => {
    const who = "[for k, v in local.r : v]";
    const same = await diff("main.tf", source(map("A"), who), source(`# ours\n${map("A", "\n    ")}`, who));
    expect([same.equivalent, said(same)]).toEqual([true, []]);
  });

  test("expressions that differ behind a long beginning are two, and shown apart", async () => {
    const who = (end: string) => `lookup(module.${"of_the_platform_team_".repeat(10)}, "a", "${end}")`;
    const other = await diff("main.tf", source("", who("one")), source("", who("two")));
    expect(said(other)).toEqual([
      expect.stringMatching(/^\+ .{1,130}'two'\)\}$/),
      expect.stringMatching(/'one'\)\}$/),
    ]);
  });
});

const template = (head: object, who: unknown, more: object = {}): string =>
  JSON.stringify({
    ...head,
    Resources: {
      Key: {
        Type: "AWS::KMS::Key",
        Properties: {
          KeyPolicy: {
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
              { Effect: "Allow", Principal: { AWS: who }, Action: "kms:Decrypt", Resource: "*", ...more },
            ],
          },
        },
      },
    },
  });

const mapping = (role: string) => ({ Mappings: { Roles: { "eu-west-1": { Name: role } } } });
const looked = (name: string) => ({
  Parameters: { P: { Type: "AWS::SSM::Parameter::Value<String>", Default: name } },
});
const conditional = (value: string) => ({
  Parameters: { Env: { Type: "String" } },
  Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Env" }, value] } },
});
const found = { "Fn::FindInMap": ["Roles", { Ref: "AWS::Region" }, "Name"] };
const choice = { "Fn::If": ["IsProd", "arn:aws:iam::111122223333:role/A", { Ref: "AWS::NoValue" }] };

describe("CloudFormation", () => {
  test.each<readonly [string, object, object, unknown]>([
    ["a mapping", mapping("a"), mapping("b"), found],
    ["a parameter of SSM", looked("/a"), looked("/b"), { Ref: "P" }],
    ["a condition", conditional("prod"), conditional("test"), choice],
  ])("%s that is defined otherwise says something else", async (_, before, after, who) => {
    const other = await diff("t.json", template(before, who), template(after, who));
    expect([other.equal, other.equivalent, other.gained.length > 0]).toEqual([false, false, true]);
    const same = await diff("t.json", template(before, who), template(before, who));
    expect([same.equal, same.equivalent]).toEqual([true, true]);
  });

  test("the same template in YAML defines nothing otherwise", async () => {
    const { stringify } = await import("yaml");
    const text = template(conditional("prod"), choice);
    const same = await diff("t.json", text, stringify(JSON.parse(text)), "t.yaml");
    expect([same.equivalent, said(same)]).toEqual([true, []]);
  });

  test.each([
    [
      { "Fn::Select": ["0", { "Fn::Split": [",", { "Fn::ImportValue": "a" }] }] },
      { "Fn::Select": ["0", { "Fn::Split": [",", { "Fn::ImportValue": "b" }] }] },
    ],
    [{ "Fn::Base64": "a" }, { "Fn::Base64": "b" }],
  ])("a function of other arguments is somebody else", async (before, after) => {
    const other = await diff("t.json", template({}, before), template({}, after));
    expect([other.gained.length, other.lost.length]).toEqual([1, 1]);
    expect((await diff("t.json", template({}, before), template({}, before))).equivalent).toBe(true);
  });

  test("of several keys, and for --fail-on gained", async () => {
    const two = (head: object) => {
      const one = JSON.parse(template(head, found)) as { Resources: Record<string, unknown> };
      return JSON.stringify({ ...one, Resources: { ...one.Resources, Other: one.Resources["Key"] } });
    };
    const place = await newPlace();
    await writeFile(join(place.work, "a.json"), two(mapping("a")));
    await writeFile(join(place.work, "b.json"), two(mapping("b")));
    const run = (...files: readonly string[]) =>
      kmspol(place, undefined, ["diff", ...files, "--fail-on", "gained"]);
    expect((await run("a.json", "b.json")).exit).toBe(1);
    expect((await run("a.json", "a.json")).exit).toBe(0);
  });
});

describe("what functions of Terraform give", () => {
  test.each([
    ['coalesce("", "arn:aws:iam::111122223333:role/C")', "arn:aws:iam::111122223333:role/C"],
    ['coalesce(null, "arn:aws:iam::111122223333:role/C")', "arn:aws:iam::111122223333:role/C"],
    ['format("arn:aws:iam::%s:role/%s", "111122223333", upper("c"))', "arn:aws:iam::111122223333:role/C"],
    ['format("arn:aws:iam::%015d:root", 111122223333)', undefined],
    ['format("arn:aws:iam::%s:role/%q", "111122223333", "c")', undefined],
    ['format("arn:aws:iam::%s:role/C", "111122223333", "extra")', undefined],
    ['"arn:aws:iam::111122223333:role/${upper(module.x.y)}"', undefined],
    ['"arn:aws:iam::111122223333:role/${upper("a${module.x.y}")}"', undefined],
  ])("%s", async (who, principal) => {
    const place = await newPlace();
    await writeFile(join(place.work, "main.tf"), source("", who));
    const { stdout } = await kmspol(place, undefined, ["who-can", "main.tf", "kms:Decrypt", "--json"]);
    expect(stdout).not.toMatch(/kmspol-later|KMSPOL-LATER/);
    const { access } = JSON.parse(stdout) as {
      readonly access: readonly { readonly principal: string }[];
    };
    const own = access.filter(({ principal: name }) => !/:root$|^account:|^root-user:/.test(name));
    const names = own.map(({ principal: name }) => name);
    if (principal === undefined) expect(names).toEqual([expect.stringMatching(/(?:format|upper)\(/)]);
    else expect(names).toEqual([principal]);
  });
});
