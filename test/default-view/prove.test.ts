import { expect, test } from "vitest";
import { next } from "../../src/next-command.ts";
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
      advice: expect.arrayContaining([next("edit")]) as unknown,
    }) as Error,
  );
});

const app = { ...asked, concerns: (principal: string) => principal === arn("role/App") };
const more = policy(delegation, users("role/App"), { who: "role/App", may: "kms:Sign" });
const sign = new Set(["kms:Sign"]);

test.each([
  ["a loss where a gain was asked", more, before, true, false, "would lose kms:Sign"],
  ["a gain where a loss was asked", before, more, false, true, "would gain kms:Sign"],
])("the direction counts: %s", (_, from, to, gains, losses, words) => {
  const one = { ...app, actions: sign };
  expect(() => proveOnlyIntended(from, to, { ...one, gains, losses }, keys.symmetric)).toThrow(words);
  const round = { ...one, gains: !gains, losses: !losses };
  expect(() => proveOnlyIntended(from, to, round, keys.symmetric)).not.toThrow();
});

test("what is undecided counts as both: one direction that was asked covers it, none does not", () => {
  const odd = policy(delegation, users("role/App"), {
    ...{ who: "role/App", may: "kms:Sign" },
    if: { StringSortOf: { "aws:PrincipalOrgID": "o-1" } },
  });
  const one = { ...app, actions: sign };
  const proof = (gains: boolean, losses: boolean) => () =>
    proveOnlyIntended(before, odd, { ...one, gains, losses }, keys.symmetric);
  expect(proof(true, false)).not.toThrow();
  expect(proof(false, true)).not.toThrow();
  expect(proof(false, false)).toThrow(/role\/App would (gain|lose) kms:Sign/);
});

test("the place is that of the statement whose text changed", () => {
  const after = policy(delegation, users(["role/App", "role/Else"]));
  expect(() => proveOnlyIntended(before, after, asked, keys.symmetric)).toThrow(
    /through statement 2 \(Sid "Allow use of the key", line 13\)/,
  );
});
