import { describe, expect, test } from "vitest";
import { judges } from "../../src/change/judges.ts";
import { runChange } from "../../src/change/run-change.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { delegation, makes, role, world, yes } from "./fakes.ts";

// A finding that stood there before does not come back as a new one because the text around it, its Sid or its shape has changed; and
// none is taken for old because the text begins to look like a policy of AWS's own.

type Json = Record<string, unknown>;
const account = "111122223333";
const textOf = (statements: readonly Json[], parts: Json = {}): string =>
  JSON.stringify({ Version: "2012-10-17", ...parts, Statement: statements });

/** A change of a file, of which nothing but the account is known: its end, and the codes of what it introduces. */
const outcome = async (from: string, to: string) => {
  const { kms, services, subject } = world(from, { caller: undefined });
  const facts = { account, partition: "aws" };
  const change = runChange({ ...subject, facts }, makes(to), yes, services);
  const end = await change.then(
    ({ findings }) => findings.filter(({ introduced }) => introduced).map(({ code }) => code),
    (error: unknown) => (error as { message: string }).message,
  );
  return { end, puts: kms.puts.length };
};

const allow = (principal: Json, action: string | string[], parts: Json = {}): Json => ({
  ...{ Effect: "Allow", Principal: principal, Action: action, Resource: "*", ...parts },
});
const root = delegation as Json;
const everyone = allow({ AWS: "*" }, ["kms:Decrypt", "kms:Encrypt"], { Sid: "all" });
const creating = allow({ AWS: [role("App"), role("Two")] }, "kms:CreateGrant", { Sid: "grants" });
const loose = allow({ AWS: "*" }, "kms:Decrypt", {
  ...{ Sid: "loose", Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } } },
});
const another = allow({ AWS: role("New") }, "kms:Verify", { Sid: "new" });

/** What AWS writes for its own key of a service (KMS Developer Guide, "AWS managed keys"). */
const awsOwn = [
  allow({ AWS: "*" }, ["kms:Encrypt", "kms:Decrypt", "kms:CreateGrant"], {
    Sid: "through X-Ray",
    Condition: {
      StringEquals: { "kms:CallerAccount": account, "kms:ViaService": "xray.us-east-1.amazonaws.com" },
    },
  }),
  allow({ AWS: `arn:aws:iam::${account}:root` }, ["kms:Describe*", "kms:RevokeGrant"], { Sid: "metadata" }),
  allow({ Service: "xray.amazonaws.com" }, "kms:Describe*", { Sid: "Allow X-Ray to describe the key" }),
];
const auto = { Id: "auto-xray-1" };

describe("an old finding stays old", () => {
  test.each<[what: string, from: string, to: string]>([
    ["a key of AWS's own look gets a user", textOf(awsOwn, auto), textOf([...awsOwn, another], auto)],
    ["it loses its Id", textOf(awsOwn, auto), textOf(awsOwn)],
    ["a policy gets such an Id", textOf(awsOwn), textOf(awsOwn, auto)],
    [
      "it loses a statement",
      textOf([...awsOwn, another], auto),
      textOf([awsOwn[0]!, awsOwn[2]!, another], auto),
    ],
    ["the Sid is another", textOf([root, everyone]), textOf([root, { ...everyone, Sid: "Public" }])],
    [
      "the Sid is another, and somebody gains elsewhere",
      textOf([root, creating]),
      textOf([root, { ...creating, Sid: "Grants" }, another]),
    ],
    [
      "one statement becomes two",
      textOf([root, everyone]),
      textOf([
        root,
        { ...everyone, Action: "kms:Decrypt" },
        { ...everyone, Sid: "b", Action: "kms:Encrypt" },
      ]),
    ],
    [
      "two become one",
      textOf([
        root,
        { ...everyone, Action: "kms:Decrypt" },
        { ...everyone, Sid: "b", Action: "kms:Encrypt" },
      ]),
      textOf([root, everyone]),
    ],
    [
      "it gives less, and somebody gains elsewhere",
      textOf([root, everyone]),
      textOf([root, { ...everyone, Action: "kms:Decrypt" }, another]),
    ],
    [
      "one of those whom it names goes, and somebody gains elsewhere",
      textOf([root, creating]),
      textOf([root, { ...creating, Principal: { AWS: role("App") } }, another]),
    ],
    [
      "it is written in another way",
      textOf([root, loose]),
      textOf([another, { ...loose, Action: ["kms:Decrypt"], Principal: { AWS: ["*"] } }, root]),
    ],
  ])("%s", async (_, from, to) => {
    const found = judges.check(parsePolicyText(to, "json"), { account }, { isChanged: true });
    expect(found.map(({ severity }) => severity)).toContain("security");
    const { end, puts } = await outcome(from, to);
    expect(end).toEqual([]);
    expect(puts).toBe(1);
  });
});

describe("a new one is new", () => {
  test.each<[what: string, from: string, to: string, told: string]>([
    [
      "a policy that begins to look like AWS's own",
      textOf([root]),
      textOf([root, awsOwn[2]!], auto),
      "may use the key for anyone's resources",
    ],
    [
      "one that looks like it gets another service",
      textOf(awsOwn, auto),
      textOf([...awsOwn, allow({ Service: "sns.amazonaws.com" }, "kms:DescribeKey")], auto),
      '"sns.amazonaws.com" may use the key',
    ],
    [
      "the Sid is another, and it gives more",
      textOf([root, everyone]),
      textOf([root, { ...everyone, Sid: "Public", Action: ["kms:Decrypt", "kms:Encrypt", "kms:Sign"] }]),
      "everyone in every AWS account",
    ],
    [
      "the same Sid on another statement",
      textOf([root, creating]),
      textOf([root, { ...creating, Principal: { AWS: role("Three") } }]),
      "CreateGrant",
    ],
    [
      "a second statement that opens more beside the old one",
      textOf([root, everyone]),
      textOf([root, everyone, { ...everyone, Sid: "b", Action: "kms:Sign" }]),
      "everyone in every AWS account",
    ],
  ])("%s", async (_, from, to, told) => {
    const { end, puts } = await outcome(from, to);
    expect(end).toContain(told);
    expect(puts).toBe(0);
  });
});
