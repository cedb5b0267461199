import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { descriptions, isFindingCode } from "../../src/check/catalogue.ts";
import { rules } from "../../src/check/rules.ts";

test("no two findings have one code", () => {
  const codes = descriptions.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)]);
});

const folder = new URL("../../src/check/rules/", import.meta.url);

test("every rule that a file has is in the list, once", async () => {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const files = await Promise.all(
    names.map((name): Promise<Record<string, unknown>> => import(new URL(name, folder).href)),
  );
  const exported = files.flatMap((file) => Object.values(file).filter(isRule));
  expect(new Set(exported)).toEqual(new Set<unknown>(rules));
  expect(exported).toHaveLength(rules.length);
});

const isRule = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "code" in value && "run" in value;

test("a word of prose is no code", () => {
  expect(isFindingCode("toString")).toBe(false);
  expect(isFindingCode("lockout")).toBe(true);
});

test.each(descriptions.map((description) => [description.code, description] as const))(
  "%s: sentences end, headings do not",
  (_, { page, title }) => {
    const { trigger, why, fix, example } = page();
    for (const sentence of [trigger, why, fix])
      expect(sentence).toMatch(/^(?:kms:|aws:|kmspol |[A-Z]).*[.]$/s);
    expect(example.length).toBeGreaterThan(10);
    expect(title).toMatch(/^(?:kms:|aws:|[A-Z]).*[^.]$/);
  },
);
