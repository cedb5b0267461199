import { expect, test } from "vitest";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { adminLists, admins, delegation, grants, useLists, users } from "./console-policies.ts";
import { arn, keys, other, own, parse, policy, type Short } from "./support.ts";

const view = (...statements: readonly Short[]) => readDefaultView(policy(...statements), keys.symmetric);
const whole = [delegation, admins("role/Ops"), users("role/App"), grants("role/App")];

test("a console policy reads as the console shows it", () => {
  expect(view(...whole)).toEqual({
    defaultView: true,
    notDefaultViewBecause: [],
    class: "console",
    account: own,
    public: [],
    iamDelegation: true,
    iamShare: { whole: true, actions: [], conditional: [] },
    admins: [arn("role/Ops")],
    adminsMayDelete: true,
    users: [arn("role/App")],
    limited: [],
    accounts: [],
    accountsInPart: [],
    services: [],
    orphans: [],
    otherStatements: [],
  });
});

test.each<[string, readonly Short[], string, string | undefined]>([
  ["the programmatic default", [delegation], "console", undefined],
  [
    "an older administrators list",
    [delegation, admins("role/Ops", adminLists.A3)],
    "console-outdated",
    undefined,
  ],
  ["the box cleared", [delegation, admins("role/Ops", adminLists["A4-D"])], "console", undefined],
  [
    "an external account",
    [delegation, users(["role/App", other]), grants([arn("root", other), "role/App"])],
    "console",
    undefined,
  ],
  [
    "a statement beside the console's",
    [...whole, { sid: "Mine", who: "role/X", may: "kms:Decrypt" }],
    "console-extended",
    'Statement 5 (Sid "Mine", line 71) is not one of the console\'s.',
  ],
  [
    "a Sid changed",
    [delegation, { ...users("role/App"), sid: "Use" }],
    "console-extended",
    'Statement 2 (Sid "Use", line 13) gives what the console\'s does, but without its Sid "Allow use of the key".',
  ],
  [
    "no delegation",
    [admins("role/Ops")],
    "custom",
    'No statement "Enable IAM User Permissions" hands the key to the IAM policies of its own account.',
  ],
  [
    "an action more",
    [delegation, users("role/App", [...useLists.symmetric, "kms:Sign"])],
    "custom",
    'Statement 2 (Sid "Allow use of the key", line 13) does not give what the console\'s gives.',
  ],
  [
    "an external user",
    [delegation, users(arn("user/Bob", other))],
    "custom",
    `Statement 2 (Sid "Allow use of the key", line 13) names ${arn("user/Bob", other)}, which the console cannot.`,
  ],
  [
    "other names in the grants statement",
    [delegation, users("role/App"), grants("role/Else")],
    "custom",
    'Statement 3 (Sid "Allow attachment of persistent resources", line 28) names others than the statement for use of the key.',
  ],
  [
    "a Sid twice",
    [delegation, users("role/App"), users("role/Else")],
    "custom",
    'Statement 3 (Sid "Allow use of the key", line 28) repeats the Sid of statement 2.',
  ],
])("the console's view of %s", (_, statements, kind, because) => {
  const found = view(...statements);
  expect(found.class).toBe(kind);
  expect(found.defaultView).toBe(because === undefined);
  expect(found.notDefaultViewBecause).toEqual(because === undefined ? [] : [because]);
});

test.each(Object.keys(adminLists) as (keyof typeof adminLists)[])(
  "administrators of version %s",
  (version) => {
    const found = view(delegation, admins(["role/Ops", "user/Ann"], adminLists[version]));
    expect(found.admins).toEqual([arn("role/Ops"), arn("user/Ann")]);
    expect(found.adminsMayDelete).toBe(!version.includes("-D") && !version.startsWith("A1"));
  },
);

test.each(["symmetric", "rsa", "signing", "agreement", "hmac"] as const)("users of a %s key", (key) => {
  const document = policy(delegation, { who: "role/App", may: useLists[key] });
  expect(readDefaultView(document, keys[key]).users).toEqual([arn("role/App")]);
  expect(readDefaultView(document, {}).users).toEqual([arn("role/App")]);
});

