import { expect, test } from "vitest";
import { expandGroup, parseGroup } from "../../src/other-half/group.ts";
import { ensureIamDelegation } from "../../src/other-half/iam-delegation.ts";
import { delegation, grants, useLists, users } from "../default-view/console-policies.ts";
import {
  accessChange,
  arn,
  keys,
  other,
  own,
  policy,
  statements,
  statementsOf,
} from "../default-view/support.ts";

test("expand: each user becomes a key user, and the list is said to be a snapshot", () => {
  const document = policy(delegation, users("role/App"), grants("role/App"));
  const members = { group: "Dev", users: [arn("user/Ann"), arn("user/team/Bob"), arn("user/Eve")] };
  const result = expandGroup(document, members, keys.symmetric);
  const everyone = ["role/App", "user/Ann", "user/team/Bob", "user/Eve"];
  expect(statementsOf(result.document)).toEqual(statements(delegation, users(everyone), grants(everyone)));
  expect(result.notes[0]).toContain("as of now");
  expect(expandGroup(result.document, members, keys.symmetric).document).toBe(result.document);
});

test("expand: an empty group is refused, a large one gets a warning", () => {
  expect(() => expandGroup(policy(delegation), { group: "Dev", users: [] }, keys.symmetric)).toThrow(
    expect.objectContaining({ exit: 3, code: "empty-group" }) as Error,
  );
  const many = Array.from({ length: 51 }, (_, i) => arn(`user/u${i}`));
  const { notes } = expandGroup(policy(delegation), { group: "Dev", users: many }, keys.symmetric);
  expect(notes).toContainEqual(expect.stringContaining("51 users"));
});

test.each([
  ["the console's statement", [delegation]],
  [
    "narrower ones that cover use and grants",
    [
      { who: own, may: useLists.symmetric },
      { who: "root", may: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"] },
    ],
  ],
])("via IAM: %s delegates already", (_, before) => {
  const document = policy(...before);
  expect(ensureIamDelegation(document, keys.symmetric).document).toBe(document);
});

test.each([
  ["nobody delegates", [users("role/App")]],
  [
    "only under a condition",
    [{ who: "root", may: "kms:*", if: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
  ],
  ["use is delegated, the grants are not", [{ who: "root", may: useLists.symmetric }]],
  ["the grants are delegated, use is not", [grants("root")]],
  ["not all of use", [{ who: "root", may: ["kms:Describe*", "kms:PutKeyPolicy"] }]],
  ["another account", [{ who: arn("root", other), may: "kms:*" }]],
])("via IAM: added where %s", (_, before) => {
  const document = policy(...before);
  const result = ensureIamDelegation(document, keys.symmetric);
  expect(statementsOf(result.document)).toEqual(statements(delegation, ...before));
  expect(accessChange(document, result.document, keys.symmetric).join()).toContain("+ root");
  expect(ensureIamDelegation(result.document, keys.symmetric).document).toBe(result.document);
});

test("via IAM: a key that services do not use needs no grants", () => {
  const document = policy({ who: "root", may: useLists.signing });
  expect(ensureIamDelegation(document, keys.signing).document).toBe(document);
});

test("via IAM: without the key's account there is nobody to delegate to", () => {
  expect(() => ensureIamDelegation(policy(users("role/App")), {})).toThrow(
    expect.objectContaining({ exit: 2, code: "account-needed" }) as Error,
  );
});

test.each([
  ["Dev", "Dev"],
  ["group/Dev", "Dev"],
  ["group/team/Dev", "Dev"],
  [arn("group/team/Dev"), "Dev"],
])("%s is a group", (text, name) => {
  expect(parseGroup(text, policy(delegation), keys.symmetric)).toBe(name);
});

test.each([
  [arn("group/Dev", other), 3, "foreign-group"],
  [arn("role/Dev"), 2, "malformed-group"],
  ["a b", 2, "malformed-group"],
])("%s is none", (text, exit, code) => {
  expect(() => parseGroup(text, policy(delegation), keys.symmetric)).toThrow(
    expect.objectContaining({ exit, code }) as Error,
  );
});
