import { InvalidArgumentError } from "commander";

/** One of several parts into which keys are divided, for machines that go over them side by side. */
export interface Shard {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

/** More parts than anybody has machines for. */
const most = 10_000;

/** Reads `I/N`. Throws InvalidArgumentError. */
export const readShard = (text: string): Shard => {
  const [, index = 0, of = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of && of <= most) return { index, of };
  throw new InvalidArgumentError(
    `Write I/N, such as 1/4: part 1 of 4; I is from 1 to N, N at most ${most.toLocaleString("en")}.`,
  );
};

/**
 * Whether a key is of the shard, by its ARN alone: it stays in its part when other keys come and go, and every key is in just one.
 * What has no ARN goes by what it is called. Without a shard every key is.
 */
export const isInShard = (shard: Shard | undefined, name: string): boolean =>
  shard === undefined || hash(name) % shard.of === shard.index - 1;

/** FNV-1a of 32 bits, with its bits mixed once more: the lowest ones alone are not even. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
};

/** The flag of the verbs that go over many keys. */
export const shardFlag = {
  under: "Which keys:",
  words: "--shard <i/n>",
  does: "of these keys part I of N, by their ARNs: for several machines at once",
  read: readShard,
};
