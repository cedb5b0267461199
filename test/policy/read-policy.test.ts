import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

const policyWith = (statement: Record<string, unknown>) => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("the test's policy does not parse");
  return readPolicy(document);
};

const allow = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:role/App" },
  Action: "kms:Decrypt",
  Resource: "*",
};
const facts = { account: "111122223333" };

test.each([
  ["Effect", { ...allow, Effect: "allow" }, "its Effect is neither Allow nor Deny"],
  ["Principal", { ...allow, Principal: {} }, "it names no principal"],
  ["Principal as a list", { ...allow, Principal: ["*"] }, "it names no principal"],
  ["Action", { ...allow, Action: [] }, "it has no Action"],
  ["Resource", { ...allow, Resource: undefined }, "it has no Resource"],
])("a statement without a good %s is inert, and says why", (_part, statement, reason) => {
  expect(policyWith(statement).statements[0]?.inert).toBe(reason);
});

test("single values are lists of one, numbers and booleans are texts", () => {
  const { statements } = policyWith({
    ...allow,
    Condition: { Bool: { "aws:SecureTransport": true }, NumericEquals: { n: [7, "8"] } },
  });
  expect(statements[0]).toMatchObject({
    principals: [{ type: "AWS", value: "arn:aws:iam::111122223333:role/App" }],
    actions: ["kms:Decrypt"],
    resources: ["*"],
    conditions: [
      { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
      { operator: "NumericEquals", key: "n", values: ["7", "8"] },
    ],
  });
});

test.each([
  ["the Condition is a list", ["x"]],
  ["the Condition is a word", "x"],
  ["an operator holds a word", { StringEquals: "x" }],
])("where %s, nobody is taken to be allowed without condition", (_case, condition) => {
  const malformed = policyWith({ ...allow, Condition: condition });
  const request = { principal: "arn:aws:iam::111122223333:role/App", action: "kms:Decrypt", context: {} };
  const { decision, undecided } = evaluate(malformed, request, facts);
  expect({ decision, undecided: undecided !== undefined }).toEqual({
    decision: "not-allowed",
    undecided: true,
  });
  const { gained } = compareAccess(policyWith({ ...allow, Effect: "Deny" }), malformed, facts);
  expect(gained.some((access) => access.undecided !== undefined)).toBe(true);
});
