import fc from "fast-check";
import { expect, test } from "vitest";
import { addAdmins } from "../../src/default-view/add-admins.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { removeAdmins } from "../../src/default-view/remove-admins.ts";
import { removeUsers } from "../../src/default-view/remove-users.ts";
import { KmspolError } from "../../src/errors.ts";
import { adminLists, useLists } from "./console-policies.ts";
import { times } from "../support/long-form.ts";
import { accessChange, keys, policy, someActions, type Short } from "./support.ts";

/** Policies as nobody wrote them: statements thrown together from the shapes that matter. */
const who = fc.oneof(
  fc.constantFrom("root", "role/App", "role/Ops", "user/Ann", "*", "444455556666"),
  fc.uniqueArray(fc.constantFrom("role/App", "role/Ops", "role/team/Old", "user/Ann"), { minLength: 1 }),
);
const may = fc.oneof(
  fc.constantFrom<string | string[]>("kms:*", useLists.symmetric, adminLists.A4, adminLists.A1, "kms:De*"),
  fc.uniqueArray(
    fc.constantFrom("kms:Decrypt", "kms:Encrypt", "kms:Describe*", "kms:Put*", "kms:CreateGrant"),
    {
      minLength: 1,
    },
  ),
);
const condition = fc.constantFrom(
  ...[undefined, undefined, { Bool: { "kms:GrantIsForAWSResource": true } }],
  { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
);
const statement: fc.Arbitrary<Short> = fc
  .record({ who, may, deny: fc.constantFrom(undefined, undefined, undefined, true as const), condition })
  .map(({ condition: test, deny, ...rest }) => ({
    ...rest,
    ...(deny ? { deny } : {}),
    ...(test ? { if: test } : {}),
  }));
const policies = fc.array(statement, { minLength: 1, maxLength: 5 });

const attempt = <T>(job: () => T): T | undefined => {
  try {
    return job();
  } catch (error) {
    if (error instanceof KmspolError && error.exit === 3) return undefined;
    throw error;
  }
};

test.each([
  ["user", addUsers, removeUsers],
  ["admin", addAdmins, removeAdmins],
])("a fresh %s: only it gains, and removing it gives the bytes back", (_, add, remove) => {
  fc.assert(
    fc.property(policies, (statements) => {
      const document = policy(...statements);
      const added = add(document, ["role/Fresh"], keys.symmetric).document;
      const lines = accessChange(document, added, keys.symmetric, someActions);
      expect(lines.filter((line) => !line.startsWith("+ role/Fresh "))).toEqual([]);
      expect(add(added, ["role/Fresh"], keys.symmetric).document).toBe(added);
      expect(remove(added, ["role/Fresh"], keys.symmetric).document.text).toBe(document.text);
    }),
    { numRuns: times(15, 40) },
  );
});

test.each([
  ["user", removeUsers],
  ["admin", removeAdmins],
])("removing somebody as %s: only they lose, and twice is once", (_, remove) => {
  fc.assert(
    fc.property(policies, (statements) => {
      const document = policy(...statements);
      const removed = attempt(() => remove(document, ["role/App"], keys.symmetric).document);
      if (!removed) return;
      const lines = accessChange(document, removed, keys.symmetric, someActions);
      expect(lines.filter((line) => !line.startsWith("- role/App "))).toEqual([]);
      // Once more is nothing to change, or refused where everyone has it.
      const again = attempt(() => remove(removed, ["role/App"], keys.symmetric).document);
      expect(again ?? removed).toBe(removed);
    }),
    { numRuns: times(30, 80) },
  );
});
