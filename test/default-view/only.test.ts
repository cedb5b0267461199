import { expect, test } from "vitest";
import { addUsers, removeUsers } from "../../src/core-verbs.ts";
import type { OnlyRole } from "../../src/default-view/limits/only-role.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { parsePolicyText, documentOf } from "../../src/policy/document.ts";
import { adminLists, admins, delegation, grants, useLists, users } from "./console-policies.ts";
import { shapes } from "./shapes.ts";
import { accessChange, arn, keys, other, policy, statements, statementsOf, type Short } from "./support.ts";

// `--only`: a statement of its own that gives just that, on the console's policy of each kind of key.

const post = { ...keys.symmetric, spec: "ML_KEM_768", usage: "ENCAPSULATE_DECAPSULATE" };
const all = { ...keys, post };
type Key = keyof typeof all;

const uses: Partial<Record<Key, readonly string[]>> = {
  ...useLists,
  post: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Encapsulate", "kms:Decapsulate"],
};
const consolePolicy = (key: Key): readonly Short[] => [
  delegation,
  admins("role/Ops", adminLists["A3"]),
  users(["role/App"], uses[key] ?? useLists.symmetric),
  ...(uses[key] === undefined || key === "symmetric" ? [grants(["role/App"])] : []),
];

/** Key, word, what the new statement gives, under which Sid. */
const gifts: readonly (readonly [Key, OnlyRole, readonly string[], string, string])[] = [
  [
    ...(["symmetric", "encrypt", ["kms:Encrypt", "kms:GenerateDataKey*", "kms:DescribeKey"]] as const),
    "Allow encryption with the key",
    "DescribeKey Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext",
  ],
  [
    ...(["symmetric", "decrypt", ["kms:Decrypt", "kms:DescribeKey"]] as const),
    ...(["Allow decryption with the key", "Decrypt DescribeKey"] as const),
  ],
  [
    ...(["imported", "decrypt", ["kms:Decrypt", "kms:DescribeKey"]] as const),
    ...(["Allow decryption with the key", "Decrypt DescribeKey"] as const),
  ],
  [
    ...(["multiRegion", "decrypt", ["kms:Decrypt", "kms:DescribeKey"]] as const),
    ...(["Allow decryption with the key", "Decrypt DescribeKey"] as const),
  ],
  [
    ...(["rsa", "encrypt", ["kms:Encrypt", "kms:GetPublicKey", "kms:DescribeKey"]] as const),
    ...(["Allow encryption with the key", "DescribeKey Encrypt GetPublicKey"] as const),
  ],
  [
    ...(["rsa", "decrypt", ["kms:Decrypt", "kms:DescribeKey"]] as const),
    ...(["Allow decryption with the key", "Decrypt DescribeKey"] as const),
  ],
  [
    ...(["signing", "sign", ["kms:Sign", "kms:DescribeKey"]] as const),
    ...(["Allow signing with the key", "DescribeKey Sign"] as const),
  ],
  [
    ...(["signing", "verify", ["kms:Verify", "kms:GetPublicKey", "kms:DescribeKey"]] as const),
    ...(["Allow verification of signatures with the key", "DescribeKey GetPublicKey Verify"] as const),
  ],
  [
    ...(["hmac", "mac", ["kms:GenerateMac", "kms:DescribeKey"]] as const),
    ...(["Allow generation of MACs with the key", "DescribeKey GenerateMac"] as const),
  ],
  [
    ...(["hmac", "verify-mac", ["kms:VerifyMac", "kms:DescribeKey"]] as const),
    ...(["Allow verification of MACs with the key", "DescribeKey VerifyMac"] as const),
  ],
  [
    ...(["agreement", "agree", ["kms:DeriveSharedSecret", "kms:GetPublicKey", "kms:DescribeKey"]] as const),
    ...(["Allow key agreement with the key", "DeriveSharedSecret DescribeKey GetPublicKey"] as const),
  ],
  [
    ...(["post", "encapsulate", ["kms:Encapsulate", "kms:GetPublicKey", "kms:DescribeKey"]] as const),
    ...(["Allow encapsulation with the key", "DescribeKey Encapsulate GetPublicKey"] as const),
  ],
  [
    ...(["post", "decapsulate", ["kms:Decapsulate", "kms:DescribeKey"]] as const),
    ...(["Allow decapsulation with the key", "Decapsulate DescribeKey"] as const),
  ],
];

