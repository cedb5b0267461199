import { expect, test } from "vitest";
import { removeUsers } from "../../src/core-verbs.ts";
import { adminLists, admins, delegation, grants, useLists, users, words } from "./console-policies.ts";
import {
  accessChange,
  arn,
  keys,
  other,
  parse,
  policy,
  statements,
  statementsOf,
  type Short,
} from "./support.ts";

interface Case {
  readonly name: string;
  readonly key?: keyof typeof keys;
  readonly before: readonly Short[];
  readonly remove: readonly string[];
  readonly after: readonly Short[];
  readonly access: readonly string[];
}

const plain = (who: Short["who"], may: Short["may"]): Short => ({ who, may });
const loss = (who: string, what: keyof typeof words) => `- ${who} ${words[what]}`;
const s3 = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
const oldUsers = [users(["role/Old"]), grants(["role/Old"])];

const cases: readonly Case[] = [
  {
    name: "out of both statements; the others stay",
    before: [users(["role/Old", "role/App"]), grants(["role/Old", "role/App"])],
    remove: ["role/App"],
    after: oldUsers,
    access: [loss("role/App", "useAndGrants")],
  },
  {
    name: "the last one: both statements go",
    before: [delegation, users("role/App"), grants("role/App")],
    remove: ["role/App"],
    after: [delegation],
    access: ["- role/App " + words.useAndGrants],
  },
  {
    name: "an administrator who is a user too stays administrator",
    before: [admins("role/App"), users("role/App"), grants("role/App")],
    remove: ["role/App"],
    after: [admins("role/App")],
    access: [
      "- role/App Decrypt Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo",
    ],
  },
  {
    name: "rights spread over statements, each within the role",
    before: [
      plain("role/Ops", "kms:*"),
      plain("role/App", ["kms:Encrypt", "kms:Decrypt"]),
      plain(["role/App", "role/Old"], ["kms:GenerateDataKey*", "kms:ReEncrypt*"]),
    ],
    remove: ["role/App"],
    after: [plain("role/Ops", "kms:*"), plain(["role/Old"], ["kms:GenerateDataKey*", "kms:ReEncrypt*"])],
    access: [
      "- role/App Decrypt Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo",
    ],
  },
  {
    name: "use under a condition is use",
    before: [plain("role/Ops", "kms:*"), { ...users("role/App"), if: s3 }],
    remove: ["role/App"],
    after: [plain("role/Ops", "kms:*")],
    access: [loss("role/App", "use")],
  },
  {
    name: "a statement that gives more, shared with others: split, and only this principal's part narrowed",
    before: [
      plain("role/Ops", "kms:*"),
      { sid: "Both", who: ["role/Old", "role/App"], may: ["kms:Decrypt", "kms:TagResource"], if: s3 },
    ],
    remove: ["role/App"],
    after: [
      plain("role/Ops", "kms:*"),
      { sid: "Both", who: ["role/Old"], may: ["kms:Decrypt", "kms:TagResource"], if: s3 },
      { sid: "Both 2", who: "role/App", may: "kms:TagResource", if: s3 },
    ],
    access: ["- role/App Decrypt"],
  },
  {
    name: "a statement of its own that gives more: narrowed where it stands",
    before: [plain("role/App", ["kms:Decrypt", "kms:Describe*", "kms:TagResource", "kms:GenerateDataKey*"])],
    remove: ["role/App"],
    after: [plain("role/App", ["kms:Describe*", "kms:TagResource"])],
    access: [
      "- role/App Decrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext",
    ],
  },
  {
    name: "an account, in both spellings",
    before: [delegation, users(["role/Old", arn("root", other)]), plain([other, "role/Old"], "kms:Decrypt")],
    remove: [other],
    after: [delegation, users(["role/Old"]), plain(["role/Old"], "kms:Decrypt")],
    access: [loss(arn("root", other), "use")],
  },
  {
    name: "beside a service: the service keeps the statement",
    before: [delegation, plain({ AWS: arn("role/App"), Service: "sns.amazonaws.com" }, useLists.symmetric)],
    remove: ["role/App"],
    after: [delegation, plain({ Service: "sns.amazonaws.com" }, useLists.symmetric)],
    access: [loss("role/App", "use")],
  },
  {
    name: "a Deny for the same principal is left alone",
    before: [delegation, users("role/App"), { deny: true, who: "role/App", may: "kms:Encrypt" }],
    remove: ["role/App"],
    after: [delegation, { deny: true, who: "role/App", may: "kms:Encrypt" }],
    access: [
      "- role/App Decrypt DescribeKey GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo",
    ],
  },
  {
    name: "a session or a dead id that the policy names literally",
    before: [delegation, users(["AROAEXAMPLEID12345678", "role/Old"]), grants(["role/Old"])],
    remove: ["AROAEXAMPLEID12345678"],
    after: [delegation, users(["role/Old"]), grants(["role/Old"])],
    access: [],
  },
  ...(["rsa", "signing", "agreement", "hmac"] as const).map((key) => ({
    name: `a key for ${key}`,
    key,
    before: [
      plain("role/Ops", "kms:*"),
      users(["role/App"], useLists[key]),
      plain("role/App", "kms:TagResource"),
    ],
    remove: ["role/App"],
    after: [plain("role/Ops", "kms:*"), plain("role/App", "kms:TagResource")],
    access: [loss("role/App", key)],
  })),
];

