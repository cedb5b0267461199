import type { Clock } from "../../ports.ts";
import type { FailureKind } from "./failure-kind.ts";

/** How often a kind of failure is met with another try, and until how long after the first one, in milliseconds. */
interface Bound {
  readonly tries: number;
  readonly within: number;
  /** The first pause, doubled each time. */
  readonly pause: number;
}

/** The contract: at most 10 tries or 30 s an operation, and a dead endpoint is given up within 15 s. */
const bounds: Readonly<Record<Exclude<FailureKind, "final">, Bound>> = {
  throttled: { tries: 10, within: 30_000, pause: 400 },
  internal: { tries: 10, within: 30_000, pause: 200 },
  cut: { tries: 10, within: 30_000, pause: 100 },
  nonsense: { tries: 3, within: 30_000, pause: 100 },
  unreachable: { tries: 3, within: 8_000, pause: 200 },
  unanswered: { tries: 2, within: 8_000, pause: 200 },
};

const longestPause = 4_000;

export interface Pacing {
  readonly clock: Clock;
  /** From 0 to 1; `Math.random` but in tests. */
  readonly random: () => number;
}

/**
 * Runs `attempt` (its number is from 1) until it succeeds, `kindOf` calls the failure final, or a bound is reached;
 * then the last error is thrown. Between tries it waits, twice as long each time, with jitter.
 */
export const withRetries = async <T>(
  attempt: (number: number) => Promise<T>,
  kindOf: (error: unknown) => FailureKind,
  { clock, random }: Pacing,
): Promise<T> => {
  const start = clock.now().getTime();
  for (let number = 1; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      const kind = kindOf(error);
      const pause = kind === "final" ? 0 : pauseAfter(bounds[kind], number, random);
      const elapsed = clock.now().getTime() - start;
      if (kind === "final" || number >= bounds[kind].tries || elapsed + pause > bounds[kind].within)
        throw error;
      await clock.sleep(pause);
    }
  }
};

/** Between half and the whole of the pause that doubles with every try. */
const pauseAfter = ({ pause }: Bound, number: number, random: () => number): number => {
  const whole = Math.min(longestPause, pause * 2 ** (number - 1));
  return Math.round(whole / 2 + (whole / 2) * random());
};
