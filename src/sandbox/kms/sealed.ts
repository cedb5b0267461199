import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { StoredKey } from "../state/types.ts";

/**
 * What a symmetric key of the sandbox makes of a plaintext: AES-256-GCM, with the encryption context as additional
 * data. Layout: length of the key ARN (2 bytes), key ARN, nonce (12 bytes), tag (16 bytes), ciphertext.
 */
export const seal = (key: StoredKey, plaintext: Buffer, context: ReadonlyMap<string, string>): Buffer => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", secretOf(key), nonce).setAAD(additional(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const name = Buffer.from(key.arn);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(name.length);
  return Buffer.concat([length, name, nonce, cipher.getAuthTag(), body]);
};

/** The ARN of the key that sealed these bytes, or undefined where none of ours did. */
export const sealedBy = (sealed: Buffer): string | undefined => {
  const length = sealed.length > 2 ? sealed.readUInt16BE() : 0;
  const name = sealed.subarray(2, 2 + length).toString("latin1");
  return sealed.length >= 2 + length + 28 && name.startsWith("arn:aws:kms:") ? name : undefined;
};

/** The plaintext, or undefined where key, context or bytes are not those that were sealed. */
export const open = (
  key: StoredKey,
  sealed: Buffer,
  context: ReadonlyMap<string, string>,
): Buffer | undefined => {
  const rest = sealed.subarray(2 + sealed.readUInt16BE());
  const decipher = createDecipheriv("aes-256-gcm", secretOf(key), rest.subarray(0, 12));
  decipher.setAAD(additional(context)).setAuthTag(rest.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(rest.subarray(28)), decipher.final()]);
  } catch {
    return undefined;
  }
};

const secretOf = (key: StoredKey): Buffer => createHash("sha256").update(`aes/${key.material}`).digest();

/** The context is a set of pairs: their order does not matter. */
const additional = (context: ReadonlyMap<string, string>): Buffer =>
  Buffer.from(JSON.stringify([...context].sort(([a], [b]) => (a < b ? -1 : 1))));
