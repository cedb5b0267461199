import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourceIn } from "../../src/container/terraform/source.ts";
import { addAdmins } from "../../src/default-view/add-admins.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { allowDeletion } from "../../src/default-view/allow-deletion.ts";
import { denyDeletion } from "../../src/default-view/deny-deletion.ts";
import { grantAccounts } from "../../src/default-view/grant-accounts.ts";
import { removeAdmins } from "../../src/default-view/remove-admins.ts";
import { removeUsers } from "../../src/default-view/remove-users.ts";
import { revokeAccounts } from "../../src/default-view/revoke-accounts.ts";
import { documentOf, type PolicyDocument } from "../../src/policy/document.ts";
import { editTowards } from "../../src/policy/edit-towards.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { times } from "../support/long-form.ts";

/** Each source has one key; beside it stands the same source with a role as key user. */
const folder = "test/container/terraform";
const read = (name: string): string => readFileSync(`${folder}/${name}`, "utf8");
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".tf"))
  .map((name) => name.slice(0, -".tf".length));

const account = "111122223333";
const role = `arn:aws:iam::${account}:role/Report`;

type Verb = (document: PolicyDocument, facts: KeyFacts) => PolicyDocument;

/** The policy of the first key of a source. */
const policyIn = async (text: string) => {
  const { keys, fault } = await sourceIn(text, "main.tf", { account, parameters: new Map() });
  const [key] = keys;
  if (key?.policy.state !== "policy" || !key.policy.dialect || !key.policy.put || key.policy.readOnly)
    throw new Error(`it cannot be edited ${fault?.message ?? ""}`);
  const document = documentOf(key.policy.dialect.read(key.policy.text));
  if (!document) throw new Error("it cannot be read");
  return { document, facts: { ...key.facts, account }, put: key.policy.put };
};

/** The source with a verb done to it. */
const change = async (text: string, verb: Verb): Promise<string> => {
  const { document, facts, put } = await policyIn(text);
  return put(verb(document, facts).text);
};

const terraform = spawnSync("terraform", ["version"]).status === 0;

/** The names among those of these texts whose text terraform fmt would change. */
const unformatted = async (texts: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const at = await mkdtemp(join(tmpdir(), "kmspol-fmt-"));
  for (const [name, text] of Object.entries(texts)) await writeFile(join(at, name), text);
  const { stdout } = spawnSync("terraform", ["fmt", "-check", at], { encoding: "utf8" });
  return stdout.split("\n").flatMap((path) => (path === "" ? [] : [basename(path)]));
};

test.each(names)("%s: a user is added, and taken away to the byte", async (name) => {
  const text = read(`${name}.tf`);
  const after = await change(text, (document, facts) => addUsers(document, [role], facts).document);
  expect(after).toBe(read(`${name}.after.tf.txt`));
  expect(await change(after, (document, facts) => removeUsers(document, [role], facts).document)).toBe(text);
});

const withCrlf = (text: string): string => text.replaceAll("\n", "\r\n");

test.each(names)("%s: with CRLF it is the same, with CRLF", async (name) => {
  const text = withCrlf(read(`${name}.tf`));
  const after = await change(text, (document, facts) => addUsers(document, [role], facts).document);
  expect(after).toBe(withCrlf(read(`${name}.after.tf.txt`)));
  expect(await change(after, (document, facts) => removeUsers(document, [role], facts).document)).toBe(text);
});

test.skipIf(!terraform)("terraform fmt has nothing to mend, before or after", async () => {
  const texts = names.flatMap((name): (readonly [string, string])[] => [
    [`${name}.tf`, read(`${name}.tf`)],
    [`${name}.after.tf`, read(`${name}.after.tf.txt`)],
  ]);
  const crooked: readonly [string, string] = ["crooked.tf", 'locals {\nname = "a"\n}\n'];
  expect(await unformatted(Object.fromEntries([...texts, crooked]))).toEqual(["crooked.tf"]);
});

