import type { KMSClient } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { describedKey } from "../../../src/adapters/aws/described-key.ts";
import { trialSenders } from "../../../src/adapters/aws/kms-trials.ts";

// What a trial sends to KMS: it has to fit the key, or KMS finds fault with the trial and tells nothing of permissions.

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** The input of the first request. */
const sent = async (
  operation: string,
  carries: Readonly<Record<string, string | readonly string[]>> = {},
  spec?: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const inputs: Readonly<Record<string, unknown>>[] = [];
  const send = ({ input }: { input: Readonly<Record<string, unknown>> }) => {
    inputs.push(input);
    return Promise.resolve({});
  };
  const trial = {
    action: `kms:${operation}`,
    encryptionContext: { a: "b" },
    carries,
    spec,
  };
  await trialSenders.get(operation)?.({ send } as unknown as KMSClient, key, trial);
  return inputs[0] ?? {};
};

test("every trial says that it is one", async () => {
  for (const operation of trialSenders.keys())
    expect([operation, await sent(operation)]).toEqual([
      operation,
      expect.objectContaining({ DryRun: true }),
    ]);
});

const symmetric = { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" };
const rsa = { "kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_256" };

test("a symmetric key is tried with the encryption context, another one with its algorithm, never both", async () => {
  for (const operation of ["Encrypt", "Decrypt"]) {
    expect(await sent(operation, symmetric)).toMatchObject({ KeyId: key, EncryptionContext: { a: "b" } });
    expect(await sent(operation, symmetric)).not.toHaveProperty("EncryptionAlgorithm");
    expect(await sent(operation, rsa)).toMatchObject({ EncryptionAlgorithm: "RSAES_OAEP_SHA_256" });
    expect(await sent(operation, rsa)).not.toHaveProperty("EncryptionContext");
  }
  for (const operation of ["ReEncryptFrom", "ReEncryptTo"]) {
    expect(await sent(operation, symmetric)).toMatchObject({
      ...{ SourceKeyId: key, DestinationKeyId: key, SourceEncryptionContext: { a: "b" } },
      ...{ DestinationEncryptionContext: { a: "b" }, DryRunModifiers: ["IGNORE_CIPHERTEXT"] },
    });
    expect(await sent(operation, rsa)).toMatchObject({
      SourceEncryptionAlgorithm: "RSAES_OAEP_SHA_256",
      DestinationEncryptionAlgorithm: "RSAES_OAEP_SHA_256",
    });
  }
});

test.each([
  ["RAW", "RSASSA_PSS_SHA_512", 1],
  ["DIGEST", "RSASSA_PSS_SHA_512", 64],
  ["DIGEST", "ECDSA_SHA_384", 48],
  ["DIGEST", "RSASSA_PKCS1_V1_5_SHA_256", 32],
  ["DIGEST", "SM2DSA", 32],
  ["EXTERNAL_MU", "ML_DSA_SHAKE_256", 64],
])("a message that is signed as %s with %s has %i bytes", async (type, algorithm, length) => {
  const carries = { "kms:MessageType": type, "kms:SigningAlgorithm": algorithm };
  for (const operation of ["Sign", "Verify"]) {
    const input = await sent(operation, carries);
    expect(input).toMatchObject({ MessageType: type, SigningAlgorithm: algorithm });
    expect((input["Message"] as Uint8Array).length).toBe(length);
  }
  expect((await sent("Verify", carries))["Signature"]).toBeDefined();
});

test("of several values that a request may carry the first is sent", async () => {
  const carries = { "kms:MacAlgorithm": ["HMAC_SHA_384", "HMAC_SHA_512"] };
  expect(await sent("GenerateMac", carries)).toMatchObject({ MacAlgorithm: "HMAC_SHA_384" });
  expect(await sent("VerifyMac", carries)).toMatchObject({
    MacAlgorithm: "HMAC_SHA_384",
    Mac: expect.anything() as object,
  });
  expect(await sent("GenerateDataKeyPair", { "kms:DataKeyPairSpec": "RSA_2048" })).toMatchObject({
    ...{ KeyPairSpec: "RSA_2048", EncryptionContext: { a: "b" } },
  });
});

test.each([
  ["ECC_NIST_P256", 91],
  ["ECC_NIST_P384", 120],
  ["ECC_NIST_P521", 158],
  [undefined, 91],
])("a secret is agreed on the curve of %s", async (spec, length) => {
  const { PublicKey } = await sent("DeriveSharedSecret", {}, spec);
  expect((PublicKey as Uint8Array).length).toBe(length);
});

test.each([
  ["ML_KEM_512", 768],
  ["ML_KEM_768", 1088],
  ["ML_KEM_1024", 1568],
])("what is to be opened with %s has %i bytes", async (spec, length) => {
  const { SharedSecretCiphertextBlob: blob } = await sent("Decapsulate", {}, spec);
  expect((blob as Uint8Array).length).toBe(length);
});

test("a grant that a server made all the same is taken back; none that is real is ever named", async () => {
  const inputs: unknown[] = [];
  const send = ({ input }: { input: unknown }) => Promise.resolve({ GrantId: `grant ${inputs.push(input)}` });
  const trial = {
    spec: undefined,
    action: "kms:CreateGrant",
    encryptionContext: {},
    carries: { "kms:GrantOperations": ["Decrypt"] },
  };
  await trialSenders.get("CreateGrant")?.({ send } as unknown as KMSClient, key, trial);
  expect(inputs).toMatchObject([
    { KeyId: key, Operations: ["Decrypt"] },
    { KeyId: key, GrantId: "grant 1" },
  ]);
  const made = inputs.length;
  const none = (command: { input: unknown }) => Promise.resolve((inputs.push(command.input), {}));
  await trialSenders.get("CreateGrant")?.({ send: none } as unknown as KMSClient, key, trial);
  expect(inputs.length - made).toBe(1);
  expect(await sent("RevokeGrant")).toMatchObject({ GrantId: "0".repeat(64) });
});

test("what DescribeKey leaves out is what KMS takes for granted; the ARN tells the rest", () => {
  const { target, facts, description } = describedKey({ KeyId: undefined }, key, ["alias/app"]);
  expect(target).toEqual({
    ...{ kind: "key", arn: key, id: key.split("/")[1], aliases: ["alias/app"], state: "Enabled" },
    ...{ spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT", manager: "CUSTOMER", multiRegion: false },
  });
  expect(facts).toMatchObject({
    account: "111122223333",
    partition: "aws",
    region: "eu-west-1",
    manager: "CUSTOMER",
  });
  expect([description, facts.origin, facts.multiRegionKeyType, facts.relatedArns]).toEqual([
    "",
    undefined,
    undefined,
    [],
  ]);
});

test("what DescribeKey tells is kept as it is told, on one line", () => {
  const { target, facts, description } = describedKey(
    {
      ...{
        KeyId: "id",
        AWSAccountId: "444455556666",
        KeyManager: "AWS",
        Origin: "EXTERNAL",
        MultiRegion: true,
      },
      ...{
        KeyState: "Pending\nDeletion" as "Enabled",
        KeySpec: "RSA_2048",
        KeyUsage: "SIGN_VERIFY",
        Description: "x",
      },
      MultiRegionConfiguration: { MultiRegionKeyType: "PRIMARY" },
    },
    key,
    [],
  );
  expect(target).toMatchObject({ id: "id", manager: "AWS", state: "Pending Deletion", multiRegion: true });
  expect(facts).toMatchObject({
    ...{ account: "444455556666", origin: "EXTERNAL", spec: "RSA_2048", usage: "SIGN_VERIFY" },
    ...{ state: "Pending Deletion", multiRegion: true, multiRegionKeyType: "PRIMARY" },
  });
  expect(description).toBe("x");
});
