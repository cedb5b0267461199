import { createHash } from "node:crypto";

/**
 * A stream of bytes that a seed decides wholly, so that a test meets the same ids, orders and cut connections at
 * every run. `drawn` is how far the stream was read: with it a saved sandbox goes on where it stopped.
 */
export class Random {
  readonly seed: string;
  drawn: number;

  constructor(seed: string, drawn = 0) {
    this.seed = seed;
    this.drawn = drawn;
  }

  /** The next bytes of the stream, at most 32. */
  bytes(count: number): Buffer {
    this.drawn += 1;
    return createHash("sha256").update(`${this.seed}/${this.drawn}`).digest().subarray(0, count);
  }

  /** A number from 0 up to, but not including, 1. */
  fraction(): number {
    return this.bytes(4).readUInt32BE() / 2 ** 32;
  }

  /** The items in another order (Fisher and Yates). The argument stays as it is. */
  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items];
    const taken: T[] = [];
    while (rest.length > 0) taken.push(...rest.splice(Math.floor(this.fraction() * rest.length), 1));
    return taken;
  }
}
