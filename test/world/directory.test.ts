import { describe, expect, test } from "vitest";
import { readDirectory } from "../../src/world/read-directory.ts";
import type { BoundPolicy } from "../../src/world/types.ts";

const account = "111122223333";
const allow = (action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
});
const trust = (action: string) => ({ Statement: { Effect: "Allow", Principal: "*", Action: action } });

const role = (name: string, rest: object = {}) => ({
  Path: "/",
  RoleName: name,
  RoleId: `AROA${name}`,
  Arn: `arn:aws:iam::${account}:role/${name}`,
  AssumeRolePolicyDocument: trust("sts:AssumeRole"),
  ...rest,
});
const user = (name: string, rest: object = {}) => ({
  UserName: name,
  UserId: `AIDA${name}`,
  Arn: `arn:aws:iam::${account}:user/${name}`,
  ...rest,
});
const answer = (rest: object = {}) => ({
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [role("App")],
  Policies: [],
  ...rest,
});

const personIn = (rest: object, arn = `arn:aws:iam::${account}:role/App`) => {
  const person = readDirectory(answer(rest)).principals.get(arn);
  if (!person) throw new Error(`no ${arn}`);
  return person;
};
const actionsOf = ({ content }: BoundPolicy) =>
  "unknown" in content ? content.unknown : content.policy.statements.flatMap(({ actions }) => actions);

describe("a policy document is read in every spelling", () => {
  const text = JSON.stringify(allow("kms:De+crypt"));
  test.each([
    ["an object, as the AWS CLI prints it", allow("kms:De+crypt"), ["kms:De+crypt"]],
    ["a JSON text", text, ["kms:De+crypt"]],
    [
      "a URL-encoded text, in which a plus is a plus",
      encodeURIComponent(text).replace("%2B", "+"),
      ["kms:De+crypt"],
    ],
    [
      "the same behind white space, in small hex",
      `%20%0a${encodeURIComponent(text).replaceAll("%7B", "%7b")}`,
      ["kms:De+crypt"],
    ],
    ["the same behind a line end of the file", `\n ${encodeURIComponent(text)}`, ["kms:De+crypt"]],
    ["a JSON text behind white space", `\n\t${text}`, ["kms:De+crypt"]],
    ["text that is no JSON", "{", "its text is no JSON object"],
    ["a broken escape", "%7B%", "its text is no JSON object"],
    ["no document", undefined, "its text is not in the data"],
    ["a list", [], "its text is not in the data"],
    ["no statement", { Version: "2012-10-17" }, "its text has no Statement"],
    [
      "a statement without effect",
      { Statement: [{ Action: "*", Resource: "*" }] },
      "a statement of it lacks an effect, an action or a resource",
    ],
    [
      "a statement without resource",
      { Statement: { Effect: "Deny", Action: "*" } },
      "a statement of it lacks an effect, an action or a resource",
    ],
  ])("%s", (_, PolicyDocument, expected) => {
    const { policies } = personIn({
      RoleDetailList: [role("App", { RolePolicyList: [{ PolicyName: "k", PolicyDocument }] })],
    });
    expect(policies.map((policy) => policy.name)).toEqual(["inline:k"]);
    expect(policies.map(actionsOf)).toEqual([expected]);
  });
});

describe("a managed policy", () => {
  const arn = `arn:aws:iam::${account}:policy/use`;
  const versions = [
    { VersionId: "v3", IsDefaultVersion: false, Document: allow("kms:Newest") },
    { VersionId: "v2", IsDefaultVersion: true, Document: allow("kms:InForce") },
    { VersionId: "v1", IsDefaultVersion: false, Document: allow("kms:Oldest") },
  ];
  const attached = { RoleDetailList: [role("App", { AttachedManagedPolicies: [{ PolicyArn: arn }] })] };
  const boundary = {
    RoleDetailList: [role("App", { PermissionsBoundary: { PermissionsBoundaryArn: arn } })],
  };

  test.each([
    ["by DefaultVersionId", { DefaultVersionId: "v2" }],
    ["by IsDefaultVersion", {}],
  ])("speaks in its version in force, told %s", (_, rest) => {
    const Policies = [{ Arn: arn, PolicyVersionList: versions, ...rest }];
    expect(personIn({ ...attached, Policies }).policies.map(actionsOf)).toEqual([["kms:InForce"]]);
  });

  test("whose text is missing is not known, as boundary too: it is not nothing", () => {
    expect(personIn(attached).policies.map(actionsOf)).toEqual(["its text is not in the data"]);
    expect(personIn(boundary).boundary).toEqual({
      name: arn,
      content: { unknown: "its text is not in the data" },
    });
  });

  test("caps as boundary and gives nothing", () => {
    const Policies = [{ Arn: arn, DefaultVersionId: "v2", PolicyVersionList: versions }];
    const person = personIn({ ...boundary, Policies });
    expect(person.policies).toEqual([]);
    expect(person.boundary && actionsOf(person.boundary)).toEqual(["kms:InForce"]);
  });

  test("named like what every object inherits is not found by accident", () => {
    const PolicyArn = "constructor";
    const odd = { RoleDetailList: [role("App", { AttachedManagedPolicies: [{ PolicyArn }] })] };
    expect(personIn(odd).policies.map(actionsOf)).toEqual(["its text is not in the data"]);
  });
});

