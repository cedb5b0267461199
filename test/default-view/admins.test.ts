import { expect, test } from "vitest";
import { addAdmins, allowDeletion, denyDeletion, removeAdmins, upgrade } from "../../src/core-verbs.ts";
import { adminLists, admins, delegation, grants, useLists, users, words } from "./console-policies.ts";
import { accessChange, arn, keys, other, policy, statements, statementsOf, type Short } from "./support.ts";

const plain = (who: Short["who"], may: Short["may"]): Short => ({ who, may });

test.each(Object.entries(adminLists))(
  "add-admin joins an administrators statement of version %s",
  (_, list) => {
    const document = policy(delegation, admins("role/Ops", list), users("role/App"), grants("role/App"));
    const result = addAdmins(document, ["role/Lead"], keys.symmetric);
    expect(statementsOf(result.document)).toEqual(
      statements(delegation, admins(["role/Ops", "role/Lead"], list), users("role/App"), grants("role/App")),
    );
    expect(addAdmins(result.document, ["role/Lead"], keys.symmetric).document).toBe(result.document);
    expect(removeAdmins(result.document, ["role/Lead"], keys.symmetric).document.text).toBe(document.text);
  },
);

test.each([
  ["symmetric", adminLists.A4],
  ["rsa", adminLists.A3],
  ["signing", adminLists.A3],
  ["agreement", adminLists.A3],
  ["hmac", adminLists.A3],
  ["imported", adminLists["A4+I"]],
  ["multiRegion", adminLists["A4+M"]],
] as const)("add-admin writes today's list for a %s key, behind the first statement", (key, list) => {
  const document = policy(delegation, users("role/App"));
  const result = addAdmins(document, ["role/Lead"], keys[key]);
  expect(statementsOf(result.document)).toEqual(
    statements(delegation, admins("role/Lead", list), users("role/App")),
  );
  expect(removeAdmins(result.document, ["role/Lead"], keys[key]).document.text).toBe(document.text);
});

