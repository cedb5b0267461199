import { expect, test } from "vitest";
import { listAccess } from "../../src/access/list-access.ts";
import { listedAccess } from "../../src/check/listed-access.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { parsePolicy } from "../../src/core.ts";

const policyWith = (statement: object) =>
  readPolicy(
    parsePolicy(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*", ...statement },
        ],
      }),
    ),
  );
const account = "111122223333";

// Each is asked after the others: what differs in one of these is another question.
test.each<readonly [string, object, object, readonly string[]]>([
  ["a statement", {}, { account }, ["kms:Decrypt"]],
  ["the same under another Sid", { Sid: "Other" }, { account }, ["kms:Decrypt"]],
  ["another action asked", { Action: "kms:*" }, { account }, ["kms:Encrypt"]],
  ["another effect", { Effect: "Deny" }, { account }, ["kms:Decrypt"]],
  ["another account", {}, { account: "444455556666" }, ["kms:Decrypt"]],
  ["a condition", { Condition: { StringEquals: { "aws:PrincipalAccount": account } } }, {}, ["kms:Decrypt"]],
])("what was answered before is the answer: %s", (_, statement, facts, actions) => {
  const policy = policyWith(statement);
  const fresh = listAccess(policy, facts, actions);
  expect(listedAccess(policy, facts, actions)).toEqual(fresh);
  expect(listedAccess(policy, facts, actions)).toEqual(fresh);
});
