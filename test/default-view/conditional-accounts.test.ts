import { expect, test } from "vitest";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";

// show says under which condition another account is let in, as who-can does.

const [own, other] = ["111122223333", "444455556666"];
const facts = { account: own, partition: "aws" };
const allow = (more: object) => ({ Effect: "Allow", Action: "kms:Decrypt", Resource: "*", ...more });
const theirs = { Principal: { AWS: `arn:aws:iam::${other}:root` } };
const through = { Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } } };
const byAccount = { StringEquals: { "kms:CallerAccount": other } };

test.each([
  ["always", [allow(theirs)], undefined],
  ["under a condition", [allow({ ...theirs, ...through })], ["kms:ViaService"]],
  ["both", [allow({ ...theirs, ...through }), allow(theirs)], undefined],
  [
    "by a condition of a statement for everyone",
    [allow({ Principal: "*", Condition: byAccount })],
    undefined,
  ],
])("another account: %s", (_, statements, keys) => {
  const root = allow({ Principal: { AWS: `arn:aws:iam::${own}:root` }, Action: "kms:*" });
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [root, ...statements] });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("no document");
  expect(readDefaultView(document, facts).accounts).toEqual([other]);
  expect(
    readDefaultView(document, facts)
      .accountsWhen?.[other]?.flat()
      .map(({ key }) => key),
  ).toEqual(keys);
});
