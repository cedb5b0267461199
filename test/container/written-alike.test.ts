import { beforeAll, expect, test } from "vitest";
import { containerIn } from "../../src/container/container-in.ts";
import { documentOf, loadFormat, parsePolicyText } from "../../src/policy/document.ts";
import { writtenAlike } from "../../src/policy/written-alike.ts";

beforeAll(() => loadFormat("yaml"));

const inTemplate = async (principal: string, more = "") => {
  const text = `Resources:\n  A:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement:\n          - Effect: Allow\n            Principal: { AWS: ${principal} }\n            Action: kms:Decrypt ${more}\n`;
  const container = await containerIn(text, "a.yaml", { parameters: new Map() });
  const policy = container?.keys[0]?.policy;
  const document =
    policy?.state === "policy"
      ? documentOf(parsePolicyText(policy.text, policy.format, policy.dialect))
      : undefined;
  if (!document) throw new Error("no policy");
  return document;
};

const root = '!Sub "arn:aws:iam::${AWS::AccountId}:root"';

test.each([
  ["the same words", root, "", root, "", true],
  ["a comment", root, "", root, "# ours", true],
  ["Join for Sub", root, "", '!Join ["", ["arn:aws:iam::", !Ref AWS::AccountId, ":root"]]', "", false],
  ["blanks within a call", "!Join ['', [!Ref A, B]]", "", "!Join  ['',  [!Ref A, B]]", "", true],
  ["another parameter", "!Ref A", "", "!Ref B", "", false],
  ["other quotes around a plain value", '"x"', "", "'x'", "", true],
  ["no quotes around it", '"x"', "", "x", "", true],
])("%s", async (_, one, after, other, behind, alike) => {
  expect(writtenAlike(await inTemplate(one, after), await inTemplate(other, behind))).toBe(alike);
});

const bare = (text: string) => {
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("no policy");
  return document;
};

test.each([
  ["layout", '{"Statement":[]}', '{ "Statement": [ ] }', true],
  ["order of members", '{"Id":"a","Statement":[]}', '{"Statement":[],"Id":"a"}', true],
  ["an escape", '{"Id":"\\u0061","Statement":[]}', '{"Id":"a","Statement":[]}', true],
  ["a value", '{"Id":"b","Statement":[]}', '{"Id":"a","Statement":[]}', false],
])("of policies by themselves: %s", (_, one, other, alike) => {
  expect(writtenAlike(bare(one), bare(other))).toBe(alike);
});
