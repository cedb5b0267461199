import { createTwoFilesPatch } from "diff";
import { expect, test } from "vitest";
import {
  addAdmins,
  addUsers,
  allowDeletion,
  denyDeletion,
  grantAccounts,
  grantService,
  prune,
  removeAdmins,
  removeUsers,
  revokeAccounts,
  upgrade,
} from "../../src/core-verbs.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import type { Edited } from "../../src/default-view/verb.ts";
import { KmspolError } from "../../src/errors.ts";
import { expandGroup } from "../../src/other-half/group.ts";
import { ensureIamDelegation } from "../../src/other-half/iam-delegation.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { inWords } from "../../src/shell/typed-command.ts";
import { oddShapes } from "./odd-shapes.ts";
import { shapes, type Shape } from "./shapes.ts";
import { accessChange, arn, other, own } from "./support.ts";

// What each verb makes of each hand-written shape (shapes.ts): the lines of the text that change, who gains or loses
// what by the plain evaluator, or why it is refused. Read each change of the files in shapes/ before it is accepted.

type Verb = (document: PolicyDocument, facts: KeyFacts) => Edited;

const group = { group: "Dev", users: [arn("user/Eve"), arn("user/team/Joe")] };
const verbs: Readonly<Record<string, Verb>> = {
  "add-admin role/App": (document, facts) => addAdmins(document, ["role/App"], facts),
  "remove-admin role/Ops": (document, facts) => removeAdmins(document, ["role/Ops"], facts),
  "allow-deletion": (document, facts) => allowDeletion(document, [], facts),
  "deny-deletion": (document, facts) => denyDeletion(document, [], facts),
  "add-user role/Ops": (document, facts) => addUsers(document, ["role/Ops"], facts),
  "remove-user role/App": (document, facts) => removeUsers(document, ["role/App"], facts),
  "grant-account 444455556666": (document, facts) => grantAccounts(document, [other], facts),
  "revoke-account 444455556666": (document, facts) => revokeAccounts(document, [other], facts),
  "add-group Dev --expand": (document, facts) => expandGroup(document, group, facts),
  "add-group Dev --via-iam": (document, facts) => ensureIamDelegation(document, facts),
  "grant-service sns": (document, facts) => grantService(document, ["sns"], facts, { sourceAccounts: [own] }),
  prune: (document, facts) => prune(document, [], facts),
  upgrade: (document, facts) => upgrade(document, [], facts),
};

const allShapes: readonly Shape[] = [...shapes, ...oddShapes];

const outcome = (verb: Verb, { document, facts }: Shape): string => {
  try {
    const result = verb(document, facts);
    expect(verb(result.document, facts).document).toBe(result.document);
    const lines = accessChange(document, result.document, facts);
    return [
      ...changedLines(document.text, result.document.text),
      ...lines.map((line) => `access: ${line}`),
      ...result.notes.map((note) => `note: ${inWords({ operand: "TARGET", flags: [] }, note)}`),
    ]
      .map((line) => `    ${line}\n`)
      .join("");
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return `    refused (${error.exit}): ${error.message}\n    hint: ${error.hint ?? ""}\n`;
  }
};

/** The lines that go and come, without their neighbours. */
const changedLines = (before: string, after: string): readonly string[] =>
  before === after
    ? ["unchanged"]
    : createTwoFilesPatch("", "", before, after, "", "", { context: 0 })
        .split(/\r?\n/)
        .filter((line) => /^[-+](?!--|\+\+)/.test(line));

test.each(Object.keys(verbs))("%s on every shape", async (name) => {
  const verb = verbs[name] ?? (() => expect.fail());
  const text = allShapes.map((shape) => `${shape.name}:\n${outcome(verb, shape)}`).join("\n");
  await expect(text).toMatchFileSnapshot(`shapes/${name.replaceAll(/[ /]/g, "_")}.txt`);
});

const worded = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  return `[${value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join("; ")}]`;
};

test("show on every shape", async () => {
  const text = allShapes.map(({ name, document, facts }) => {
    const lines = Object.entries(readDefaultView(document, facts)).map(
      ([field, value]) => `    ${field}: ${worded(value)}\n`,
    );
    return `${name}:\n${lines.join("")}`;
  });
  await expect(text.join("\n")).toMatchFileSnapshot("shapes/show.txt");
});
