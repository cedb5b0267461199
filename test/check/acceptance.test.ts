import { expect, test } from "vitest";
import { acceptancesIn, sift } from "../../src/check/acceptance.ts";
import { checkPolicy } from "../../src/check/check.ts";
import { readConfig } from "../../src/check/config.ts";
import { loadPolicyText, parsePolicyText } from "../../src/policy/document.ts";

const policy = (comment: string): string => `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "root", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
      "Action": "kms:*", "Resource": "*"
    },
    {
      "Sid": "grants", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
      ${comment}
      "Action": "kms:CreateGrant",
      "Resource": "*"
    }
  ]
}`;

test.each([
  ["above the line", "// kmspol-accept grant-unrestricted: the broker needs it", ["grant-unrestricted"]],
  ["without the colon", "// kmspol-accept grant-unrestricted the broker needs it", ["grant-unrestricted"]],
  [
    "with another comment between",
    "// kmspol-accept grant-unrestricted: why\n      // and why",
    ["grant-unrestricted"],
  ],
  ["of another code", "// kmspol-accept public-access: no", []],
])("a comment %s accepts what it names", (_, comment, codes) => {
  const parsed = parsePolicyText(policy(comment), "jsonc");
  const { accepted, open, unused } = sift(checkPolicy(parsed, {}), acceptancesIn(parsed).accepted);
  expect(accepted.map(({ code }) => code)).toEqual(codes);
  expect(open.some(({ code }) => code === "grant-unrestricted")).toBe(codes.length === 0);
  expect(unused.length).toBe(codes.length === 0 ? 1 : 0);
});

test("a comment at the end of a line of YAML accepts what is on that line", async () => {
  const text = `Version: "2012-10-17"
Statement:
  - Effect: Allow
    Principal: { AWS: "arn:aws:iam::111122223333:root" }
    Action: kms:*
    Resource: "*"
  - Effect: Allow
    Principal: { AWS: "arn:aws:iam::111122223333:role/App" }
    Action: kms:CreateGrant # kmspol-accept grant-unrestricted: the broker needs it
    Resource: "*"
`;
  const parsed = await loadPolicyText(text, "yaml");
  const { accepted } = sift(checkPolicy(parsed, {}), acceptancesIn(parsed).accepted);
  expect(accepted.map(({ code, reason }) => [code, reason])).toEqual([
    ["grant-unrestricted", "the broker needs it"],
  ]);
});

test.each([
  [
    "jsonc",
    `{
  "Version": "2012-10-17",
  "Statement": [
    // kmspol-accept grant-unrestricted: the broker needs it
    {
      "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/Broker" },
      "Action": "kms:CreateGrant", "Resource": "*"
    },
    {
      "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/Other" },
      "Action": "kms:CreateGrant", "Resource": "*"
    }
  ]
}`,
    11,
  ],
  [
    "yaml",
    `Version: "2012-10-17"
Statement:
  # kmspol-accept grant-unrestricted: the broker needs it
  - Effect: Allow
    Principal: { AWS: "arn:aws:iam::111122223333:role/Broker" }
    Action: kms:CreateGrant
    Resource: "*"
  - Effect: Allow
    Principal: { AWS: "arn:aws:iam::111122223333:role/Other" }
    Action: kms:CreateGrant
    Resource: "*"
`,
    10,
  ],
] as const)(
  "a comment above a statement of %s accepts in all of it, and in no other",
  async (format, text, line) => {
    const parsed = await loadPolicyText(text, format);
    const { accepted, open } = sift(checkPolicy(parsed, {}), acceptancesIn(parsed).accepted);
    expect(accepted.map(({ code }) => code)).toEqual(["grant-unrestricted"]);
    expect(open.filter(({ code }) => code === "grant-unrestricted").map((finding) => finding.line)).toEqual([
      line,
    ]);
  },
);

test.each([
  ["// kmspol-accept grant-unrestricted", "grant-unrestricted is accepted without a reason"],
  ["// kmspol-accept grant-unrestrcted: why", "did you mean grant-unrestricted?"],
  ["// kmspol-accept", '"" is no code of a finding'],
])("a comment that accepts nothing is said: %s", (comment, message) => {
  const { accepted, problems } = acceptancesIn(parsePolicyText(policy(comment), "jsonc"));
  expect(accepted).toEqual([]);
  expect(problems[0]?.where).toBe("line 10");
  expect(problems[0]?.message).toContain(message);
});

test("JSON has no comments: nothing in it accepts anything", () => {
  const text = policy("").replace('"grants"', '"// kmspol-accept grant-unrestricted: why"');
  expect(acceptancesIn(parsePolicyText(text, "json"))).toEqual({ accepted: [], problems: [] });
});

test.each<[unknown, string, string]>([
  [[], "/", "the configuration is no object"],
  [{ acept: [] }, "/acept", 'there is no setting "acept"; did you mean "accept"?'],
  [{ accept: [{ code: "public-access", reson: "x" }] }, "/accept/0/reson", 'did you mean "reason"?'],
  [{ accept: [{ code: "public-access", reason: "x", files: "!a" }] }, "/accept/0/files", "cannot leave out"],
  [{ accept: {} }, "/accept", "accept is no list"],
  [{ accept: ["public-access"] }, "/accept/0", "an accepted finding is an object"],
  [{ accept: [{ code: "public-access" }] }, "/accept/0", "without a reason"],
  [{ accept: [{ code: "public-acces", reason: "x" }] }, "/accept/0", "did you mean public-access?"],
  [{ accept: [{ code: "public-access", reason: "x", sid: 7 }] }, "/accept/0/sid", "sid is a text"],
  [{ accept: [{ code: "public-access", reason: "x", files: [7] }] }, "/accept/0/files", "files is a glob"],
  [{ accept: [{ code: "public-access", reason: "x", path: "x" }] }, "/accept/0/path", 'has no "path"'],
])("a wrong configuration is said: %j", (value, where, message) => {
  const { accepted, problems } = readConfig(value);
  expect(accepted).toEqual([]);
  expect(problems[0]?.where).toBe(where);
  expect(problems[0]?.message).toContain(message);
});
