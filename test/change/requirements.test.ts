import { expect, test } from "vitest";
import { requireConsent, requireEditable } from "../../src/change/requirements.ts";
import { caller, keyChanged as key } from "./fakes.ts";

// What is asked before anything is read: somebody who answers, and a key whose policy can be changed.

test.each([
  [false, false, false, "consent-needed"],
  [true, false, false, undefined],
  [false, true, false, undefined],
  [false, false, true, undefined],
])("--yes %s, --dry-run %s, a terminal %s", (yes, dryRun, interactive, code) => {
  const ask = () => requireConsent({ yes, dryRun }, { interactive });
  if (code === undefined) ask();
  else expect(ask).toThrow(expect.objectContaining({ code }));
});

const ofAws = { ...key, target: { ...key.target, manager: "AWS" as const } };
const elsewhere = { ...key, facts: { ...key.facts, account: "999988887777" } };
const unknown = { ...key, facts: { ...key.facts, account: undefined } };
const file = { ...elsewhere, target: { kind: "file" as const, path: "p.json" } };

test.each([
  ["a key of one's own", key, caller, undefined],
  ["an AWS managed key", ofAws, caller, "aws-managed-key"],
  ["an AWS managed key, by nobody known", ofAws, undefined, "aws-managed-key"],
  ["a key of another account", elsewhere, caller, "foreign-key"],
  ["a key of another account, by nobody known", elsewhere, undefined, undefined],
  ["a key whose account is not known", unknown, caller, undefined],
  ["a file for another account", file, caller, undefined],
])("%s", (_, subject, who, code) => {
  const ask = () => requireEditable(subject, who);
  if (code === undefined) ask();
  else expect(ask).toThrow(expect.objectContaining({ code }));
});

test.each([
  ["of another account: whose credentials it takes", elsewhere, "--profile of 999988887777"],
  ["of AWS: which key to use instead", ofAws, "use a customer managed key"],
])("the way out of a key %s", (_, subject, way) => {
  expect(() => requireEditable(subject, caller)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining(way) as string }),
  );
});
