import { expect, test } from "vitest";
import { fixPolicy } from "../../src/check/fix-policy.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { account, app, only, root, rootStatement, statement, textOf } from "./fixture.ts";

// What `check --fix` leaves to somebody's decision: a gain by kms:ReEncrypt*, and whatever only everyone covers.

const mended = (text: string): string =>
  fixPolicy(documentOf(parsePolicyText(text, "json"))!, { account, partition: "aws" }).text;
const star = { Sid: "star", Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" };

test.each([
  ["kms:ReEncrypt", [rootStatement, statement({ Action: ["kms:Decrypt", "kms:ReEncrypt"] })]],
  ["the root beside the star", [rootStatement, { ...star, Principal: { AWS: [root, "*"] } }]],
  ["a star elsewhere", [rootStatement, star]],
  ["behind the star", [star, rootStatement]],
  ["a role beside the star", [{ ...star, Principal: { AWS: ["*", root, app] } }]],
  ["a role's statement beside the star's", [rootStatement, star, statement({ Sid: "use" })]],
])("stays: %s", (_, statements) => {
  const text = textOf(only(...(statements as Record<string, unknown>[])));
  expect(mended(text)).toBe(text);
});

test("a second entry for the root principal goes, the first stays", () => {
  const twice = { ...rootStatement, Principal: { AWS: [root, account, app] } };
  expect(JSON.parse(mended(textOf(only(twice))))).toEqual(
    only({ ...rootStatement, Principal: { AWS: [root, app] } }),
  );
});
