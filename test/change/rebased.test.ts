import { expect, test } from "vitest";
import { rebased } from "../../src/change/rebased.ts";
import type { ChangeOptions, EditResult } from "../../src/change/types.ts";
import type { ConflictError } from "../../src/errors.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import { policy, use, world, yes } from "./fakes.ts";

// A text that was begun from another policy than the one that stands: it is merged, or it takes back what others wrote, and that is told.

const document = (text: string): PolicyDocument => {
  const found = documentOf(parsePolicyText(text, "json"));
  if (!found) throw new Error("no policy");
  return found;
};

const base = policy(use("One", "A"), use("Two", "B"));
const mine = document(policy(use("One", "A", "Mine"), use("Two", "B")));
const elsewhere = policy(use("One", "A"), use("Two", "B", "Theirs"));
const alike = policy({ ...use("One", "A"), Action: "kms:Encrypt" }, use("Two", "B"));

interface Outcome {
  readonly result?: EditResult;
  readonly error?: ConflictError;
}

const rebase = async (
  begun: PolicyDocument | string,
  current: PolicyDocument,
  options: Partial<ChangeOptions> = {},
  interactive = false,
) => {
  const { history, services, subject } = world("{}", { interactive });
  const road = { subject, options: { ...yes, ...options }, services };
  const outcome: Outcome = await rebased(road, begun, { subject, document: current }, mine).then(
    (result) => ({ result }),
    (error: unknown) => ({ error: error as ConflictError }),
  );
  return { ...outcome, kept: [...history.kept.values()] };
};

const stands = document(base);

test.each<[string, PolicyDocument | string, PolicyDocument]>([
  ["the very policy", stands, stands],
  ["its text", base, stands],
  ["the same with members in another order", JSON.stringify(JSON.parse(base), undefined, 1), stands],
])("where %s stands yet, the text is what it is", async (_, begun, current) => {
  expect(await rebase(begun, current)).toEqual({ result: { text: mine.text, document: mine }, kept: [] });
});

test("what others wrote elsewhere is merged in, and told with what it did", async () => {
  const { result } = await rebase(base, document(elsewhere));
  expect(result?.text).toContain("role/Mine");
  expect(result?.text).toContain("role/Theirs");
  expect(result?.document?.text).toBe(result?.text);
  expect(result?.notes).toEqual(["somebody else changed the policy meanwhile; both changes are merged"]);
  expect(result?.meanwhile?.gained.map(({ principal }) => principal)).toEqual([
    "arn:aws:iam::111122223333:role/Theirs",
  ]);
});

const takesBack = "somebody else changed the policy since this text was begun, and the text takes that back";

test.each<[string, string, string]>([
  ["where both touch the same", base, 'both changes touch statement "One"'],
  ["where nobody can read what it was begun from", "{", "this change would take that back"],
])("%s whoever is asked is told, and where nobody is it is a conflict", async (_, begun, words) => {
  const current = document(alike.replace('"kms:DescribeKey"', '"kms:Encrypt"'));
  const theirs = [{ dryRun: true, yes: true }, true] as const;
  for (const [options, interactive] of [theirs, [{ dryRun: true }, false], [{ yes: false }, true]] as const) {
    const { result, kept } = await rebase(begun, current, options, interactive);
    expect([result?.text, result?.notes, kept]).toEqual([mine.text, [takesBack], []]);
  }
  for (const interactive of [true, false]) {
    const { error, kept } = await rebase(begun, current, { yes: true }, interactive);
    expect([error?.code, error?.message, kept]).toEqual([
      "policy-conflict",
      expect.stringContaining(words),
      [current.text],
    ]);
    expect(error?.hint).toContain("theirs is in /state/kept/0-app-eu-west-1-theirs.json");
  }
});
