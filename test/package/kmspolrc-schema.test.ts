import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/check/config.ts";

// The schema of .kmspolrc.json and its reader know the same settings, and refuse the same.

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
}

const schema = JSON.parse(readFileSync("schemas/kmspolrc.schema.json", "utf8")) as Shape;
const isValid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const messages = (value: unknown): string =>
  readConfig(value)
    .problems.map(({ message }) => message)
    .join();

/** The names that the reader knows: it lists them where it is asked for one that is near to none. */
const namesIn = (message: string): readonly string[] =>
  /there are (.+)$/.exec(message)?.[1]?.split(", ") ?? [];

const strange = "zzzzzzzzzzzzzzzz";

test.each<readonly [string, Shape | undefined, unknown]>([
  ["the settings", schema, { [strange]: 1 }],
  [
    "an accepted finding",
    schema.properties?.["accept"]?.items,
    { accept: [{ [strange]: 1, code: "lockout", reason: "r" }] },
  ],
  [
    "what is forbidden",
    schema.properties?.["forbid"]?.items,
    { forbid: [{ [strange]: 1, principal: "anyone", actions: ["kms:Decrypt"], reason: "r" }] },
  ],
])("the schema and the reader know the same names: %s", (_, shape, config) => {
  expect([...namesIn(messages(config))].sort()).toEqual(Object.keys(shape?.properties ?? {}).sort());
});

const ban = { principal: "anyone", actions: ["kms:Decrypt"], reason: "r" };
const acceptance = { code: "lockout", reason: "r" };

const right: Readonly<Record<string, readonly unknown[]>> = {
  $schema: ["./kmspolrc.schema.json"],
  accept: [
    [],
    [acceptance],
    [{ ...acceptance, files: "a/*.json", sid: "A" }],
    [{ ...acceptance, files: ["a", "b"] }],
  ],
  account: ["111122223333"],
  partition: ["aws", "aws-us-gov"],
  organization: ["o-exampleorgid"],
  trustedAccounts: [{}, { "444455556666": "Data" }],
  vendorAccounts: [{}, { "444455556666": "Acme" }],
  forbid: [[], [ban], [{ ...ban, except: ["role/Ops"] }]],
};

const wrong: Readonly<Record<string, readonly unknown[]>> = {
  $schema: [1],
  accept: [
    {},
    ["lockout"],
    [{ code: "lockout" }],
    [{ ...acceptance, files: 1 }],
    [{ ...acceptance, sid: 1 }],
  ],
  account: ["1", 111122223333],
  partition: ["", "china", 1],
  organization: ["acme", "o-short", "O-EXAMPLEORGID", 1],
  trustedAccounts: [[], { "1": "Data" }, { "444455556666": "" }, { "444455556666": 1 }],
  vendorAccounts: [[], { "1": "Data" }, { "444455556666": "" }],
  forbid: [
    {},
    ["anyone"],
    [{ ...ban, actions: [] }],
    [{ ...ban, actions: "kms:Decrypt" }],
    [{ ...ban, reason: "" }],
    [{ ...ban, except: "a" }],
  ],
};

describe.each(Object.keys(schema.properties ?? {}))("%s", (name) => {
  test("has values here that are right and wrong", () => {
    expect([right[name]?.length, wrong[name]?.length]).not.toContain(undefined);
  });
  test.each((right[name] ?? []).map((value) => ({ value })))("is right: $value", ({ value }) => {
    const config = { [name]: value };
    expect([isValid(config), messages(config)]).toEqual([true, ""]);
  });
  test.each((wrong[name] ?? []).map((value) => ({ value })))("is wrong: $value", ({ value }) => {
    const config = { [name]: value };
    expect([isValid(config), messages(config) === ""]).toEqual([false, false]);
  });
});
