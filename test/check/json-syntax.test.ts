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

test.each([
  ["", "begin with"],
  ['{"a":1,,"b":2}', "remove it"],
  ['\uFEFF{"a":1}', "byte order mark"],
  ["{\u201Ca\u201D: 1}", "typographic character"],
  ['{"a":1 // b\n}', "KMS takes no comments"],
  ['{"a":1 /* b */}', "KMS takes no comments"],
  ['{"a":1;}', undefined],
])("what to do about %j", (text, expected) => {
  const [finding] = checkPolicy(parsePolicyText(text, "json"), facts);
  expect(finding?.code).toBe("json-syntax");
  if (expected === undefined) expect(finding?.hint).toBeUndefined();
  else expect(finding?.hint).toContain(expected);
});
