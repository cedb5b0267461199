import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { facts } from "./fixture.ts";

test.each([
  ["[]", "a list"],
  ['"policy"', "a string"],
  ["7", "a number"],
  ["true", "a boolean"],
  ["null", "a null"],
])("%s is no policy, but %s", (text, what) => {
  const [finding] = checkPolicy(parsePolicyText(text, "json"), facts);
  expect(finding?.message).toBe(`a policy is an object { … }, and this is ${what}`);
});
