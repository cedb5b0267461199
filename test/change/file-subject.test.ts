import { expect, test } from "vitest";
import { parsePolicy } from "../../src/change/parse-new-text.ts";
import { runChange } from "../../src/change/run-change.ts";
import type { PolicySubject } from "../../src/change/types.ts";
import { UsageError } from "../../src/errors.ts";
import { loadFormat } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { PolicyFormat } from "../../src/policy/syntax.ts";
import { makes, policy, use, world, yes } from "./fakes.ts";

/** A policy file in memory. */
const file = (text: string, format: PolicyFormat = "json", facts: KeyFacts = {}) => {
  const state = { text };
  const subject: PolicySubject = {
    target: { kind: "file", path: `my policy.${format}` },
    facts,
    historyKey: `file:/work/my policy.${format}`,
    label: `my policy.${format}`,
    read: () => Promise.resolve(parsePolicy(state.text, format)),
    write: (after) => {
      state.text = after;
      return Promise.resolve();
    },
  };
  return { state, subject };
};

const before = policy(use("Use", "App"));
const after = policy(use("Use", "App", "Other"));
const offline = { caller: undefined, directory: undefined, by: "ana" };

test("a file travels the same road, without a caller", async () => {
  const { state, subject } = file(before);
  const { history, services } = world("", offline);
  const result = await runChange(subject, makes(after), yes, services);
  expect(result).toMatchObject({ target: subject.target, outcome: "changed", verified: true });
  expect(state.text).toBe(after);
  expect(history.records).toMatchObject([{ by: "ana", before, after, outcome: "verified" }]);
});

test("YAML stays YAML, comments and all", async () => {
  const yaml =
    "# mine\nVersion: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Principal: { AWS: '111122223333' }\n    Action: kms:*\n    Resource: '*'\n";
  await loadFormat("yaml");
  const { state, subject } = file(yaml, "yaml");
  await runChange(
    subject,
    makes(yaml.replace("'*'", '"*" # this key').replace("kms:*", "kms:*\n    Sid: All")),
    yes,
    world("", offline).services,
  );
  expect(state.text).toContain("# this key");
});

const nobody = JSON.stringify({ Version: "2012-10-17", Statement: [use("Use", "App")] });

test("a policy that nobody can manage is refused, where the change made it so", async () => {
  const facts = { account: "111122223333", partition: "aws" };
  const first = file(before, "json", facts);
  await expect(
    runChange(first.subject, makes(nobody), yes, world("", offline).services),
  ).rejects.toMatchObject({
    exit: 3,
    code: "lockout",
    hint: expect.stringContaining(
      "kmspol edit 'my policy.json' --from '/state/kept/0-my policy-new.json'",
    ) as string,
  });
  expect(first.state.text).toBe(before);
  const second = file(nobody, "json", facts);
  const result = await runChange(
    second.subject,
    makes(nobody.replace("Use", "Users")),
    yes,
    world("", offline).services,
  );
  expect(result.outcome).toBe("changed");
  expect(result.notes.join()).toContain("so before");
});

test("a file that cannot be written: the text is kept, the change noted as failed", async () => {
  const { subject } = file(before);
  const { history, services } = world("", offline);
  const stubborn = {
    ...subject,
    write: () => Promise.reject(new UsageError("unwritable", "permission denied")),
  };
  await expect(runChange(stubborn, makes(after), yes, services)).rejects.toMatchObject({
    exit: 2,
    code: "unwritable",
  });
  expect([...history.kept.values()]).toEqual([after]);
  expect(history.records[0]?.outcome).toBe("failed");
});