test.each([
  ["a condition", { ...admins("role/Ops"), if: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
  ["more rights", admins("role/Ops", [...adminLists.A4, "kms:Decrypt"])],
  ["one of a pair only", admins("role/Ops", [...adminLists.A1, "kms:ScheduleKeyDeletion"])],
  ["fewer rights", admins("role/Ops", adminLists.A1.slice(1))],
])("add-admin never joins a statement with %s", (_, statement) => {
  const document = policy(delegation, statement);
  const result = addAdmins(document, ["role/Lead"], keys.symmetric);
  expect(statementsOf(result.document)).toEqual(
    statements(
      delegation,
      { ...admins("role/Lead"), sid: "Allow access for Key Administrators 2" },
      statement,
    ),
  );
});

test.each([
  [other, "account-as-admin"],
  [arn("role/Theirs", other), "external-admin"],
])("add-admin refuses %s", (who, code) => {
  expect(() => addAdmins(policy(delegation), [who], keys.symmetric)).toThrow(
    expect.objectContaining({ exit: 3, code }) as Error,
  );
});

test.each([
  [
    "out of the statement; users stay as they are",
    [admins(["role/Ops", "role/Lead"]), users("role/Lead"), grants("role/Lead")],
    [admins("role/Ops"), users("role/Lead"), grants("role/Lead")],
  ],
  ["the last one: the statement goes", [delegation, admins("role/Lead")], [delegation]],
  [
    "a hand-written share of administration, beside rights to look",
    [
      plain("role/Lead", ["kms:PutKeyPolicy", "kms:TagResource"]),
      plain("role/Lead", ["kms:Get*", "kms:List*"]),
    ],
    [plain("role/Lead", ["kms:Get*", "kms:List*"])],
  ],
  [
    "administration and use in one statement: use stays",
    [plain(["role/Lead", "role/Ops"], ["kms:Put*", "kms:Decrypt", "kms:Encrypt"])],
    [
      plain("role/Ops", ["kms:Put*", "kms:Decrypt", "kms:Encrypt"]),
      plain("role/Lead", ["kms:Decrypt", "kms:Encrypt"]),
    ],
  ],
])("remove-admin: %s", (_, before, after) => {
  const document = policy(...before);
  const result = removeAdmins(document, ["role/Lead"], keys.symmetric);
  expect(statementsOf(result.document)).toEqual(statements(...after));
  const lines = accessChange(document, result.document, keys.symmetric);
  expect(lines.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(["- role/Lead"]);
  expect(removeAdmins(result.document, ["role/Lead"], keys.symmetric).document).toBe(result.document);
});

test("remove-admin leaves unconditional grants alone, and refuses kms:*", () => {
  const service = policy(plain("role/Lead", ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]));
  expect(removeAdmins(service, ["role/Lead"], keys.symmetric).document).toBe(service);
  expect(() => removeAdmins(policy(plain("role/Lead", "kms:*")), ["role/Lead"], keys.symmetric)).toThrow(
    expect.objectContaining({ code: "statement-gives-more" }) as Error,
  );
});

test.each(["A1", "A3-D", "A4-D"] as const)(
  "allow-deletion and deny-deletion turn %s to and fro",
  (version) => {
    const document = policy(
      delegation,
      admins(["role/Ops", "user/Ann"], adminLists[version]),
      users("role/App"),
    );
    const allowed = allowDeletion(document, [], keys.symmetric).document;
    expect(accessChange(document, allowed, keys.symmetric)).toEqual([
      `+ role/Ops ${words.deletion}`,
      `+ user/Ann ${words.deletion}`,
    ]);
    expect(allowDeletion(allowed, [], keys.symmetric).document).toBe(allowed);
    expect(denyDeletion(allowed, [], keys.symmetric).document.text).toBe(document.text);
    expect(denyDeletion(document, [], keys.symmetric).document).toBe(document);
  },
);

test("allow-deletion writes the actions where the console does", () => {
  const document = policy(delegation, admins("role/Ops", adminLists["A4-D"]));
  expect(statementsOf(allowDeletion(document, [], keys.symmetric).document)).toEqual(
    statements(delegation, admins("role/Ops", adminLists.A4)),
  );
});

test("deny-deletion takes it from administrators through statements of any shape, and from nobody else", () => {
  const document = policy(
    delegation,
    admins("role/Ops", adminLists.A3),
    plain(["role/Ops", "role/Reaper"], ["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"]),
    plain("role/Ops", ["kms:Schedule*", "kms:Sign"]),
  );
  const result = denyDeletion(document, [], keys.symmetric);
  expect(statementsOf(result.document)).toEqual(
    statements(
      delegation,
      admins("role/Ops", adminLists["A3-D"]),
      plain("role/Reaper", ["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"]),
      plain("role/Ops", "kms:Sign"),
    ),
  );
});

test("the deletion verbs without administrators change nothing and say so", () => {
  const document = policy(delegation, users("role/App"));
  for (const verb of [allowDeletion, denyDeletion]) {
    const result = verb(document, [], keys.symmetric);
    expect(result.document).toBe(document);
    expect(result.notes.join()).toContain("add-admin");
  }
});

test("allow-deletion never widens a hand-written statement; deny-deletion never splits kms:*", () => {
  const written = policy(plain("role/Ops", [...adminLists["A4-D"], "kms:Decrypt"]));
  expect(() => allowDeletion(written, [], keys.symmetric)).toThrow(
    expect.objectContaining({ code: "statement-gives-other", exit: 3 }) as Error,
  );
  expect(() => denyDeletion(policy(plain("role/Ops", "kms:*")), [], keys.symmetric)).toThrow(
    expect.objectContaining({ code: "statement-gives-more", exit: 3 }) as Error,
  );
});

test.each([
  ["A1", "symmetric", "A4-D", "RotateKeyOnDemand TagResource UntagResource"],
  ["A2", "symmetric", "A4", "RotateKeyOnDemand TagResource UntagResource"],
  ["A3", "symmetric", "A4", "RotateKeyOnDemand"],
  ["A3-D", "symmetric", "A4-D", "RotateKeyOnDemand"],
  ["A2", "signing", "A3", "TagResource UntagResource"],
  ["A3", "multiRegion", "A4+M", "ReplicateKey RotateKeyOnDemand"],
  ["A3", "imported", "A4+I", "ImportKeyMaterial RotateKeyOnDemand"],
] as const)("upgrade brings %s of a %s key to %s", (from, key, to, gained) => {
  const document = policy(
    delegation,
    admins("role/Ops", adminLists[from]),
    users("role/App", useLists.symmetric),
  );
  const result = upgrade(document, [], keys[key]);
  expect(statementsOf(result.document)).toEqual(
    statements(delegation, admins("role/Ops", adminLists[to]), users("role/App", useLists.symmetric)),
  );
  expect(accessChange(document, result.document, keys[key])).toEqual([`+ role/Ops ${gained}`]);
  expect(upgrade(result.document, [], keys[key]).document).toBe(result.document);
});

test("upgrade leaves everything that is not an administrators statement alone", () => {
  const document = policy(delegation, plain("role/Ops", ["kms:Put*", "kms:Get*"]), users("role/App"));
  expect(upgrade(document, [], keys.symmetric).document).toBe(document);
});
