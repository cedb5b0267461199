import {
  CreateGrantCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  type GrantOperation,
  ListGrantsCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { clientsOf } from "../support/aws-clients.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { admins, delegation, grants, useLists, users, adminLists } from "../default-view/console-policies.ts";
import { policy } from "../default-view/support.ts";

// `--grants` on the console's policy of each kind of key: who is added and holds a grant is taken out with both. The policy is byte for byte
// what it was, the grants are those that there were, and what is lost is what was gained.

const kinds: readonly (readonly [keyof typeof useLists, CreateKeyCommandInput, GrantOperation])[] = [
  ["symmetric", {}, "Decrypt"],
  ["symmetric", { MultiRegion: true }, "GenerateDataKey"],
  ["rsa", { KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" }, "Decrypt"],
  ["signing", { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }, "Sign"],
  ["agreement", { KeySpec: "ECC_NIST_P384", KeyUsage: "KEY_AGREEMENT" }, "DeriveSharedSecret"],
  ["hmac", { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" }, "GenerateMac"],
];

const verbs: readonly (readonly [add: string, remove: string, grantee: string])[] = [
  ["add-user KEY role/Auditor", "remove-user KEY role/Auditor", "arn:aws:iam::111122223333:role/Auditor"],
  ["add-admin KEY role/Auditor", "remove-admin KEY role/Auditor", "arn:aws:iam::111122223333:role/Auditor"],
  ["grant-account KEY 444455556666", "revoke-account KEY 444455556666", "arn:aws:iam::444455556666:root"],
];

interface Printed {
  readonly before: string;
  readonly after: string;
  readonly gained: readonly unknown[];
  readonly lost: readonly unknown[];
  readonly grants?: readonly { readonly outcome: string }[];
}

const cases = kinds.flatMap(([use, spec, operation]) =>
  verbs.map(([add, remove, grantee]) => ({ use, spec, operation, add, remove, grantee })),
);

test.each(cases)(
  "$use key $spec: $remove --grants",
  async ({ use, spec, operation, add, remove, grantee }) => {
    const [place, sandbox] = [await newPlace(), await sandboxForTest({ keepOrder: true })];
    const { kms } = clientsOf(sandbox, "default");
    const before = policy(
      ...[delegation, admins("role/Admin", adminLists["A3"]), users("role/App", useLists[use])],
      ...(use === "symmetric" ? [grants("role/App")] : []),
    ).text;
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ ...spec, Policy: before }));
    const key = KeyMetadata?.KeyId ?? "";
    const run = async (command: string): Promise<Printed> => {
      const words = [...command.replace("KEY", key).split(" "), "--yes", "--json"];
      const { exit, stdout, stderr } = await kmspol(place, sandbox, words);
      expect(exit, stderr).toBe(0);
      return JSON.parse(stdout) as Printed;
    };
    const grantees = async () =>
      (await kms.send(new ListGrantsCommand({ KeyId: key }))).Grants?.map(
        (one) => one.GranteePrincipal,
      ).sort();
    const app = "arn:aws:iam::111122223333:role/App";
    const hold = (who: string) =>
      kms.send(new CreateGrantCommand({ KeyId: key, GranteePrincipal: who, Operations: [operation] }));
    const added = await run(add);
    expect(added.gained).not.toEqual([]);
    for (const who of [app, grantee]) await hold(who);
    expect(await grantees()).toEqual([app, grantee].sort());
    const removed = await run(`${remove} --grants`);
    expect(removed.after).toBe(added.before);
    expect(removed.gained).toEqual([]);
    expect(removed.lost).toEqual(added.gained);
    expect(removed.grants?.map(({ outcome }) => outcome)).toEqual(["revoked"]);
    expect(await grantees()).toEqual([app]);
  },
);
