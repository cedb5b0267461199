import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { fixPolicy } from "../../src/check/fix-policy.ts";
import { documentOf, loadFormat, parsePolicyText } from "../../src/policy/document.ts";
import type { PolicyFormat } from "../../src/policy/syntax.ts";
import { anyText } from "../support/any-text.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { anyValue, inPolicy, many, write } from "./arbitrary-text.ts";
import { times } from "../support/long-form.ts";

// Whatever comes in: findings with places inside the text, never an exception.

beforeAll(() => loadFormat("yaml"));

const folder = new URL("../corpus/valid/", import.meta.url);
const policies = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .slice(0, 60)
  .map((name) => readFileSync(new URL(name, folder), "utf8"));
const formats: readonly PolicyFormat[] = ["json", "jsonc", "yaml"];

const holds = (text: string, format: PolicyFormat = "json"): void => {
  const parsed = parsePolicyText(text, format);
  const findings = checkPolicy(parsed, { account: "111122223333" });
  const lines = text.split(/\r\n|\n|\r/);
  for (const { line, column, message, code } of findings) {
    expect(message, code).not.toBe("");
    expect(line, code).toBeLessThanOrEqual(lines.length);
    expect(column, code).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
  }
  if (documentOf(parsed) === undefined) expect(findings.map(({ code }) => code)).toContain("json-syntax");
};

test("any JSON of the policy's words", () => {
  fc.assert(
    fc.property(anyValue, (tree) => holds(write(tree))),
    { numRuns: times(100, 1500) },
  );
});

test("a policy with any value in any place", () => {
  fc.assert(
    fc.property(fc.constantFrom(...policies), fc.nat(), anyValue, (policy, place, tree) => {
      const values = [...policy.matchAll(/(?<=[:[,]\s*)"[^"\\]*"(?!\s*:)/g)];
      const hit = values[place % values.length];
      if (!hit) return;
      holds(policy.slice(0, hit.index) + write(tree) + policy.slice(hit.index + hit[0].length));
    }),
    { numRuns: times(60, 800) },
  );
});

test("policies cut short", () => {
  fc.assert(
    fc.property(fc.constantFrom(...policies), fc.nat(), (policy, at) => {
      for (const format of formats) holds(policy.slice(0, at % policy.length), format);
    }),
    { numRuns: times(25, 300) },
  );
});

test("mending ends, and leaves a document", () => {
  fc.assert(
    fc.property(anyValue, (tree) => {
      const document = documentOf(parsePolicyText(write(tree), "json"));
      if (!document) return;
      const facts = { account: "111122223333" };
      expect(documentOf(parsePolicyText(fixPolicy(document, facts).text, "json"))).toBeDefined();
    }),
    { numRuns: times(25, 300) },
  );
});

const forAll = (parts: string): string =>
  `{"Effect":"Allow","Principal":{"AWS":"*"},"Resource":"*",${parts}}`;

/** Texts of many equal parts, on which a rule that looks at each pair of them could work for minutes. */
const repetitive: Readonly<Record<string, string>> = {
  "values of a legal size": inPolicy(
    forAll(
      `"Action":"kms:*","Condition":{"StringLike":{"aws:PrincipalArn":[${many(2800, (n) => `"*${n}*"`)}]}}`,
    ),
  ),
  "actions of a legal size": inPolicy(forAll(`"Action":[${many(2400, (n) => `"kms:*?*${n}*"`)}]`)),
  operators: inPolicy(
    forAll(`"Action":"kms:*","Condition":{${many(20_000, (n) => `"StringEqual${n}":{"aws:x${n}":"y"}`)}}`),
  ),
  "actions and condition keys": inPolicy(
    forAll(
      `"Action":[${many(22_000, () => '"kms:Decrypt?"')}],"Condition":{"StringEquals":{${many(12_000, (n) => `"kms:EncryptionContext:a${n}":"y"`)}}}`,
    ),
  ),
  statements: inPolicy(many(7000, (n) => forAll(`"Sid":"${n}","Action":"kms:GenerateDataKey"`))),
  "one line of five megabytes": inPolicy(forAll(`"Action":"${"kms:*".repeat(1_000_000)}"`)),
};

test.each(Object.entries(repetitive))("many %s", (_, text) => holds(text));

test("of a policy far beyond the limit the size is told, and that nothing else was looked at", () => {
  const [finding, ...others] = checkPolicy(parsePolicyText(repetitive["statements"] ?? "", "json"), {});
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    code: "policy-too-large",
    hint: expect.stringMatching(/nothing else is checked/) as string,
  });
});

