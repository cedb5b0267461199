/** Numbers from 0 to 1 that are the same at every run of a seed. */
export const numbersFrom = (seed: number): (() => number) => {
  let state = (seed * 2_654_435_761) % 4_294_967_296;
  return () => {
    // mulberry32: neighbouring seeds give unlike numbers.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

interface Appointment {
  readonly at: number;
  readonly number: number;
  readonly keep: () => void;
}

/**
 * A time that stands still while anybody computes, and jumps to the next appointment when all wait: hours of several
 * writers pass in milliseconds, in an order that only the seed decides.
 */
export class VirtualTime {
  private time = Date.parse("2026-01-01T00:00:00Z");
  private count = 0;
  private readonly appointments: Appointment[] = [];

  now(): number {
    return this.time;
  }

  at(milliseconds: number, keep: () => void): void {
    this.appointments.push({ at: this.time + milliseconds, number: this.count++, keep });
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.at(milliseconds, resolve));
  }

  /** Lets time pass until `work` is done. Throws where all wait and nothing is to come. */
  async passUntil(work: Promise<unknown>): Promise<void> {
    const state = { over: false };
    const end = work.finally(() => (state.over = true));
    end.catch(() => undefined);
    for (;;) {
      // Whatever was set free runs on until it waits again.
      await new Promise((resolve) => setImmediate(resolve));
      if (state.over) break;
      const next = this.takeNext();
      if (!next) throw new Error("everybody waits, and nothing is to come");
      this.time = Math.max(this.time, next.at);
      next.keep();
    }
    await end;
  }

  private takeNext(): Appointment | undefined {
    let best = 0;
    for (const [index, { at, number }] of this.appointments.entries()) {
      const first = this.appointments[best]!;
      if (at < first.at || (at === first.at && number < first.number)) best = index;
    }
    return this.appointments.splice(best, 1)[0];
  }
}
