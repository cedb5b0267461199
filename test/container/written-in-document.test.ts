import { expect, test } from "vitest";
import type { Contained, ContainedKey, Container } from "../../src/container/contained.ts";
import { requireOthersUnchanged, requireWritten } from "../../src/target/written-in-document.ts";

// The last look before a document is written: what was meant is what is read there, and every other key says what it said.

const policyOf = (action: string, spaces?: number): string =>
  JSON.stringify(
    { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action }] },
    undefined,
    spaces,
  );
const key = (selector: string, policy: Contained | string): ContainedKey => ({
  ...{ selector, facts: {} },
  policy:
    typeof policy === "string"
      ? { state: "policy", text: policy, format: "json", placeOf: (offset) => offset }
      : policy,
});
const unknown: Contained = {
  ...{ state: "unknown", code: "policy-opaque", message: "worked out elsewhere" },
  ...{ at: 0, dependsOn: [] },
};
const container = (keys: readonly ContainedKey[], others?: readonly ContainedKey[]): Container => ({
  kind: "a template",
  keys,
  ...(others && { others: () => others }),
});
const [decrypt, encrypt] = [policyOf("kms:Decrypt"), policyOf("kms:Encrypt")];
const before = container([key("Own", decrypt), key("Other", decrypt)], [key("Beside", decrypt)]);

test.each<readonly [what: string, after: Container]>([
  ["another key of the document", container([key("Own", encrypt), key("Other", encrypt)], before.others?.())],
  [
    "a key of a file that is read with it",
    container([key("Own", encrypt), key("Other", decrypt)], [key("Beside", encrypt)]),
  ],
  [
    "another key that is no longer known",
    container([key("Own", encrypt), key("Other", unknown)], before.others?.()),
  ],
  ["another key that is gone", container([key("Own", encrypt)], before.others?.())],
  [
    "one key more",
    container([key("Own", encrypt), key("Other", decrypt), key("New", decrypt)], before.others?.()),
  ],
])("%s would say something else: refused", (_, after) => {
  expect(() => requireOthersUnchanged("t.yaml#Own", before, after, "Own")).toThrow(
    expect.objectContaining({ code: "edit-shared-text", exit: 3 }),
  );
});

test("what is only written otherwise, and the key itself, are nobody's change", () => {
  const after = container([key("Own", encrypt), key("Other", policyOf("kms:Decrypt", 2))], before.others?.());
  expect(() => requireOthersUnchanged("t.yaml#Own", before, after, "Own")).not.toThrow();
});

test.each<readonly [what: string, read: Contained | string]>([
  ["another policy", encrypt],
  ["no policy any more", unknown],
  ["no key", { state: "none" }],
])("%s is read where this one was to be: refused", (_, read) => {
  expect(() => requireWritten("t.yaml#Own", decrypt, key("Own", read))).toThrow(
    expect.objectContaining({ code: "edit-in-text", exit: 3 }),
  );
});

test("the policy that was meant, however it is written, is taken", () => {
  expect(() => requireWritten("t.yaml#Own", decrypt, key("Own", policyOf("kms:Decrypt", 4)))).not.toThrow();
});
