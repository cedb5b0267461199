import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import type { Finding } from "../../src/check/finding.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { mutations, type Mutation, type PolicyValue, type StatementValue } from "./mutations.ts";
import { sample } from "../support/long-form.ts";

// A single fault is put into good policies that people wrote; it is found at its place, and not in the policy as it was.

const folder = new URL("../corpus/valid/", import.meta.url);

const check = (text: string): readonly Finding[] => checkPolicy(parsePolicyText(text, "json"), {});
const isList = (value: unknown): value is StatementValue[] => Array.isArray(value);

/** Their last statement has such a fault already. */
const faulty = /^02[34]-aws-cli-put-key-policy/;

/** Policies with a list of statements and no error. */
const good = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && !faulty.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }))
  .filter(({ text }) => check(text).every(({ severity }) => severity !== "error"))
  .filter(({ text }) => isList((JSON.parse(text) as PolicyValue).Statement))
  .slice(0, 40);
const some = sample(good, 6);

/** The line of the value at a JSON Pointer, from 1. */
const lineOf = (text: string, pointer: string): number => {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  let { root: node } = parsePolicyText(text, "json");
  for (const step of steps)
    node =
      node?.kind === "object"
        ? node.members.findLast(({ name }) => name === step)?.value
        : node?.kind === "array"
          ? node.items[Number(step)]
          : undefined;
  return text.slice(0, node?.start ?? 0).split("\n").length;
};

interface Mutated {
  readonly text: string;
  readonly pointer: string;
}

const mutate = ({ apply }: Mutation, text: string): Mutated => {
  const policy = JSON.parse(text) as PolicyValue;
  const statements = policy.Statement as StatementValue[];
  const index = statements.length - 1;
  const pointer = apply(policy, statements[index]!, index);
  return { text: JSON.stringify(policy, undefined, 2), pointer };
};

test("there are policies, and kinds of fault enough", () => {
  expect(good.length).toBe(40);
  expect(new Set(mutations.map(({ fault }) => fault)).size).toBeGreaterThanOrEqual(30);
});

describe.each(mutations)("$fault is a $code", (mutation) => {
  test.each(some)("in $name", ({ text }) => {
    const mutated = mutate(mutation, text);
    const has = (findings: readonly Finding[]) =>
      findings.filter(({ code, path }) => code === mutation.code && path === mutated.pointer);
    const [finding] = has(check(mutated.text));
    expect(finding).toBeDefined();
    expect(finding!.line).toBe(lineOf(mutated.text, mutated.pointer));
    // The text is laid out with one value a line.
    const written = mutated.text.split("\n")[finding!.line - 1] ?? "";
    expect(finding!.column).toBe(written.indexOf(mutation.shows) + 1);
    const before = JSON.stringify(JSON.parse(text), undefined, 2);
    expect(has(check(before))).toEqual([]);
  });
});