test.each(gifts)("%s key: add-user --only %s", (key, role, may, sid, access) => {
  const [facts, before] = [all[key], policy(...consolePolicy(key))];
  const add = (document = before) => addUsers(document, ["role/New"], facts, { only: [role] });
  const after = add().document;
  expect(statementsOf(after)).toEqual(statements(...consolePolicy(key), { sid, who: "role/New", may }));
  expect(accessChange(before, after, facts)).toEqual([`+ role/New ${access}`]);
  expect(add(after).document).toBe(after);
  const { limited, users: whole, otherStatements } = readDefaultView(after, facts);
  // All that a key agreement key does is to agree.
  expect(whole.includes(arn("role/New"))).toBe(role === "agree");
  expect(limited).toEqual(role === "agree" ? [] : [{ principal: arn("role/New"), may: [role], when: [] }]);
  expect(otherStatements).toEqual([]);
  // Somebody else joins; each goes alone, and the last one takes the statement with it.
  const both = addUsers(after, ["role/Next"], facts, { only: [role] }).document;
  expect(statementsOf(both).at(-1)).toMatchObject({
    Principal: { AWS: [arn("role/New"), arn("role/Next")] },
  });
  const one = removeUsers(both, ["role/Next"], facts, { only: [role] }).document;
  expect(one.text).toBe(after.text);
  expect(removeUsers(one, ["role/New"], facts, { only: [role] }).document.text).toBe(before.text);
  expect(removeUsers(one, ["role/New"], facts).document.text).toBe(before.text);
});

test("add-user --only grants: beside the console's statement, whose two lists stay alike", () => {
  const before = policy(...consolePolicy("symmetric"));
  const after = addUsers(before, ["role/New"], keys.symmetric, { only: ["grants"] }).document;
  const { if: condition, may } = grants("role/New");
  expect(statementsOf(after)).toEqual(
    statements(...consolePolicy("symmetric"), {
      ...{ sid: "Allow grants for AWS services on the key", who: "role/New", may },
      ...(condition === undefined ? {} : { if: condition }),
    }),
  );
  expect(accessChange(before, after, keys.symmetric)).toEqual([
    "+ role/New CreateGrant ListGrants RevokeGrant",
  ]);
  expect(readDefaultView(after, keys.symmetric)).toMatchObject({
    ...{ users: [arn("role/App")], otherStatements: [] },
    limited: [{ principal: arn("role/New"), may: ["grants"], when: [] }],
  });
  const back = removeUsers(after, ["role/New"], keys.symmetric, { only: ["grants"] }).document;
  expect(back.text).toBe(before.text);
});

test("several words: a statement each, told together", () => {
  const before = policy(...consolePolicy("symmetric"));
  const only = ["decrypt", "encrypt"] as const;
  const after = addUsers(before, ["role/New", other], keys.symmetric, { only }).document;
  expect(after.statements).toHaveLength(before.statements.length + 2);
  expect(readDefaultView(after, keys.symmetric).limited).toEqual([
    { principal: arn("role/New"), may: ["encrypt", "decrypt"], when: [] },
    { principal: arn("root", other), may: ["encrypt", "decrypt"], when: [] },
  ]);
  const half = removeUsers(after, ["role/New"], keys.symmetric, { only: ["encrypt"] }).document;
  expect(accessChange(after, half, keys.symmetric)).toEqual([
    "- role/New Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext",
  ]);
});

test("who has it already by a wider statement changes nothing; who has it under a condition does", () => {
  const has = policy(...consolePolicy("symmetric"));
  expect(addUsers(has, ["role/App"], keys.symmetric, { only: ["decrypt"] }).document).toBe(has);
  const narrow = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
  const may = ["kms:Decrypt", "kms:DescribeKey"];
  const before = policy(delegation, { sid: "Narrow", who: "role/App", may, if: narrow });
  const after = addUsers(before, ["role/App"], keys.symmetric, { only: ["decrypt"] }).document;
  expect(statementsOf(after).slice(1)).toEqual(
    statements(
      { sid: "Narrow", who: "role/App", may, if: narrow },
      { sid: "Allow decryption with the key", who: "role/App", may },
    ),
  );
});

test("a role that has everything loses just that", () => {
  const before = policy(...consolePolicy("symmetric").slice(0, 2), users(["role/App", "role/Old"]));
  const { document } = removeUsers(before, ["role/App"], keys.symmetric, { only: ["decrypt"] });
  expect(accessChange(before, document, keys.symmetric)).toEqual(["- role/App Decrypt"]);
  expect(readDefaultView(document, keys.symmetric).users).toEqual([arn("role/Old")]);
});

