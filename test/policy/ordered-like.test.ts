import { expect, test } from "vitest";
import { loadPolicyText, documentOf, type PolicyDocument } from "../../src/policy/document.ts";
import { orderedLike } from "../../src/policy/ordered-like.ts";
import type { PolicyFormat } from "../../src/policy/syntax.ts";

const parse = async (text: string, format: PolicyFormat = "json"): Promise<PolicyDocument> =>
  documentOf(await loadPolicyText(text, format))!;

const one = (principals: string, actions = '"kms:Decrypt"', sid = "A") =>
  `{ "Sid" : "${sid}", "Effect" : "Allow",\n  "Principal" : { "AWS" : ${principals} },\n  "Action" : ${actions}, "Resource" : "*" }`;
const policy = (...statements: readonly string[]) =>
  `{ "Version" : "2012-10-17",\n"Statement" : [ ${statements.join(", ")} ] }`;

test.each([
  ["the same set", '["a","b","c"]', '["c", "a", "b"]', '["a", "b", "c"]'],
  ["one more, behind the others", '["a","b"]', '["n", "b", "a"]', '["a", "b", "n"]'],
  ["one more in between, the others in order", '["a","b"]', '["a", "n", "b"]', '["a", "n", "b"]'],
  ["one less", '["a","b","c"]', '["c", "a"]', '["a", "c"]'],
  ["a value twice", '["a","b"]', '["b", "a", "b"]', '["a", "b", "b"]'],
  ["one value", '["a"]', '"a"', '"a"'],
  ["in order already", '["a","b"]', '["a", "b"]', '["a", "b"]'],
])("lists in the order of the other document: %s", async (_, model, given, wanted) => {
  const document = await parse(policy(one(given)));
  expect(orderedLike(document, await parse(policy(one(model)))).text).toBe(policy(one(wanted)));
});

test("actions and conditions too; a statement that is new, or elsewhere, keeps its order", async () => {
  const condition = (values: string) =>
    `{ "Sid" : "C", "Effect" : "Deny", "Principal" : "*", "Action" : "kms:*", "Resource" : "*", "Condition" : { "StringNotEquals" : { "aws:PrincipalAccount" : ${values} } } }`;
  const model = policy(one('["a","b"]', '["kms:Encrypt","kms:Decrypt"]'), condition('["1","2"]'));
  const given = policy(
    one('["z", "y"]', '"kms:Sign"', "New"),
    one('["b", "a"]', '["kms:Decrypt", "kms:Encrypt"]'),
    condition('["2", "1"]'),
  );
  const wanted = policy(
    one('["z", "y"]', '"kms:Sign"', "New"),
    one('["a", "b"]', '["kms:Encrypt", "kms:Decrypt"]'),
    condition('["1", "2"]'),
  );
  expect(orderedLike(await parse(given), await parse(model)).text).toBe(wanted);
});

test("in YAML, each item in its own way of writing", async () => {
  const yaml = (items: readonly string[]) =>
    `Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    Principal:\n      AWS:\n${items.map((item) => `        - ${item}\n`).join("")}    Action: kms:Decrypt\n    Resource: "*"\n`;
  const model = await parse(yaml(["a", "b"]), "yaml");
  expect(orderedLike(await parse(yaml(['"b"', "a"]), "yaml"), model).text).toBe(yaml(["a", '"b"']));
});

test("what is no list of values is left alone, and so is a document without statements", async () => {
  for (const text of [
    '{"Statement":[]}',
    "{}",
    '{"Statement":{"Effect":"Allow"}}',
    '{"Statement":[[1,2],[2,1]]}',
  ]) {
    const document = await parse(text);
    expect(orderedLike(document, await parse(policy(one('["a"]')))).text).toBe(text);
  }
});
