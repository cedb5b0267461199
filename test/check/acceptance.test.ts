import { expect, test } from "vitest";
import { acceptancesIn, sift } from "../../src/check/acceptance.ts";
import { readConfig } from "../../src/check/config.ts";
import { checkPolicy } from "../../src/check/check.ts";
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
  expect(problems[0]).toMatchObject({ where: "line 10", line: 10 });
  expect(problems[0]?.message).toContain(message);
});

test("what the organization forbids is not accepted by the policy that gives it", () => {
  const text = policy("// kmspol-accept forbidden-access: we need it");
  const { accepted, problems } = acceptancesIn(parsePolicyText(text, "jsonc"));
  expect(accepted).toEqual([]);
  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("lifted by except")]);
});

test("nor by the configuration that forbids it, which has except for that", () => {
  const { accepted, problems } = readConfig({ accept: [{ code: "forbidden-access", reason: "we need it" }] });
  expect(accepted).toEqual([]);
  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("lifted by except")]);
});

test("a code that is like no other is not likened to one", () => {
  const { problems } = acceptancesIn(parsePolicyText(policy("// kmspol-accept zzzzzzzzzzzz: why"), "jsonc"));
  expect(problems.map(({ message }) => message)).toEqual(['"zzzzzzzzzzzz" is no code of a finding']);
});

const grant = (sid: string): string =>
  `{"Sid":"${sid}","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/App"},"Action":"kms:CreateGrant","Resource":"*"}`;
const accepts = "// kmspol-accept grant-unrestricted: why";

test.each<[string, string, readonly string[]]>([
  [
    "above a statement, not what begins on the line after it",
    `{"Version":"2012-10-17","Statement":[\n${accepts}\n${grant("a")}\n,${grant("b")}]}`,
    ["b"],
  ],
  [
    "at the end of a statement's first line, not what stands below",
    `{"Version":"2012-10-17","Statement":[\n${grant("a").replace('"Action"', `${accepts}\n"Action"`)},\n${grant("b")}]}`,
    ["a", "b"],
  ],
  [
    "above a statement, with an empty line between",
    `{"Version":"2012-10-17","Statement":[\n${accepts}\n\n${grant("a")},\n${grant("b")}]}`,
    ["b"],
  ],
  [
    "above the one statement that is in no list",
    `{"Version":"2012-10-17","Statement":\n${accepts}\n${grant("a")}}`,
    [],
  ],
  [
    "after the end nothing, though all is on one line",
    `{"Version":"2012-10-17","Statement":[${grant("a")}]}\n${accepts}\n`,
    ["a"],
  ],
  [
    "in a value nothing: it is the policy that says so",
    `{"Version":"2012-10-17","Statement":[${grant(`a ${accepts}`)}]}`,
    [`a ${accepts}`],
  ],
  [
    "in a name nothing",
    `{"Version":"2012-10-17","Statement":[${grant("a").replace('"Effect"', `"${accepts}":1,"Effect"`)}]}`,
    ["a"],
  ],
])("a comment accepts %s", (_, text, left) => {
  const parsed = parsePolicyText(text, "jsonc");
  const { open } = sift(checkPolicy(parsed, {}), acceptancesIn(parsed).accepted);
  expect(open.filter(({ code }) => code === "grant-unrestricted").map(({ sid }) => sid)).toEqual(left);
});

test("a value of YAML that looks like a comment accepts nothing", async () => {
  const text = `Version: "2012-10-17"
Statement:
  - Sid: "a # kmspol-accept grant-unrestricted: why"
    Effect: Allow
    Principal: { AWS: "arn:aws:iam::111122223333:role/App" }
    Action: kms:CreateGrant
    Resource: "*"
`;
  expect(acceptancesIn(await loadPolicyText(text, "yaml"))).toEqual({ accepted: [], problems: [] });
});

test("an acceptance for a Sid is for no other", () => {
  const parsed = parsePolicyText(
    `{"Version":"2012-10-17","Statement":[${grant("a")},${grant("b")}]}`,
    "json",
  );
  const { accepted, open } = sift(checkPolicy(parsed, {}), [
    { code: "grant-unrestricted", reason: "why", sid: "b" },
  ]);
  expect(accepted.map(({ sid }) => sid)).toEqual(["b"]);
  expect(open.filter(({ code }) => code === "grant-unrestricted").map(({ sid }) => sid)).toEqual(["a"]);
});

test("two acceptances of one finding are both used, and the first says why", () => {
  const parsed = parsePolicyText(`{"Version":"2012-10-17","Statement":[${grant("a")}]}`, "json");
  const both = [
    { code: "grant-unrestricted", reason: "first", sid: "a" },
    { code: "grant-unrestricted", reason: "second" },
  ];
  const { accepted, unused } = sift(checkPolicy(parsed, {}), both);
  expect(accepted.map(({ reason }) => reason)).toEqual(["first"]);
  expect(unused).toEqual([]);
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
