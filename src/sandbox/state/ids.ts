import type { Random } from "./random.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Prefixes that tell what a unique id stands for (IAM User Guide, "IAM identifiers"). */
export type IdPrefix = "AIDA" | "AROA" | "AGPA" | "ANPA" | "AKIA" | "ASIA";

/** A unique id or access key id: the prefix and 17 (ids) or 16 (access keys) more characters. */
export const uniqueId = (random: Random, prefix: IdPrefix): string => {
  const length = prefix === "AKIA" || prefix === "ASIA" ? 16 : 17;
  return prefix + Array.from(random.bytes(length), (byte) => letters[byte % 32]).join("");
};

/** A key id: a UUID, or `mrk-` and 32 hexadecimal digits for a multi-Region key. */
export const keyId = (random: Random, multiRegion: boolean): string => {
  const hex = random.bytes(16).toString("hex");
  if (multiRegion) return `mrk-${hex}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** A grant id: 64 hexadecimal digits. */
export const grantId = (random: Random): string => random.bytes(32).toString("hex");

/** 40 characters that stand for a secret access key. The sandbox checks no signature: they open nothing. */
export const secretKey = (random: Random): string => random.bytes(30).toString("base64");
