import { expect, test } from "vitest";
import { grantTo } from "../../src/verbs/can/grant-to.ts";

const iam = (resource: string, account = "111122223333") => `arn:aws:iam::${account}:${resource}`;
const session = "arn:aws:sts::111122223333:assumed-role/App/one";
const dotted = "arn:aws:sts::111122223333:assumed-role/App.x/one";

test.each([
  ["the principal itself", iam("role/App"), iam("role/App"), true],
  ["another role", iam("role/App"), iam("role/Reader"), false],
  ["the role of a session", session, iam("role/App"), true],
  ["the role of a session, under a path", session, iam("role/team/App"), true],
  ["a role whose name ends alike", session, iam("role/MyApp"), false],
  ["a role whose name has another letter for the dot", dotted, iam("role/Appyx"), false],
  ["the role whose name has that dot", dotted, iam("role/team/App.x"), true],
  ["the role of that name in another account", session, iam("role/App", "444455556666"), false],
  ["the account of the principal", iam("user/alice"), iam("root"), true],
  ["the account as 12 digits", iam("user/alice"), "111122223333", true],
  ["another account", iam("user/alice"), iam("root", "444455556666"), false],
  ["a service", "service:logs.amazonaws.com", "logs.amazonaws.com", true],
])("is this grant to the principal: %s", (_case, principal, grantee, expected) => {
  expect(grantTo(principal)({ id: "1", grantee, operations: ["Decrypt"] })).toBe(expected);
});
