import { describe, expect, test } from "vitest";
import { proveOnlyIntended } from "../../src/default-view/prove.ts";
import { arn, keys, policy, type Short } from "./support.ts";

// Of what was asked for nothing more may change hands, however it is written.

const facts = keys.symmetric;
const other: Short = { who: "role/Other", may: "kms:Sign" };

const proved = (
  before: readonly string[],
  after: readonly string[],
  { gains = true, losses = false, actions = ["kms:Decrypt"] as readonly string[] | "any" } = {},
): boolean => {
  const of = (may: readonly string[]) =>
    may.length === 0 ? policy(other) : policy(other, { who: "role/App", may });
  const intention = {
    ...{ concerns: (word: string) => word === arn("role/App"), gains, losses },
    ...(actions !== "any" && { actions: new Set(actions) }),
  };
  try {
    proveOnlyIntended(of(before), of(after), intention, facts);
    return true;
  } catch {
    return false;
  }
};

describe("what is gained", () => {
  test.each<[what: string, after: readonly string[], passes: boolean]>([
    ["what was asked for", ["kms:Decrypt"], true],
    ["something more beside it", ["kms:Decrypt", "kms:PutKeyPolicy"], false],
    ["something else", ["kms:PutKeyPolicy"], false],
    ["what the console's wildcards take in is no less", ["kms:Decrypt", "kms:CreateGrant"], false],
    ["nor is what users get by one", ["kms:Decrypt", "kms:GenerateDataKeyPair"], false],
    ["a name that no table knows, of the console's", ["kms:Decrypt", "kms:DescribeSomethingNew"], true],
    ["of the users' wildcards, too", ["kms:Decrypt", "kms:GenerateDataKeyAnew"], true],
    ["one of nobody's", ["kms:Decrypt", "kms:FrobnicateKey"], false],
  ])("%s", (_, after, passes) => {
    expect(proved([], after)).toBe(passes);
    expect(proved(after, [], { gains: false, losses: true })).toBe(passes);
  });

  test("any action, where none is named", () => {
    expect(proved([], ["kms:PutKeyPolicy"], { actions: "any" })).toBe(true);
    expect(proved([], ["kms:PutKeyPolicy"], { actions: [] })).toBe(false);
  });

  test("in the direction that was asked for alone", () => {
    expect(proved(["kms:Decrypt"], [])).toBe(false);
    expect(proved([], ["kms:Decrypt"], { gains: false, losses: true })).toBe(false);
    expect(proved(["kms:Decrypt"], ["kms:Encrypt"], { actions: "any" })).toBe(false);
    expect(proved(["kms:Decrypt"], ["kms:Encrypt"], { actions: "any", losses: true })).toBe(true);
  });
});
