import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listAccess } from "../../src/access/list-access.ts";
import { withSets } from "../../src/default-view/set-access.ts";
import { completeFacts } from "../../src/default-view/own-account.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { parsePrincipal } from "../../src/policy/principal.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { renderDefaultView } from "../../src/render/default-view.ts";
import { signsFor } from "../../src/render/signs.ts";
import { plainStyle } from "../../src/render/style.ts";
import { delegation, grants, useLists, users, admins } from "./console-policies.ts";
import { arn, keys, other, own, parse, policy, type Short } from "./support.ts";

const folder = "test/corpus/valid";

/** Page and JSON of `show`, the page without its line breaks. */
const shown = (document: ReturnType<typeof parse>, facts = {}) => {
  const known = completeFacts(document, facts);
  const view = readDefaultView(document, facts);
  const read = readPolicy(document);
  const about = {
    target: { kind: "file", path: "policy.json" },
    typed: { operand: "policy.json", flags: [] },
    ...{ label: "policy.json", facts: known, view },
    access: withSets(listAccess(read, known), read, known),
  } as const;
  const layout = { style: plainStyle, columns: 10_000, signs: signsFor({}) };
  const page = renderDefaultView(about, layout);
  return { page, json: JSON.stringify(view) };
};

/** How a page names what a policy writes. */
const inPage = (type: string, value: string): string => {
  const principal = parsePrincipal(type, value);
  if (principal.kind === "everyone") return "everyone";
  if (principal.kind === "account") return principal.account;
  return principal.kind === "user" || principal.kind === "role" ? principal.name : value;
};

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\]\\^{|}]/g, "\\$&");

test.each(readdirSync(folder))("every principal of every Allow is in show's page and JSON: %s", (name) => {
  const document = parse(readFileSync(`${folder}/${name}`, "utf8"));
  const { page, json } = shown(document);
  for (const { effect, inert, principals } of readPolicy(document).statements) {
    if (effect !== "Allow" || inert !== undefined) continue;
    for (const { type, value } of principals) {
      expect(page).toContain(inPage(type, value));
      expect(json).toMatch(value === "*" ? /"\*"|everyone/ : new RegExp(escaped(inPage(type, value))));
    }
  }
});

const everyone = { "": users(["role/App", "*"]) };
const whole = [delegation, admins("role/Ops"), users("role/App"), grants("role/App")];

test.each<[string, readonly Short[], string, JsonValue]>([
  [
    "* among the key users",
    [delegation, everyone[""]],
    "PUBLIC  anyone may have use of the key, where their own IAM allows it too",
    { users: [arn("role/App"), "*"], admins: [] },
  ],
  [
    "* among the administrators",
    [delegation, admins(["*", arn("root", other)])],
    "PUBLIC  anyone may have grants ",
    { admins: ["*"], accounts: [other] },
  ],
  [
    "* in a statement of another shape",
    [...whole, { who: { AWS: "*" }, may: "kms:Decrypt" }],
    "PUBLIC  anyone may have kms:Decrypt, where their own IAM allows it too",
    { users: [arn("role/App")] },
  ],
  [
    "everyone but one",
    [delegation, { ...{ who: "role/X", may: "kms:Decrypt" } }],
    "policy.json",
    { public: [] },
  ],
  [
    "an organization",
    [
      delegation,
      { who: "*", may: "kms:Decrypt", if: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } },
    ],
    "OPEN  anyone may have kms:Decrypt, where their own IAM allows it too, only inside the organization o-a1b2c3d4e5",
    {},
  ],
  [
    "one account by a condition is not anyone",
    [
      delegation,
      { who: "*", may: "kms:Decrypt", if: { StringEquals: { "kms:CallerAccount": [own, other] } } },
    ],
    "policy.json",
    { public: [], accounts: [other] },
  ],
  [
    "a Deny takes it from all but the organization",
    [
      ...[delegation, { who: "*", may: "kms:Decrypt" }],
      { deny: true, who: "*", may: "kms:*", if: { StringNotEquals: { "aws:PrincipalAccount": own } } },
    ],
    "policy.json",
    { public: [] },
  ],
])("the first line of show: %s", (_, statements, first, view) => {
  const document = policy(...statements);
  const { page } = shown(document, keys.symmetric);
  expect(page.split("\n")[0]).toMatch(new RegExp(`^${first}`));
  expect(readDefaultView(document, keys.symmetric)).toMatchObject(view as object);
});

test.each<[string, readonly Short[], object, string]>([
  ["everything", [delegation], keys.symmetric, `IAM policies of this account, ${own}, can give access`],
  ["nothing", [users("role/App")], keys.symmetric, "the key is not handed to IAM policies of this account"],
  [
    "some actions",
    [{ who: "root", may: ["kms:Put*", "kms:Describe*", "kms:Disable*", "kms:TagResource"] }],
    keys.symmetric,
    "can give 5 actions (kms:PutKeyPolicy among them)",
  ],
  [
    "two actions, by name",
    [{ who: own, may: ["kms:Decrypt", "kms:DescribeKey"] }],
    keys.symmetric,
    "can give kms:Decrypt and kms:DescribeKey",
  ],
  [
    "some under a condition alone",
    [{ who: "root", may: "kms:Decrypt", if: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
    keys.symmetric,
    "can give kms:Decrypt under conditions",
  ],
  [
    "nothing to an account of another partition",
    [{ who: arn("root").replace("arn:aws:", "arn:aws-cn:"), may: "kms:*" }],
    keys.symmetric,
    "the key is not handed to IAM policies of this account",
  ],
  ["the account a guess", [delegation], {}, `${own} is taken for the key's own account`],
  [
    "the account unknown",
    [admins(["root", "role/Ops", arn("root", other)])],
    {},
    "not known, without the account that owns the key",
  ],
])("what show says is left to IAM: %s", (_, statements, facts, words) => {
  expect(shown(policy(...statements), facts).page).toContain(words);
});

test.each<[string, readonly Short[], object, readonly string[]]>([
  ["none", whole, keys.symmetric, ["Other accounts    none"]],
  [
    "single roles of one",
    [delegation, users(arn("role/X", other))],
    keys.symmetric,
    [`\nrole/X of ${other} `, `Other accounts    single users and roles of ${other}`],
  ],
  [
    "the key's own may be among them",
    [{ who: [arn("root", other), "root"], may: "kms:*" }],
    {},
    ["whether the key belongs to one of them is not known"],
  ],
])("other accounts on the page: %s", (_, statements, facts, words) => {
  const { page } = shown(policy(...statements), facts);
  for (const line of words) expect(page).toContain(line);
});

test.each<[string, Short]>([
  [
    "a Federated principal",
    { who: { Federated: "cognito-identity.amazonaws.com" }, may: useLists.symmetric },
  ],
  ["a CanonicalUser", { who: { CanonicalUser: "79a59df900b949e55d96" }, may: useLists.symmetric }],
  ["a role in the grants statement alone", grants("role/Lonely")],
  ["a foreign administrator", admins(arn("role/Foreign", other))],
  ["a malformed ARN", users("arn:aws:iam::123:role/Short")],
])("nobody is left out: %s", (_, statement) => {
  const { page, json } = shown(policy(...whole, statement), keys.symmetric);
  const words = /cognito-identity.amazonaws.com|79a59df900b949e55d96|Lonely|Foreign|123:role\/Short/;
  expect(page).toMatch(words);
  expect(json).toMatch(words);
});
