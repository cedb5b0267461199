import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { loadFormat, type PolicyDocument } from "../../src/policy/document.ts";
import { addToList, removeFromList } from "../../src/policy/edit-lists.ts";
import { insertStatement, removeStatement } from "../../src/policy/edit-statements.ts";
import { documentValue, equalJson, isList, isRecord, valueOf } from "../../src/policy/json-value.ts";
import { nodeAt, pathOfStatement } from "../../src/policy/text/node-at.ts";
import { toPlainJson } from "../../src/policy/json/plain-json.ts";
import { listOf } from "../../src/policy/same-document.ts";
import type { JsonPath, JsonValue } from "../../src/policy/syntax.ts";
import { toYaml } from "../../src/policy/yaml/to-yaml.ts";
import { documentIn } from "./documents.ts";
import { sample } from "../support/long-form.ts";

const folder = new URL("../corpus/valid/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

const added = {
  Sid: "Added by the test",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:role/R"] },
  Action: ["kms:Encrypt", "kms:Decrypt"],
  Resource: "*",
  Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
};

/** Every list of actions and every list of principals of a policy. */
const listPaths = (document: PolicyDocument): readonly JsonPath[] =>
  document.statements.flatMap((_, index) => {
    const path = pathOfStatement(document, index);
    const principal = nodeAt(document, [...path, "Principal"]);
    const types = principal?.kind === "object" ? principal.members.map(({ name }) => name) : [];
    const all = [[...path, "Action"], ...types.map((type) => [...path, "Principal", type])];
    return all.filter((one) => nodeAt(document, one) !== undefined);
  });

/** The text that both have at the beginning and at the end; between them stands what the edit touched. */
const untouched = (before: string, after: string): { start: number; end: number } => {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { start, end: before.length - end };
};

beforeAll(() => loadFormat("yaml"));

test.each(files)("%s", (name) => {
  const text = read(name);
  const document = documentIn(text);
  expect(document.text).toBe(text);
  expect(equalJson(documentValue(document), JSON.parse(text) as JsonValue)).toBe(true);

  const statements = document.statements.map(valueOf);
  for (let index = 0; index <= statements.length; index++) {
    const longer = insertStatement(document, index, added);
    expect(longer.statements.map(valueOf)).toEqual(statements.toSpliced(index, 0, added));
    expect(removeStatement(longer, index).text).toBe(text);
  }
  for (let index = 0; index < statements.length; index++) {
    const shorter = removeStatement(document, index);
    expect(shorter.statements.map(valueOf)).toEqual(statements.toSpliced(index, 1));
    const { start, end } = untouched(text, shorter.text);
    const list = nodeAt(document, ["Statement"])!;
    expect(start).toBeGreaterThanOrEqual(list.start);
    expect(end).toBeLessThanOrEqual(list.end);
    const textsOf = ({ text: whole, statements: all }: PolicyDocument) =>
      all.map((node) => whole.slice(node.start, node.end));
    expect(textsOf(shorter)).toEqual(textsOf(document).toSpliced(index, 1));
  }
});

test("adding to any list of any policy and removing again gives the bytes back", () => {
  for (const name of sample(files, 30)) {
    const document = documentIn(read(name));
    for (const path of listPaths(document)) {
      const before = valueOf(nodeAt(document, path)!);
      const longer = addToList(document, path, "added:ByTheTest");
      const after = listOf(valueOf(nodeAt(longer, path)!));
      expect(new Set(after)).toEqual(new Set([...listOf(before), "added:ByTheTest"]));
      expect(removeFromList(longer, path, "added:ByTheTest").text).toBe(document.text);
      const { start, end } = untouched(document.text, longer.text);
      const list = nodeAt(document, path)!;
      expect(start).toBeGreaterThanOrEqual(list.start);
      expect(end).toBeLessThanOrEqual(list.end);
    }
  }
});

test("as YAML policies are the same, and can be edited like JSON", () => {
  for (const name of sample(files, 15)) {
    const document = documentIn(read(name));
    const yaml = documentIn(toYaml(document), "yaml");
    expect(equalJson(documentValue(yaml), documentValue(document))).toBe(true);
    expect(equalJson(JSON.parse(toPlainJson(yaml)) as JsonValue, documentValue(document))).toBe(true);
    const [path] = listPaths(yaml);
    const longer = path ? addToList(yaml, path, "added:ByTheTest") : yaml;
    expect(path && removeFromList(longer, path, "added:ByTheTest").text).toBe(path && yaml.text);
    const last = yaml.statements.length;
    const value = documentValue(insertStatement(yaml, last, added));
    expect(isRecord(value) && isList(value["Statement"]) && value["Statement"][last]).toEqual(added);
  }
});
