import { RefusedError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { KeyUsageClass } from "../../policy/kms-actions.ts";
import { keyKindOf, usageClassOf } from "../../policy/key-usage.ts";
import { grantActions, isAssumed, keyClassOf } from "../rights.ts";

/** The words of `--only`: less than the whole of a key user's rights. */
export const onlyRoles = [
  ...["encrypt", "decrypt", "sign", "verify", "mac", "verify-mac"],
  ...["agree", "encapsulate", "decapsulate", "grants"],
] as const satisfies readonly string[];

export type OnlyRole =
  | "encrypt"
  | "decrypt"
  | "sign"
  | "verify"
  | "mac"
  | "verify-mac"
  | "agree"
  | "encapsulate"
  | "decapsulate"
  | "grants";

type Lists = Readonly<Partial<Record<KeyUsageClass, readonly string[]>>>;

const describe = "kms:DescribeKey";
const publicKey = "kms:GetPublicKey";

/** What each word gives, by the kind of key on which the operation works (KMS Developer Guide, "Key type reference"; "Permissions reference"). */
const lists: Readonly<Record<OnlyRole, Lists>> = {
  // The public key is all that encrypting with an asymmetric key takes.
  encrypt: {
    S: ["kms:Encrypt", "kms:GenerateDataKey*", describe],
    A: ["kms:Encrypt", publicKey, describe],
  },
  decrypt: { S: ["kms:Decrypt", describe], A: ["kms:Decrypt", describe] },
  sign: { V: ["kms:Sign", describe] },
  verify: { V: ["kms:Verify", publicKey, describe] },
  mac: { M: ["kms:GenerateMac", describe] },
  "verify-mac": { M: ["kms:VerifyMac", describe] },
  agree: { K: ["kms:DeriveSharedSecret", publicKey, describe] },
  encapsulate: { E: ["kms:Encapsulate", publicKey, describe] },
  decapsulate: { E: ["kms:Decapsulate", describe] },
  // AWS services use symmetric encryption keys only.
  grants: { S: grantActions },
};

/** What a word is called where a sentence names it: `decryption with the key`. */
export const roleNames: Readonly<Record<OnlyRole, string>> = {
  encrypt: "encryption with the key",
  decrypt: "decryption with the key",
  sign: "signing with the key",
  verify: "verification of signatures with the key",
  mac: "generation of MACs with the key",
  "verify-mac": "verification of MACs with the key",
  agree: "key agreement with the key",
  encapsulate: "encapsulation with the key",
  decapsulate: "decapsulation with the key",
  grants: "grants for AWS services on the key",
};

/**
 * What a word gives on this key. Throws RefusedError (`role-not-of-key`) for what a key of this kind cannot do, with what
 * it can; UsageError (`key-usage-needed`) as keyClassOf does.
 */
export const onlyActions = (role: OnlyRole, facts: KeyFacts): readonly string[] => {
  const kind = keyClassOf(facts);
  const actions = lists[role][kind];
  if (actions) return actions;
  const has = onlyRoles.filter((other) => lists[other][kind] !== undefined).join(", ");
  const assumed = isAssumed(facts) ? " is taken for the key, as nothing tells otherwise, and it" : "";
  throw new RefusedError("role-not-of-key", `${keyKindOf(kind)}${assumed} has no --only ${role}`, {
    hint: isAssumed(facts)
      ? `it has ${has}; --key-spec and --key-usage tell of another key`
      : `it has --only ${has}`,
  });
};

/** The lists that a word may stand for on this key: its own, or all where the kind of key is not known. */
export const possibleOnlyActions = (role: OnlyRole, facts: KeyFacts): readonly (readonly string[])[] => {
  const known = usageClassOf(facts);
  const fitting = known ? [lists[role][known]] : Object.values(lists[role]);
  return fitting.filter((actions) => actions !== undefined);
};