test("rights count by what all statements give together, whatever the Sids", () => {
  const found = view(
    { sid: "Allow use of the key", who: "role/Decoy", may: "kms:Decrypt" },
    { who: ["role/App", "role/Half"], may: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*"] },
    { who: "role/App", may: ["kms:GenerateDataKey*", "kms:Describe*"] },
    { who: ["role/Full", "root"], may: "kms:*" },
    { who: arn("root", other), may: "kms:Decrypt" },
    { who: { Service: ["sns.amazonaws.com", "events.amazonaws.com"] }, may: "kms:Decrypt" },
    { who: "AIDACKCEVSQ6C2EXAMPLE", may: "kms:Decrypt" },
  );
  expect(found).toMatchObject({
    iamDelegation: true,
    admins: [arn("role/Full")],
    adminsMayDelete: true,
    users: [arn("role/App"), arn("role/Full")],
    accounts: [other],
    services: ["sns.amazonaws.com", "events.amazonaws.com"],
    orphans: ["AIDACKCEVSQ6C2EXAMPLE"],
    defaultView: false,
  });
});

test("every other statement has one line of meaning", () => {
  const found = view(
    delegation,
    {
      sid: "S3",
      who: "role/App",
      may: "kms:Decrypt",
      if: { StringLike: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    },
    { deny: true, who: "*", may: ["kms:PutKeyPolicy"] },
    { who: ["root", arn("root", other), arn("role/etl/Writer", other)], may: "kms:Decrypt" },
  );
  expect(found.notDefaultViewBecause).toEqual(["Statements 2, 3 and 4 are not the console's."]);
  expect(found.otherStatements).toEqual([
    `statement 2 (Sid "S3", line 13): allows role/App kms:Decrypt, if kms:ViaService StringLike s3.us-east-1.amazonaws.com`,
    "statement 3 (line 27): denies everyone kms:PutKeyPolicy",
    `statement 4 (line 37): allows this account, account ${other}, role/etl/Writer of ${other} kms:Decrypt`,
  ]);
});

test("of a file the account is the one that the policy delegates to", () => {
  const found = readDefaultView(policy(delegation, users([other, "role/App"])), {});
  expect(found).toMatchObject({ iamDelegation: true, accounts: [other], users: [arn("role/App")] });
});

test("an odd document is read without a word of complaint", () => {
  for (const text of [
    "{}",
    '{"Statement":7}',
    '{"Statement":[1,{"Effect":"Allow"}]}',
    `{"Statement":{"Principal":"${own}"}}`,
  ]) {
    expect(readDefaultView(parse(text), {}).defaultView).toBe(false);
  }
});

test("IAM has the whole key where nothing takes the policy from it, and else what is left", () => {
  const share = (...short: readonly Short[]) => view(...short).iamShare;
  const deny = (...may: readonly string[]): Short => ({ deny: true, who: { AWS: "*" }, may });
  const partly = share(delegation, deny("kms:PutKeyPolicy"));
  expect(partly).toMatchObject({ whole: false, conditional: [] });
  expect(partly.actions).toContain("kms:Decrypt");
  expect(partly.actions).not.toContain("kms:PutKeyPolicy");
  // What another account has and the own one has not is not left to IAM.
  const ownRefused: Short = {
    deny: true,
    who: { AWS: arn("root") },
    may: ["kms:PutKeyPolicy", "kms:Decrypt"],
  };
  const left = share(delegation, ownRefused, { who: arn("root", other), may: "kms:Decrypt" });
  expect(left.actions).toContain("kms:Encrypt");
  expect(left.actions).not.toContain("kms:Decrypt");
  expect(share(delegation, deny("kms:Sign"))).toEqual({ whole: true, actions: [], conditional: [] });
  const some = ["kms:Decrypt", "kms:PutKeyPolicy"];
  expect(share({ who: "root", may: some })).toEqual({ whole: false, actions: some, conditional: [] });
});
