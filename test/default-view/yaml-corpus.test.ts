import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { addAdmins } from "../../src/default-view/add-admins.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { removeAdmins } from "../../src/default-view/remove-admins.ts";
import { removeUsers } from "../../src/default-view/remove-users.ts";
import { loadFormat } from "../../src/policy/document.ts";
import { sameDocument } from "../../src/policy/same-document.ts";
import { toYaml } from "../../src/policy/yaml/to-yaml.ts";
import { keys, parse } from "./support.ts";

await loadFormat("yaml");

// Every seventh real policy, as somebody keeps it in YAML: with a comment above, and one behind the Statement.
const folder = "test/corpus/valid";
const policies = readdirSync(folder)
  .filter((_, index) => index % 7 === 0)
  .map((name) => ({ name, json: parse(readFileSync(`${folder}/${name}`, "utf8")) }));

const asYaml = (json: ReturnType<typeof parse>) =>
  parse(`# kept in git\n${toYaml(json).replace(/^Statement:/m, "Statement: # who may")}`, "yaml");

test.each(policies)("a policy in YAML is edited as the same one in JSON: $name", ({ json }) => {
  const yaml = asYaml(json);
  expect(sameDocument(json, yaml)).toBe(true);
  const partition = /arn:(aws[a-z-]*):iam/.exec(json.text)?.[1] ?? "aws";
  const facts = { ...keys.symmetric, partition, arn: undefined };
  for (const [add, remove] of [
    [addUsers, removeUsers],
    [addAdmins, removeAdmins],
  ] as const) {
    const [fromJson, fromYaml] = [json, yaml].map((policy) => add(policy, ["role/Fresh"], facts).document);
    if (!fromJson || !fromYaml) throw new Error("two policies went in");
    expect(sameDocument(fromJson, fromYaml)).toBe(true);
    expect(fromYaml.text).toMatch(/^# kept in git\n/);
    expect(remove(fromYaml, ["role/Fresh"], facts).document.text).toBe(yaml.text);
  }
});
