import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verbs } from "../../src/verbs/verbs.ts";
import { newPlace } from "../support/binary.ts";
import { within } from "../support/in-process.ts";

// Each verb that changes a policy, and the command that takes it back: the bytes are those of before.

const own = "111122223333";
const arn = (what: string, account = own): string => `arn:aws:iam::${account}:${what}`;
const statement = (Sid: string, AWS: string, Action: unknown) => ({
  ...{ Sid, Effect: "Allow", Principal: { AWS }, Action, Resource: "*" },
});
const administer = [
  "Create",
  "Describe",
  "Enable",
  "List",
  "Put",
  "Update",
  "Revoke",
  "Disable",
  "Get",
  "Delete",
];
const policyWith = (theirs: string): string =>
  `${JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        statement("Enable IAM User Permissions", arn("root"), "kms:*"),
        statement("Allow access for Key Administrators", arn("role/Admin"), [
          ...administer.map((name) => `kms:${name}*`),
          ...["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"],
        ]),
        statement("Allow use of the key", arn("role/App"), [
          ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        ]),
        statement("Theirs", theirs, "kms:Decrypt"),
      ],
    },
    undefined,
    2,
  )}\n`;

/** A policy on which every verb but prune has something to do, and one with a user who is gone. */
const policy = policyWith(arn("root", "999988887777"));
const orphaned = policyWith("AIDACKCEVSQ6C2EXAMPLE");

type Line = readonly [verb: string, ...words: readonly string[]];
const undo: Line = ["undo"];

const inverses: readonly (readonly [line: Line, back: Line])[] = [
  [
    ["add-admin", "role/Deploy"],
    ["remove-admin", "role/Deploy"],
  ],
  [
    ["add-admin", "role/Deploy", "--until", "2099-01-31"],
    ["remove-admin", "role/Deploy", "--until", "2099-01-31"],
  ],
  [
    ["add-admin", "sso/Ops"],
    ["remove-admin", "sso/Ops"],
  ],
  [["remove-admin", "role/Admin"], undo],
  [["deny-deletion"], ["allow-deletion"]],
  [["deny-deletion", "--used-within", "90"], ["allow-deletion"]],
  [
    ["add-user", "role/Deploy", "user/team/bob"],
    ["remove-user", "role/Deploy", "user/team/bob"],
  ],
  [
    ["add-user", "role/Deploy", "--only", "decrypt"],
    ["remove-user", "role/Deploy", "--only", "decrypt"],
  ],
  [
    ["add-user", "role/Deploy", "--via", "s3"],
    ["remove-user", "role/Deploy", "--via", "s3"],
  ],
  [
    ["add-user", "role/Deploy", "--org", "o-a1b2c3d4e5"],
    ["remove-user", "role/Deploy", "--org", "o-a1b2c3d4e5"],
  ],
  [
    ["add-user", "role/Deploy", "--encryption-context", "app=billing", "--until", "2099-01-31"],
    ["remove-user", "role/Deploy", "--encryption-context", "app=billing", "--until", "2099-01-31"],
  ],
  [
    ["add-user", "sso/Dev@444455556666"],
    ["remove-user", "sso/Dev@444455556666"],
  ],
  [["remove-user", "role/App"], undo],
  [
    ["grant-account", "444455556666"],
    ["revoke-account", "444455556666"],
  ],
  [
    ["grant-account", "444455556666", "--only", "use"],
    ["revoke-account", "444455556666"],
  ],
  [
    ["grant-account", "444455556666", "--via", "s3"],
    ["revoke-account", "444455556666", "--via", "s3"],
  ],
  [["revoke-account", "999988887777"], undo],
  [
    ["grant-service", "sns", "--source-account", own],
    ["revoke-service", "sns"],
  ],
  [["prune"], undo],
  [["upgrade"], undo],
  [["edit"], undo],
  [["put", "NEW"], undo],
];

/** Those whose way back needs more than a file, and where it is tried. */
const elsewhere: Readonly<Record<string, string>> = {
  "allow-deletion": "the way back of deny-deletion, and deny-deletion is its own",
  "revoke-service": "the way back of grant-service",
  "add-group": "IAM has the groups: test/other-half/stories.test.ts",
  undo: "itself: test/verbs/undo-findings.test.ts",
  each: "each --undo: test/verbs/each.test.ts",
};

test("every verb that changes something is in this list", () => {
  const changing = verbs.filter(({ kind }) => kind === "changes").map(({ name }) => name);
  const tried = new Set([...inverses.map(([[verb]]) => verb), ...Object.keys(elsewhere)]);
  expect(changing.filter((name) => !tried.has(name))).toEqual([]);
  expect([...tried].filter((name) => !changing.includes(name))).toEqual([]);
});

test.each(inverses)("%s is taken back by %s", async (line, back) => {
  const { work: state } = await newPlace();
  const [file, wanted] = [join(state, "policy.json"), join(state, "wanted.json")];
  const before = line[0] === "prune" ? orphaned : policy;
  await writeFile(file, before);
  await writeFile(wanted, policy.replace('"Theirs"', '"Others"'));
  const edit = (text: string): string => text.replace('"Theirs"', '"Others"');
  const flags = ["--account", own, "--key-spec", "SYMMETRIC_DEFAULT", "--key-usage", "ENCRYPT_DECRYPT"];
  const region = ["--key-arn", `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`];
  const run = async ([verb, ...words]: Line) => {
    const given = words.map((word) => (word === "NEW" ? wanted : word));
    const { exit, stderr } = await within({ state, edit }, [
      verb,
      file,
      ...given,
      ...flags,
      ...region,
      "--yes",
    ]);
    expect(exit, stderr).toBe(0);
  };
  await run(line);
  expect(await readFile(file, "utf8")).not.toBe(before);
  await run(back);
  expect(await readFile(file, "utf8")).toBe(before);
});
