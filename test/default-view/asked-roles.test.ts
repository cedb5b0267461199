import { describe, expect, test } from "vitest";
import { decideRequest } from "../../src/access/evaluate.ts";
import { groupBy } from "../../src/access/engine/group-by.ts";
import { KmspolError } from "../../src/errors.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { allowableActions } from "../../src/policy/kms-actions.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { conditional, guard, less, type Role } from "./asked-roles.ts";
import { matrix } from "./console-matrix.ts";
import { consolePolicy } from "./console-policy.ts";
import { keys, statementsOf } from "./support.ts";
import { sample } from "../support/long-form.ts";
import { shapes } from "./shapes.ts";

// What each of these commands makes of the console's policy of each kind of key, and of each hand-written shape: the statements that come
// and go, who gains or loses what by the plain evaluator, in a request in which the condition holds and in one in which it does not, or why
// it is refused. What takes it back gives the bytes back. Read each change of the files in roles/ before it is accepted.

interface Before {
  readonly name: string;
  readonly document: PolicyDocument;
  readonly facts: KeyFacts;
}

const post: Before = {
  name: "ML-KEM key",
  document: shapes[0]?.document ?? expect.fail("no shape"),
  facts: { ...keys.symmetric, spec: "ML_KEM_768", usage: "ENCAPSULATE_DECAPSULATE" },
};
const newest = new Map(matrix.map((row) => [row.kind, row]));
const ofConsole: readonly Before[] = [...newest.values()].map((row) => ({
  ...{ name: `${row.kind} key`, document: consolePolicy(row), facts: row.facts },
}));

const ranks = ["denied", "not-allowed", "needs-iam", "allowed"];

const accessLines = (
  { caller, met }: Role,
  facts: KeyFacts,
  before: PolicyDocument,
  after: PolicyDocument,
): readonly string[] => {
  const [old, now] = [readPolicy(before), readPolicy(after)];
  const asked = [
    { when: "", context: met },
    ...(Object.keys(met).length === 0 ? [] : [{ when: " otherwise", context: {} }]),
  ];
  return asked.flatMap(({ when, context }) => {
    const moved = new Map<string, string[]>();
    for (const action of allowableActions) {
      const all = [context, { ...context, "kms:GrantIsForAWSResource": "true" }];
      const [was, is] = [old, now].map((policy) =>
        Math.max(
          ...all.map((one) =>
            ranks.indexOf(decideRequest(policy, { principal: caller, action, context: one }, facts).decision),
          ),
        ),
      );
      if (was === is) continue;
      const change = `${ranks[was ?? 0] ?? ""} -> ${ranks[is ?? 0] ?? ""}`;
      moved.set(change, [...(moved.get(change) ?? []), action.replace("kms:", "")]);
    }
    const lines = [...moved].map(
      ([change, actions]) => `access${when}: ${change}: ${actions.sort().join(" ")}`,
    );
    return lines.length > 0 || when === "" ? (lines.length > 0 ? lines : ["access: the same"]) : [];
  });
};

const table = (role: Role, { document, facts }: Before): readonly string[] => {
  try {
    const after = role.add(document, facts);
    expect(role.add(after, facts)).toBe(after);
    if (after === document) return ["unchanged"];
    const [old, now] = [document, after].map((one) =>
      statementsOf(one).map((value) => JSON.stringify(value)),
    );
    const back = taken(role, after, document, facts);
    return [
      ...(old ?? []).filter((text) => now?.includes(text) !== true).map((text) => `- ${text}`),
      ...(now ?? []).filter((text) => old?.includes(text) !== true).map((text) => `+ ${text}`),
      ...accessLines(role, facts, document, after),
      back,
    ];
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return [`refused (${error.exit}): ${error.message}`];
  }
};

/** allow-deletion gives administrators back what the policy never gave them, so that its way back may be another. */
const taken = (role: Role, after: PolicyDocument, before: PolicyDocument, facts: KeyFacts): string => {
  const outcome = (document: PolicyDocument): string => {
    try {
      return role.remove(document, facts).text;
    } catch (error) {
      if (!(error instanceof KmspolError)) throw error;
      return `refused (${error.exit}): ${error.message}`;
    }
  };
  const text = outcome(after);
  if (text === before.text) return "taken back: every byte";
  expect(role).toBe(guard);
  expect(text).toBe(outcome(before));
  return "taken back: as where there is no guard";
};

const fileOf = (asked: string): string => `roles/${asked.replaceAll(/[ /=]/g, "_")}.txt`;

/** What a role is asked with: the verb, whether for a role or a permission set, the flags. */
const kindsOf = ({ asked }: Role): readonly string[] => asked.match(/^[a-z-]+|sso|--[a-z-]+/g) ?? [];

describe.each(sample([...conditional, ...less, guard], 4, kindsOf))("$asked", (role) => {
  test("on the console's policy of every kind of key, and on every hand-written shape", async () => {
    const all: readonly Before[] = [...ofConsole, post, ...shapes];
    const rows = groupBy(all, (before) => table(role, before).join("\n    "));
    const text = [...rows].map(([row, same]) => `${same.map(({ name }) => name).join("; ")}:\n    ${row}\n`);
    await expect(text.join("\n")).toMatchFileSnapshot(fileOf(role.asked));
  });
});
