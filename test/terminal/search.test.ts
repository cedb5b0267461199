import { expect, test } from "vitest";
import { cellWidths, matching } from "../../src/prompts/list-window.ts";
import type { Entry } from "../../src/questions.ts";

const entry = (name: string, about = "", last = false): Entry<string> => ({
  value: name,
  cells: [name, about],
  last,
});

const account = [
  entry("role/Realigned"),
  entry("role/night-alignment"),
  entry("role/ops/Alistair"),
  entry("role/alicante/Deploy"),
  entry("user/alice"),
  entry("user/bob", "brother of alice"),
  entry("role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_Ali", "", true),
  entry("role/aws-service-role/x.amazonaws.com/AliasService", "", true),
];

const keys = [
  entry("alias/app", "Enabled"),
  entry("alias/my-app", "Enabled"),
  entry("alias/snapper", "Enabled"),
  entry("alias/tokens", "of the app"),
  entry("0a1b2c3d-0000-4000-8000-00000000a99a", "the app, once", true),
];

const actions = ["kms:CreateGrant", "kms:Decrypt", "kms:RetireGrant", "kms:DescribeKey"].map((name) =>
  entry(name),
);

test.each([
  [
    "a name that begins so comes first, service-linked roles last",
    account,
    "ali",
    [
      "role/ops/Alistair",
      "user/alice",
      "role/night-alignment",
      "role/alicante/Deploy",
      "role/Realigned",
      "user/bob",
      "role/aws-service-role/x.amazonaws.com/AliasService",
      "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_Ali",
    ],
  ],
  ["with its kind before it", account, "user/ali", ["user/alice"]],
  ["a path", account, "alicante/", ["role/alicante/Deploy"]],
  ["two words, in any order", account, "ali role/ops", ["role/ops/Alistair"]],
  ["nothing of that name", account, "zoe", []],
  [
    "keys without an alias last",
    keys,
    "app",
    ["alias/app", "alias/my-app", "alias/snapper", "alias/tokens", "0a1b2c3d-0000-4000-8000-00000000a99a"],
  ],
  ["actions, without their prefix", actions, "de", ["kms:Decrypt", "kms:DescribeKey"]],
  ["in capital letters", actions, "GRANT", ["kms:CreateGrant", "kms:RetireGrant"]],
  ["nothing typed: all, as they are", keys, " ", keys.map(({ value }) => value)],
] as const)("%s", (_, entries, typed, found) => {
  expect(matching(entries, typed).map(({ value }) => value)).toEqual(found);
});

const named: Entry<string> = {
  value: "alias/a",
  cells: ["alias/a"],
  seeks: ["alias/third", "arn:aws:kms:x:1:key/7"],
};

test.each([
  ["letters in their order find a name, where nothing holds them", keys, "tkns", ["alias/tokens"]],
  ["fewer than three of them find nothing", keys, "tz", []],
  ["what holds them comes alone", keys, "app", keys.map(({ value }) => value)],
  ["another alias", [named], "third", ["alias/a"]],
  ["an ARN", [named], "arn:aws:kms:x:1:key/7", ["alias/a"]],
  ["the letters of an ARN are no name", [named], "awskms", []],
  ["a section is there until something is typed", [{ ...named, when: "untyped" as const }], "third", []],
] as const)("%s", (_, entries, typed, found) => {
  expect(matching(entries, typed).map(({ value }) => value)).toEqual(found);
});

test("a description with no room to speak of is left out, and the name has its place", () => {
  const rows = [
    ["alias/app", "Enabled", "keys of the shop"],
    ["12345678-1234-1234-1234-123456789012", "PendingDeletion", "made by hand"],
  ];
  expect(cellWidths(rows, 100)).toEqual([36, 15, 16]);
  expect(cellWidths(rows, 68)).toEqual([36, 15, 16]);
  expect(cellWidths(rows, 54)).toEqual([32, 15]);
  expect(cellWidths([["alias/app", "Enabled", "ours"]], 30)).toEqual([9, 7, 4]);
  expect(cellWidths([["alias/app", "as typed"]], 20)).toEqual([9, 8]);
});
