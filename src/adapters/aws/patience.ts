/** How long and how much is waited for: the contract's bounds, and less in tests. Times are in milliseconds. */
export interface Patience {
  /** A whole operation, with all its tries (the contract: 30 s). */
  readonly operation: number;
  /** Between the request and the answer, and between two parts of an answer. */
  readonly silence: number;
  readonly connecting: number;
  /** The largest answer in bytes. A page of GetAccountAuthorizationDetails, with a thousand roles, can have 20 MB. */
  readonly answer: number;
}

export const usualPatience: Patience = {
  operation: 30_000,
  silence: 6_000,
  connecting: 4_000,
  answer: 64 * 2 ** 20,
};

/** Nothing came in time. It has the name that the SDK gives such errors. */
export class NoAnswerInTime extends Error {
  override readonly name = "TimeoutError";
}

/**
 * What `work` gives, if it does so in time; its signal is for what it has under way then. Throws NoAnswerInTime. The timer keeps the
 * process alive: some of what is waited for has no socket any more that would.
 */
export const within = async <T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NoAnswerInTime("no answer in time"));
      controller.abort();
    }, milliseconds);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
};