test("taking decryption tells of what re-encryption still gives", () => {
  const before = policy(delegation, users(["role/App"]));
  const notes = (role: OnlyRole) => removeUsers(before, ["role/App"], keys.symmetric, { only: [role] }).notes;
  expect(notes("decrypt").join("\n")).toContain(`${arn("role/App")} keeps kms:ReEncryptFrom, with which`);
  expect(notes("encrypt").join("\n")).toContain(`${arn("role/App")} keeps kms:ReEncryptTo, with which`);
});

test.each<[Key | "file", OnlyRole, string, string]>([
  ["symmetric", "sign", "a symmetric encryption key has no --only sign", "encrypt, decrypt, grants"],
  ["symmetric", "agree", "a symmetric encryption key has no --only agree", "encrypt, decrypt, grants"],
  ["rsa", "grants", "an asymmetric encryption key has no --only grants", "it has --only encrypt, decrypt"],
  ["signing", "decrypt", "a signing key has no --only decrypt", "it has --only sign, verify"],
  ["hmac", "verify", "an HMAC key has no --only verify", "it has --only mac, verify-mac"],
  ["agreement", "encapsulate", "a key agreement key has no --only encapsulate", "it has --only agree"],
  ["post", "encrypt", "a key encapsulation key has no --only encrypt", "encapsulate, decapsulate"],
  ["file", "sign", "is taken for the key", "--key-spec and --key-usage"],
])("%s: --only %s is refused", (key, role, message, hint) => {
  const facts = key === "file" ? { account: "111122223333" } : all[key];
  const run = () => addUsers(policy(delegation), ["role/New"], facts, { only: [role] });
  expect(run).toThrow(
    expect.objectContaining({
      ...{ code: "role-not-of-key", exit: 3 },
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    }),
  );
});

test("a Deny that keeps it from somebody is told", () => {
  const before = policy(delegation, { deny: true, who: "role/New", may: "kms:Decrypt" });
  const { notes } = addUsers(before, ["role/New"], keys.symmetric, { only: ["decrypt"] });
  expect(notes).toContain(`A Deny of this policy keeps ${arn("role/New")} from kms:Decrypt.`);
});

test.each(shapes)("add, then remove, gives the bytes back: $name", ({ name, document, facts }) => {
  const only: readonly OnlyRole[] =
    facts.usage === "SIGN_VERIFY" ? ["sign", "verify"] : ["encrypt", "decrypt", "grants"];
  for (const role of only) {
    const added = addUsers(document, ["role/Fresh"], facts, { only: [role] }).document;
    // Everyone has it there already.
    if (added === document) {
      expect([name, role]).toEqual(["everyone of the account", expect.stringMatching(/crypt$/)]);
      continue;
    }
    const lines = accessChange(document, added, facts);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\+ role\/Fresh /);
    expect(lines[0]).not.toMatch(/ReEncrypt|Put|Schedule/);
    expect(addUsers(added, ["role/Fresh"], facts, { only: [role] }).document).toBe(added);
    expect(documentOf(parsePolicyText(added.text, added.format))).toBeDefined();
    expect(removeUsers(added, ["role/Fresh"], facts, { only: [role] }).document.text).toBe(document.text);
  }
});

test("words of a hand-written statement are known by what it gives", () => {
  const limitedOf = (may: string | readonly string[], key: Key = "symmetric") =>
    readDefaultView(policy(delegation, { who: "role/App", may }), all[key]).limited.flatMap((one) => one.may);
  expect(limitedOf("kms:Decrypt")).toEqual(["decrypt"]);
  const alone = policy({ who: "role/Ops", may: "kms:*" }, { who: "role/App", may: "kms:Decrypt" });
  expect(readDefaultView(alone, keys.symmetric).limited.flatMap((one) => one.may)).toEqual(["decrypt"]);
  expect(limitedOf(["kms:Encrypt", "kms:GenerateDataKey*", "kms:Decrypt"])).toEqual(["encrypt", "decrypt"]);
  expect(limitedOf(["kms:Decrypt", "kms:GenerateDataKey"])).toEqual([]);
  expect(limitedOf(["kms:Decrypt", "kms:PutKeyPolicy"])).toEqual([]);
  expect(limitedOf(["kms:DescribeKey"])).toEqual([]);
  const ofFile = { if: { StringEquals: { "kms:EncryptionContext:app": "a" } }, may: "kms:Decrypt" };
  const file = policy(delegation, { who: "role/App", ...ofFile });
  expect(readDefaultView(file, {}).limited.flatMap((one) => one.may)).toEqual(["decrypt"]);
  expect(limitedOf(["kms:Sign"], "signing")).toEqual(["sign"]);
});