const pairs: Readonly<Record<string, readonly [Verb, Verb]>> = {
  users: [
    (document, facts) => addUsers(document, [role, `${role}2`], facts).document,
    (document, facts) => removeUsers(document, [role, `${role}2`], facts).document,
  ],
  administrators: [
    (document, facts) => addAdmins(document, [role], facts).document,
    (document, facts) => removeAdmins(document, [role], facts).document,
  ],
  accounts: [
    (document, facts) => grantAccounts(document, ["444455556666"], facts).document,
    (document, facts) => revokeAccounts(document, ["444455556666"], facts).document,
  ],
};

describe("what a verb adds, its counterpart takes away to the byte", () => {
  const cases = names.flatMap((name) =>
    Object.entries(pairs).map(([verbs, pair]) => [name, verbs, pair] as const),
  );
  test.each(cases)("%s: %s", async (name, _, [add, remove]) => {
    const text = read(`${name}.tf`);
    const after = await change(text, add);
    expect(after).not.toBe(text);
    expect(await change(after, remove)).toBe(text);
  });

  test.each(names)("%s: deletion", async (name) => {
    const text = read(`${name}.tf`);
    const withAdmin = await change(text, (document, facts) => addAdmins(document, [role], facts).document);
    const verbs = [denyDeletion, allowDeletion] as const;
    const [without, again] = await verbs.reduce<Promise<readonly string[]>>(async (before, verb) => {
      const done = await before;
      const last = done.at(-1) ?? withAdmin;
      return [...done, await change(last, (document, facts) => verb(document, [], facts).document)];
    }, Promise.resolve([]));
    expect(without).not.toMatch(/kms:ScheduleKeyDeletion/);
    expect(again).toMatch(/kms:ScheduleKeyDeletion/);
  });
});

const nobody = fc.constantFrom(role, `${role}2`, `arn:aws:iam::${account}:root`);
const statements = fc.record(
  {
    Sid: fc.stringMatching(/^[A-Za-z0-9]{1,8}$/),
    Effect: fc.constantFrom("Allow", "Deny"),
    Principal: fc.oneof(
      fc.constant("*"),
      fc.record({ AWS: fc.uniqueArray(nobody, { minLength: 1 }) }),
      fc.record({ Service: fc.constantFrom("s3.amazonaws.com", "sns.amazonaws.com"), AWS: nobody }),
    ),
    Action: fc.oneof(
      fc.constant("kms:*"),
      fc.uniqueArray(fc.constantFrom("kms:Encrypt", "kms:Decrypt", "kms:Get*"), { minLength: 1 }),
    ),
    Resource: fc.constant("*"),
    Condition: fc.dictionary(
      fc.constantFrom("StringEquals", "StringLike"),
      fc.dictionary(
        fc.constantFrom("aws:PrincipalTag/a", "kms:ViaService"),
        fc.constantFrom("${aws:username}", 'x"y\\z', "%{b}", "$$", "ü"),
        { minKeys: 1 },
      ),
      { minKeys: 1 },
    ),
  },
  { requiredKeys: ["Effect", "Principal", "Action", "Resource"] },
);
/** Two statements of one Sid are no data document. */
const policies = fc.record({
  Version: fc.constant("2012-10-17"),
  Statement: fc.uniqueArray(statements, { minLength: 1, maxLength: 4, selector: ({ Sid }) => Sid ?? {} }),
});

describe("any policy can be put", () => {
  test.each(names.filter((name) => !name.includes("takes-another-in")))("into %s", async (name) => {
    const text = read(`${name}.tf`);
    const { document } = await policyIn(text);
    const plain = (value: JsonValue): JsonValue => document.dialect?.canonical?.(value) ?? value;
    await fc.assert(
      fc.asyncProperty(policies, async (policy) => {
        const after = await change(text, (before) => editTowards(before, policy));
        expect(plain(documentValue((await policyIn(after)).document))).toEqual(plain(policy));
      }),
      { numRuns: times(5, 100) },
    );
  });
});
