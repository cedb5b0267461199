import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { verdicts } from "./corpus-valid-verdicts.ts";

const folder = new URL("../corpus/valid/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const textOf = (name: string): string => readFileSync(new URL(name, folder), "utf8");

/** Code to the places, as the verdicts name them, of what is reported as an error or an exposure. */
const grave = new Map<string, Set<string>>();
for (const name of names)
  for (const { code, severity, path } of checkPolicy(parsePolicyText(textOf(name), "json"), {})) {
    if (severity !== "error" && severity !== "security") continue;
    const [, inStatement, index = "0"] = /^(\/Statement)(?:\/(\d+))?/.exec(path) ?? [];
    const place = name.slice(0, 3) + (inStatement === undefined ? "" : `#${index}`);
    grave.set(code, (grave.get(code) ?? new Set()).add(place));
  }

test("no code of an error or an exposure but those that were looked at", () => {
  expect([...grave.keys()].sort()).toEqual(Object.keys(verdicts).sort());
});

test.each(Object.entries(verdicts))("%s is found where it is right, and nowhere else", (code, groups) => {
  const places = groups.flatMap(({ at }) => at.split(" "));
  expect(new Set(places).size).toBe(places.length);
  expect([...(grave.get(code) ?? [])].sort()).toEqual([...places].sort());
});

/** Whether the text nowhere gives anyone the right to put a policy: a part of a policy, which KMS would refuse alone. */
const isPart = (text: string): boolean =>
  !/"kms:(\*|Put\*|PutKeyPolicy)"|"\*:\*"|"NotAction"/i.test(
    text.replaceAll(/"Effect"\s*:\s*"Deny"[^{}]*/g, ""),
  );

test("parts of policies are what they are called", () => {
  const parts = (verdicts["lockout"] ?? []).find(({ why }) => why.startsWith("a part of a policy"));
  const called = names.filter((name) => parts?.at.split(" ").includes(name.slice(0, 3)));
  expect(called.length).toBeGreaterThan(40);
  expect(called.filter((name) => !isPart(textOf(name)))).toEqual([]);
});