test.each(cases)("remove-user: $name", ({ key = "symmetric", before, remove, after, access }) => {
  const document = policy(...before);
  const result = removeUsers(document, remove, keys[key]);
  expect(statementsOf(result.document)).toEqual(statements(...after));
  expect(accessChange(document, result.document, keys[key])).toEqual(access);
  expect(removeUsers(result.document, remove, keys[key]).document).toBe(result.document);
});

test.each([
  ["one that is not named", [delegation, users("role/Old")]],
  ["one with other rights only", [delegation, plain("role/App", ["kms:Describe*", "kms:TagResource"])]],
  ["an administrator", [delegation, admins("role/App", adminLists.A3)]],
])("remove-user changes nothing for %s", (_, before) => {
  const document = policy(...before);
  expect(removeUsers(document, ["role/App"], keys.symmetric).document).toBe(document);
});

test.each([
  ["kms:*", ["kms:*"]],
  ["a pattern across the border", ["kms:De*", "kms:TagResource"]],
])("remove-user refuses %s with the place and what to do", (_, may) => {
  const document = policy(delegation, { sid: "Mine", who: ["role/App", "role/Old"], may });
  expect(() => removeUsers(document, ["role/App"], keys.symmetric)).toThrow(
    expect.objectContaining({
      exit: 3,
      code: "statement-gives-more",
      message: expect.stringContaining('statement 2 (Sid "Mine", line 13)') as string,
      hint: expect.stringContaining(`kmspol edit ${keys.symmetric.arn}`) as string,
    }) as Error,
  );
});

test("remove-user refuses NotAction, and a policy that would be left without statement", () => {
  const open = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${arn("role/App")}"},"NotAction":"kms:PutKeyPolicy","Resource":"*"}]}`;
  expect(() => removeUsers(parse(open), ["role/App"], keys.symmetric)).toThrow(/NotAction lists/);
  expect(() => removeUsers(policy(users("role/App")), ["role/App"], keys.symmetric)).toThrow(
    expect.objectContaining({
      ...{ code: "last-statement", exit: 3 },
      hint: "a key policy needs a statement: give another principal access first",
    }) as Error,
  );
});

test("remove-user says what stays: IAM, everyone, sessions, CreateGrant", () => {
  const document = policy(
    delegation,
    users(["role/App", "role/Old"]),
    plain("arn:aws:sts::111122223333:assumed-role/App/run", "kms:Decrypt"),
    plain("*", "kms:Encrypt"),
    plain("role/App", "kms:CreateGrant"),
  );
  const notes = removeUsers(document, ["role/App"], keys.symmetric).notes.join("\n");
  expect(notes).toContain(
    "IAM policies of account 111122223333 can still give use of the key through statement 1",
  );
  expect(notes).toContain("role/App keeps use of the key through statement 3");
  expect(notes).toContain("has a share in use of the key through statement 4");
  expect(notes).toContain("keeps kms:CreateGrant");
});
