import { beforeAll, expect, test } from "vitest";
import { looksLikePolicy } from "../../src/container/looks-like-policy.ts";
import { loadFormat, parsePolicyText } from "../../src/policy/document.ts";

// What `check FOLDER` looks at: what is a policy, or was plainly meant as one, and nothing else.

beforeAll(() => loadFormat("yaml"));

const statement = '{"Sid":"x","Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}';
const policy = `{"Version":"2012-10-17","Statement":[${statement}]}`;

test.each([
  ["a policy", policy, true],
  ["Statements", policy.replace("Statement", "Statements"), true],
  ["names in lower case", policy.replace("Version", "version").replace("Statement", "statement"), true],
  ["no Statement at all", '{"Version":"2012-10-17"}', true],
  ["a statement alone", statement, true],
  ["a list of statements", `[${statement}]`, true],
  ["the answer of get-key-policy", JSON.stringify({ Policy: policy, PolicyName: "default" }), true],
  ["the parameters of a template", `{"KeyPolicy":${policy}}`, true],
  ["a policy encoded twice", JSON.stringify(policy), true],
  ["a policy that is cut off", policy.slice(0, 60), true],
  ["a package.json", '{"name":"x","version":"1.0.0","dependencies":{}}', false],
  ["an empty object", "{}", false],
  ["a version of something else", '{"version":"1.0"}', false],
  ["settings", '{"policy":"strict"}', false],
  ["a list of numbers", "[1,2]", false],
  ["a broken file of another kind", '{"name": "x",', false],
])("looks like a policy, or not: %s", (_, text, looks) => {
  expect(looksLikePolicy(parsePolicyText(text, "json"))).toBe(looks);
});