test("white space and comments do not count: they are never sent", () => {
  const faulty = forAll('"Action":"kms:Decrpyt"');
  const text = `{"Version":"2012-10-17", // ${"x".repeat(200_000)}\n"Statement":[${" ".repeat(200_000)}${faulty}]}`;
  const codes = checkPolicy(parsePolicyText(text, "jsonc"), {}).map(({ code }) => code);
  expect(codes).toContain("unknown-action");
});

test("hundreds of faults of one kind are mended together", () => {
  const statements = many(
    250,
    (n) =>
      `{"Sid":"use","Effect":"Allow","Principal":{"AWS":"11112222333${n % 10}"},"Action":["kms:Decrypt","kms:decrypt"],"Resource":"*"}`,
  );
  const document = documentOf(parsePolicyText(inPolicy(statements), "json"))!;
  const { text } = fixPolicy(document, {});
  expect(text).not.toContain("kms:decrypt");
  expect(text.match(/"Sid"/g)?.length).toBe(10);
});

/** Inputs as files, for the program itself. */
const hostile: Readonly<Record<string, Uint8Array | string>> = {
  "empty.json": "",
  "nul.json": Buffer.alloc(4096),
  "random.json": Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919 + 13) % 256)),
  "deep.json": "[".repeat(100_000),
  "deep-object.json": '{"Statement":'.repeat(5000),
  "deep.yaml": "- ".repeat(20_000),
  "aliases.yaml": `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a,*a]`).join("\n")}`,
  "long-line.json": `{"Version":"2012-10-17","Statement":[],"x":"${"x".repeat(5_000_000)}"}`,
  "long-but-fits.json": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"${"kms:*".repeat(180_000)}"}]}`,
  "proto.json":
    '{"__proto__":{"Statement":[]},"Version":"2012-10-17","Statement":[{"__proto__":1,"constructor":{}}]}',
  "twice.json": '{"Statement":[],"Statement":[{"Effect":"Allow","Effect":"Deny"}]}',
  "invalid-utf8.json": Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  "surrogate.json": '{"Version":"2012-10-17","Statement":[{"Sid":"\\ud800","Effect":"Allow"}]}',
  "surrogate-bytes.json": Buffer.concat([
    Buffer.from('{"Statement":[{"Sid":"'),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from('"}]}'),
  ]),
  "long-line.yaml": `Version: "2012-10-17"\nStatement:\n  - Sid: ${"x".repeat(5_000_000)}\n`,
  "long-line.jsonc": `{"Version":"2012-10-17",/*${"*".repeat(5_000_000)}*/"Statement":[]}`,
  "flow.yaml": "[".repeat(50_000),
  ...Object.fromEntries(
    [7, 60, 150, 333, 500].map((at) => [`cut-${at}.json`, (policies[0] ?? "").slice(0, at)] as const),
  ),
  ...Object.fromEntries(
    Object.entries(repetitive).map(([name, text]) => [`many-${name.replaceAll(" ", "-")}.json`, text]),
  ),
  "bom.json": "\uFEFF{}",
  "escape.json": '{"Statement":[{"Sid":"\\u001b]0;owned\\u0007","Effect":"\\u001b[31mAllow\\u202e"}]}',
  // Twenty-five kilobytes on which the access engine could work for minutes.
  "wide.json": JSON.stringify({
    Version: "2012-10-17",
    Statement: Array.from({ length: 100 }, (_, n) => ({
      Effect: n % 5 ? "Allow" : "Deny",
      Principal: { AWS: n % 3 ? `arn:aws:iam::111122223333:role/App${n}` : "*" },
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:PutKeyPolicy"],
      Resource: "*",
      Condition: {
        StringLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/x${n}*`, "aws:PrincipalTag/a": `*${n}` },
      },
    })),
  }),
  "many.json": `{"Statement":[${Array.from({ length: 9000 }, () => '{"Effect":"Allow"}').join(",")}]}`,
};

test("any text at all", () => {
  fc.assert(
    fc.property(fc.oneof(anyText({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 })), (raw) => {
      const text = typeof raw === "string" ? raw : new TextDecoder().decode(raw);
      for (const format of formats) holds(text, format);
    }),
    { numRuns: times(30, 400) },
  );
});

test.each(Object.entries(hostile))("kmspol check %s", async (name, content) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), content);
  const { exit, stdout, stderr } = await kmspol(place, undefined, ["check", name]);
  expect([0, 1, 2]).toContain(exit);
  expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(stderr).not.toMatch(/\n\s+at |this is a bug|internal-error/);
});
