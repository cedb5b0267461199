import { expect, test } from "vitest";
import { parseTarget } from "../../src/target/target-operand.ts";
import { formatOfPath, formatOfText } from "../../src/target/policy-format.ts";
import { pickChange } from "../../src/target/pick-change.ts";
import type { ChangeRecord } from "../../src/ports.ts";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:eu-west-1:111122223333:key/${id}`;

test.each([
  [id, { kind: "key", reference: id }],
  [
    "mrk-1234abcd12ab34cd56ef1234567890ab",
    { kind: "key", reference: "mrk-1234abcd12ab34cd56ef1234567890ab" },
  ],
  [arn, { kind: "key", reference: arn }],
  [
    "arn:aws-cn:kms:cn-north-1:111122223333:alias/app",
    { kind: "key", reference: "arn:aws-cn:kms:cn-north-1:111122223333:alias/app" },
  ],
  ["alias/app", { kind: "key", reference: "alias/app" }],
  ["alias/team/app.json", { kind: "key", reference: "alias/team/app.json" }],
  ["alias/app@3f2a", { kind: "key", reference: "alias/app", change: { id: "3f2a" } }],
  ["alias/app@{1}", { kind: "key", reference: "alias/app", change: { back: 1 } }],
  [`${arn}@{12}`, { kind: "key", reference: arn, change: { back: 12 } }],
  ["policy.json", { kind: "file", path: "policy.json" }],
  ["policy.YAML", { kind: "file", path: "policy.YAML" }],
  ["keys.jsonl", { kind: "file", path: "keys.jsonl" }],
  ["./policy", { kind: "file", path: "./policy" }],
  ["keys/app", { kind: "file", path: "keys/app" }],
  [".", { kind: "file", path: "." }],
  ["..", { kind: "file", path: ".." }],
  ["/dev/fd/63", { kind: "file", path: "/dev/fd/63" }],
  ["policy.json@{1}", { kind: "file", path: "policy.json", change: { back: 1 } }],
  ["keys/policy.yml@3f2a", { kind: "file", path: "keys/policy.yml", change: { id: "3f2a" } }],
  ["C:\\policies\\app", { kind: "file", path: "C:\\policies\\app" }],
  [".\\app.json@{1}", { kind: "file", path: ".\\app.json", change: { back: 1 } }],
  ["me@home.json", { kind: "file", path: "me@home.json" }],
  ["-", { kind: "stdin" }],
])("%s", (operand, parsed) => {
  expect(parseTarget(operand)).toEqual(parsed);
});

test.each([
  ["app", "for an alias write alias/app, for a file ./app"],
  [
    "arn:aws:iam::111122223333:role/App",
    "a key's ARN is arn:aws:kms:REGION:ACCOUNT:key/ID, an alias's ends in alias/NAME",
  ],
  ["", "give a key id, an ARN, alias/NAME, a file's path or - for standard input"],
])("%j names nothing", (operand, hint) => {
  expect(() => parseTarget(operand)).toThrow(expect.objectContaining({ code: "bad-target", exit: 2, hint }));
});

test.each([
  ["p.json", "json"],
  ["p.jsonc", "jsonc"],
  ["p.yml", "yaml"],
  ["/dev/fd/63", "json"],
])("the format of %s is %s", (path, format) => {
  expect(formatOfPath(path)).toBe(format);
});

test.each([
  ['{"Version"', "json"],
  ["\ufeff\n {", "json"],
  ["// note\n{}", "jsonc"],
  ["Version: '2012-10-17'\n", "yaml"],
  ["", "json"],
])("the format of the text %j is %s", (text, format) => {
  expect(formatOfText(text)).toBe(format);
});

const change = (
  changeId: string,
  before: string,
  after: string,
  outcome: ChangeRecord["outcome"] = "verified",
) => ({
  ...{ id: changeId, at: "2026-01-01T00:00:00.000Z", by: "ana", command: [], before, after, outcome },
});
const changes = [
  change("cc11", "2", "3"),
  change("bb22", "2", "x", "failed"),
  change("cc33", "1", "2"),
  change("aa44", "0", "1"),
];

test.each([
  [{ back: 0 }, "3"],
  [{ back: 1 }, "2"],
  [{ back: 2 }, "1"],
  [{ back: 3 }, "0"],
  [{ id: "aa" }, "1"],
  [{ id: "CC33" }, "2"],
])("%o is the policy %s", (reference, text) => {
  expect(pickChange(changes, reference, { kind: "key", reference: "alias/app" })).toBe(text);
});

test.each([
  [{ back: 4 }, "the history has 3 changes of alias/app, not 4"],
  [{ id: "cc" }, "2 changes begin with cc"],
  [{ id: "ff" }, "no change ff is in the history"],
])("%o is in no history", (reference, message) => {
  expect(() => pickChange(changes, reference, { kind: "key", reference: "alias/app" })).toThrow(
    expect.objectContaining({ message, code: "no-such-change" }),
  );
});
