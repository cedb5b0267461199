import { expect, test } from "vitest";
import { proveOnlyIntended } from "../../src/default-view/prove.ts";
import { delegation, useLists, users } from "./console-policies.ts";
import { arn, keys, policy } from "./support.ts";

const before = policy(delegation, users("role/App"));
const asked = {
  concerns: (principal: string) => principal === arn("role/New"),
  actions: new Set(["kms:Decrypt", "kms:Encrypt"]),
  gains: true,
  losses: false,
};

test("the change that was asked for passes", () => {
  const after = policy(delegation, users("role/App"), { who: "role/New", may: "kms:Decrypt" });
  expect(() => proveOnlyIntended(before, after, asked, keys.symmetric)).not.toThrow();
});

test.each([
  ["somebody else gains", policy(delegation, users(["role/App", "role/Else"])), "role/Else would gain"],
  ["another action", policy(delegation, users("role/App"), { who: "role/New", may: "kms:Sign" }), "kms:Sign"],
  [
    "somebody loses",
    policy(delegation, users("role/App", useLists.symmetric.slice(1))),
    "role/App would lose kms:Encrypt",
  ],
  [
    "a Deny for all",
    policy(delegation, users("role/App"), { deny: true, who: "*", may: "kms:Decrypt" }),
    "would lose",
  ],
])("anything else is refused with the place: %s", (_, after, words) => {
  expect(() => proveOnlyIntended(before, after, asked, keys.symmetric)).toThrow(
    expect.objectContaining({
      exit: 3,
      code: "edit-not-exact",
      message: expect.stringContaining(words) as string,
      hint: expect.stringContaining("kmspol edit") as string,
    }) as Error,
  );
});

test("the place is that of the statement whose text changed", () => {
  const after = policy(delegation, users(["role/App", "role/Else"]));
  expect(() => proveOnlyIntended(before, after, asked, keys.symmetric)).toThrow(
    /through statement 2 \(Sid "Allow use of the key", line 13\)/,
  );
});