describe("a user", () => {
  const arn = `arn:aws:iam::${account}:user/alice`;
  const devs = {
    GroupName: "devs",
    Arn: `arn:aws:iam::${account}:group/devs`,
    GroupPolicyList: [{ PolicyName: "g", PolicyDocument: allow("kms:Decrypt") }],
  };
  const alice = { UserDetailList: [user("alice", { GroupList: ["devs"] })] };

  test("has the policies of its groups, which are listed by name", () => {
    const { policies } = personIn({ ...alice, GroupDetailList: [devs] }, arn);
    expect(policies.map(({ name, of }) => [name, of])).toEqual([["inline:g", devs.Arn]]);
  });

  test("whose group is not in the data has a policy that is not known", () => {
    expect(personIn(alice, arn).policies.map(actionsOf)).toEqual(["the group is not in the data"]);
  });

  test("has certain tags", () => {
    const tagged = user("alice", {
      Tags: [{ Key: "team", Value: "" }, { Key: "", Value: "x" }, { Key: "no" }],
    });
    const person = personIn({ UserDetailList: [tagged] }, arn);
    expect([[...person.tags], person.sessionTags]).toEqual([[["team", ""]], false]);
  });
});

test.each([
  ["sts:AssumeRole alone", trust("sts:AssumeRole"), false],
  ["sts:TagSession", trust("sts:TagSession"), true],
  ["another case", trust("STS:tagsession"), true],
  ["a wildcard", trust("sts:Tag*"), true],
  ["a wildcard for one letter", trust("sts:TagSessio?"), true],
  ["everything", trust("*"), true],
  ["a list", { Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"] }] }, true],
  ["a Deny of it", { Statement: [{ Effect: "Deny", Action: "sts:TagSession" }] }, false],
  ["all but something else", { Statement: { Effect: "Allow", NotAction: "sts:AssumeRole" } }, true],
  ["all but it", { Statement: { Effect: "Allow", NotAction: "sts:TagSession" } }, false],
  ["a URL-encoded text", encodeURIComponent(JSON.stringify(trust("sts:AssumeRole"))), false],
  ["the same behind white space", `%0A${encodeURIComponent(JSON.stringify(trust("sts:AssumeRole")))}`, false],
  ["a text that does not parse", "{", true],
  ["no trust policy in the data", undefined, true],
])("sessions of a role may bring tags where its trust policy has %s: %#", (_, document, expected) => {
  expect(
    personIn({ RoleDetailList: [role("App", { AssumeRolePolicyDocument: document })] }).sessionTags,
  ).toBe(expected);
});

describe("what is not one account's whole answer is refused", () => {
  const other = role("B", { Arn: "arn:aws:iam::444455556666:role/B" });
  test.each([
    ["an answer that goes on (CLI)", { NextToken: "x" }, "iam-data-cut"],
    ["an answer that goes on (API)", { IsTruncated: true, Marker: "x" }, "iam-data-cut"],
    ["an answer that goes on, as a text", { IsTruncated: "true" }, "iam-data-cut"],
    ["an answer whose next page has another shape", { NextToken: { next: 1 } }, "iam-data-cut"],
    ["a filtered answer", { Policies: undefined }, "iam-data-cut"],
    ["two accounts in one", { RoleDetailList: [role("A"), other] }, "iam-data-mixed"],
    ["nobody", { RoleDetailList: [] }, "bad-iam-data"],
    ["an ARN of no account", { RoleDetailList: [role("A", { Arn: "secret" })] }, "bad-iam-data"],
  ])("%s", (_, rest, code) => {
    const reading = () => readDirectory(answer(rest));
    expect(reading).toThrow(expect.objectContaining({ code }) as Error);
    expect(reading).not.toThrow(/secret/);
  });

  test("a last page says so itself", () => {
    const page = answer({ IsTruncated: false, Marker: null, NextToken: "" });
    expect(readDirectory(page, "2026-11-28T00:00:00Z")).toMatchObject({
      account,
      partition: "aws",
      at: "2026-11-28T00:00:00Z",
    });
  });
});
