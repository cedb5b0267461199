/** Counts requests a second and operation, as a bucket that refills steadily and holds one second's worth. */
export class Throttle {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** True where one more request is allowed. `rate` is requests a second, `now` milliseconds. */
  admits(operation: string, rate: number, now: number): boolean {
    const size = Math.max(rate, 1);
    const bucket = this.#buckets.get(operation) ?? { tokens: size, at: now };
    const tokens = Math.min(size, bucket.tokens + ((now - bucket.at) / 1000) * rate);
    this.#buckets.set(operation, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
