/** An end that comes by itself, unless it is put off. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The whole time begins anew. */
  renew(): void;
  /** Nothing is waited for any more. */
  end(): void;
}

/** A deadline `milliseconds` from now; without a number one that never comes. */
export const deadlineIn = (milliseconds: number | undefined): Deadline => {
  const controller = new AbortController();
  if (milliseconds === undefined)
    return { signal: controller.signal, renew: () => undefined, end: () => undefined };
  const start = () => setTimeout(() => controller.abort(), milliseconds);
  let timer = start();
  return {
    signal: controller.signal,
    renew: () => {
      clearTimeout(timer);
      timer = start();
    },
    end: () => clearTimeout(timer),
  };
};
