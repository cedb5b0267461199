import { expect, test } from "vitest";
import { revokeServices } from "../../src/default-view/revoke-services.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";

// What a service does for a role, with its rights, is the role's: only what a policy allows the service itself goes.

const root = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const gives = (Principal: object, more: object = {}) => ({
  ...{ Effect: "Allow", Principal, Action: "kms:Decrypt", Resource: "*" },
  ...more,
});
const source = { Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } };
const facts = { account: "111122223333", region: "eu-west-1", partition: "aws" };

const revoked = (statements: readonly object[], services: readonly string[]) => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("no policy");
  const { document: after, notes } = revokeServices(document, services, facts);
  return { left: (JSON.parse(after.text) as { Statement: object[] }).Statement, notes };
};

test.each([
  ["its own statement goes", [root, gives({ Service: "sns.amazonaws.com" }, source)], ["sns"], [root]],
  [
    "beside another service it alone goes",
    [root, gives({ Service: ["sns.amazonaws.com", "sqs.amazonaws.com"] })],
    ["sns"],
    [root, gives({ Service: ["sqs.amazonaws.com"] })],
  ],
  [
    "beside a role the role stays",
    [root, gives({ Service: "sns.amazonaws.com", AWS: "arn:aws:iam::111122223333:role/App" })],
    ["sns.amazonaws.com"],
    [root, gives({ AWS: "arn:aws:iam::111122223333:role/App" })],
  ],
  [
    "in several statements, by its name in the Region",
    [
      root,
      gives({ Service: "logs.eu-west-1.amazonaws.com" }),
      gives({ Service: "logs.eu-west-1.amazonaws.com" }, source),
    ],
    ["logs"],
    [root],
  ],
  [
    "a Deny stays",
    [
      root,
      gives({ Service: "sns.amazonaws.com" }),
      gives({ Service: "sns.amazonaws.com" }, { Effect: "Deny" }),
    ],
    ["sns"],
    [root, gives({ Service: "sns.amazonaws.com" }, { Effect: "Deny" })],
  ],
] as const)("%s", (_, statements, services, left) => {
  expect(revoked(statements, services).left).toEqual(left);
});

test("who has nothing loses nothing, and that is said", () => {
  const { left, notes } = revoked([root], ["sns"]);
  expect([left, notes]).toEqual([[root], ["No statement allows sns.amazonaws.com anything."]]);
});

test("the only statement of a policy stays", () => {
  expect(() => revoked([gives({ Service: "sns.amazonaws.com" })], ["sns"])).toThrow(/only statement/);
});
