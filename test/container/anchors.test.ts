import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// Anchors, aliases and merge keys: what packs a template writes them out (AWS CLI Command Reference, "cloudformation package"). They are
// read with what they say, told where they say it, and no edit of one place changes another.

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});

const run = async (...words: readonly string[]) => kmspol(place, undefined, words);
const write = (name: string, text: string) => writeFile(join(place.work, name), text);

const base = `x-base: &base
  Type: AWS::KMS::Key
  Properties: &properties
    KeyPolicy: &policy
      Version: "2012-10-17"
      Statement: &statements
        - &statement
          Effect: Allow
          Principal: &root { AWS: "arn:aws:iam::111122223333:root" }
          Action: kms:*
          Resource: "*"
Resources:
`;
const key = "  K:\n    Type: AWS::KMS::Key\n    Properties:\n";
const policy = `${key}      KeyPolicy:\n        Version: "2012-10-17"\n        Statement:`;

const shapes: readonly (readonly [what: string, key: string])[] = [
  ["the resource", "  K: *base\n"],
  ["the resource, merged", "  K:\n    <<: *base\n    DeletionPolicy: Retain\n"],
  ["the resource, merged of a list", "  K:\n    <<: [*base, { DeletionPolicy: Retain }]\n"],
  ["the properties", "  K:\n    Type: AWS::KMS::Key\n    Properties: *properties\n"],
  ["the properties, merged", `${key}      <<: *properties\n      Description: ours\n`],
  ["the policy", `${key}      KeyPolicy: *policy\n`],
  ["the policy, merged", `${key}      KeyPolicy: { <<: *policy, Id: ours }\n`],
  ["the statements", `${policy} *statements\n`],
  ["a statement", `${policy}\n          - *statement\n`],
  ["a statement, merged", `${policy}\n          - <<: *statement\n            Sid: Ours\n`],
  [
    "a principal",
    `${policy}\n          - { Effect: Allow, Principal: *root, Action: "kms:*", Resource: "*" }\n`,
  ],
];

describe("what an anchor outside of the key says is read, and not edited", () => {
  test.each(shapes)("%s", async (_, resource) => {
    const text = base + resource;
    await write("t.yaml", text);
    const { stdout } = await run("who-can", "t.yaml#K", "--json");
    const { access } = JSON.parse(stdout) as { access: readonly { principal: string }[] };
    expect(access.map(({ principal }) => principal)).toEqual([
      "root-user:111122223333",
      "account:111122223333",
    ]);
    const { exit, stderr } = await run(
      "add-user",
      "t.yaml#K",
      "role/A",
      "--account",
      "111122223333",
      "--yes",
    );
    expect([exit, stderr]).toEqual([
      3,
      expect.stringContaining("cannot be changed in place: a part of it is"),
    ]);
    expect(await readFile(join(place.work, "t.yaml"), "utf8")).toBe(text);
  });
});

describe("an anchor within a key that something else uses", () => {
  const own = base
    .replace("Resources:\n", "")
    .replace(/^x-base: &base\n/, "Resources:\n  K:\n")
    .replace(/\n {2}(?!K:)/g, "\n    ");
  test.each([
    ["another key", "  L:\n    Type: AWS::KMS::Key\n    Properties: { KeyPolicy: *policy }\n"],
    [
      "a bucket",
      "  B:\n    Type: AWS::S3::BucketPolicy\n    Properties: { PolicyDocument: { Statement: *statements } }\n",
    ],
    ["an output", "Outputs:\n  O: { Value: *root }\n"],
  ])("%s: it is not edited", async (_, rest) => {
    await write("t.yaml", own + rest);
    const { exit, stderr } = await run(
      "add-user",
      "t.yaml#K",
      "role/A",
      "--account",
      "111122223333",
      "--yes",
    );
    expect([exit, stderr]).toEqual([
      3,
      expect.stringContaining("cannot be changed in place: a part of it is"),
    ]);
    expect(await readFile(join(place.work, "t.yaml"), "utf8")).toBe(own + rest);
  });

  test("nothing else: it is edited", async () => {
    await write("t.yaml", own);
    const add = await run("add-user", "t.yaml#K", "role/A", "--account", "111122223333", "--yes");
    expect(add.exit).toBe(0);
    await run("remove-user", "t.yaml#K", "role/A", "--account", "111122223333", "--yes");
    expect(await readFile(join(place.work, "t.yaml"), "utf8")).toBe(own);
  });
});

test("what a mapping says itself counts before what it merges, and of that the first", async () => {
  await write(
    "t.yaml",
    `${base.replace("Resources:\n", "")}x-more: &more { Action: "kms:Verify", Effect: Deny }\nResources:\n${policy}
          - <<: [{ Action: "kms:Sign" }, *more, *statement]
            Effect: Allow
`,
  );
  const { stdout } = await run("get", "t.yaml#K");
  expect(JSON.parse(stdout)).toMatchObject({ Statement: [{ Action: "kms:Sign", Effect: "Allow" }] });
  expect((await run("check", "t.yaml")).stdout).not.toContain("duplicate-json-key");
});

describe("an alias of nothing is told, and never stands for no policy", () => {
  test.each([
    ["a resource", "  K: *none\n"],
    ["a resource that merges it", "  K:\n    <<: *none\n    Type: AWS::KMS::Key\n"],
    ["properties that merge it", `${key}      <<: *none\n`],
    ["a policy", `${key}      KeyPolicy: *none\n`],
    ["statements", `${policy} *none\n`],
    [
      "aliases of aliases without an end",
      `${policy}\n          - &a { b: [*a, *a] }\n          - ${"[".repeat(9)}*a${"]".repeat(9)}\n`,
    ],
  ])("%s", async (_, resource) => {
    await write("t.yaml", `Resources:\n${resource}`);
    const list = await run("list", "t.yaml");
    expect(list.stdout).not.toMatch(/default one|here$/m);
    const show = await run("show", "t.yaml");
    expect([show.exit, show.stdout]).toEqual([2, ""]);
  });

  test("aliases that multiply end at once", async () => {
    const levels = "abcdefgh".split("");
    const lines = levels.map((name, index) => {
      const inside = index === 0 ? "1" : `*${levels[index - 1] ?? ""}`;
      return `        ${name}: &${name} [${Array<string>(9).fill(inside).join(", ")}]`;
    });
    await write("t.yaml", `Resources:\n${key}      KeyPolicy:\n${lines.join("\n")}\n        Statement: *h\n`);
    expect((await run("show", "t.yaml")).exit).toBe(2);
  });
});

describe("a template in JSON that begins with a comment of YAML, as CloudFormation reads it", () => {
  const template = `{ "Resources": { "K": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy": {
    "Version": "2012-10-17",
    "Statement": [
      { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }
    ]
  } } } } }\n`;
  test.each([
    ["t.json", `# ours\n${template}`],
    ["t.template", `# ours\n\n  # and theirs\n${template}`],
    ["t.json", `// ours\n${template}`],
    ["t.json", `/* ours\n */ ${template}`],
    ["t.json", template.replace('"Version": "2012-10-17",', "Version: 2012-10-17, # ours")],
    ["t.json", template.replace('"*" }\n', '"*", },\n')],
  ])("%s", async (name, text) => {
    await write(name, text);
    const add = await run("add-user", `${name}#K`, "role/A", "--account", "111122223333", "--yes");
    expect([add.exit, add.stderr]).toEqual([0, expect.any(String)]);
    await run("remove-user", `${name}#K`, "role/A", "--account", "111122223333", "--yes");
    expect(await readFile(join(place.work, name), "utf8")).toBe(text);
  });
});
