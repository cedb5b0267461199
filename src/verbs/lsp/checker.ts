/** Checks documents after they changed: at once where that is quick, after a pause where it is not, one after the other. */
export interface Checker {
  changed(uri: string): void;
  closed(uri: string): void;
}

/** A check that takes no longer, in milliseconds, follows each key that somebody presses. */
const quick = 100;
/** What a check may wait for more changes at most. */
const longestPause = 300;

/** Where one document stands. */
interface Turn {
  /** Counts its changes. */
  version: number;
  timer: NodeJS.Timeout | undefined;
  running: boolean;
  /** What the last check took, in milliseconds: while somebody types, the next one waits as long, if that is much. */
  took: number;
}

/**
 * Makes one. `check` gets a document and a function that tells whether it has changed since: what it found is then of no use. A document
 * that changes while it is checked is checked again afterwards, once. Where a check throws, `failed` hears of it.
 */
export const createChecker = (
  check: (uri: string, isStale: () => boolean) => Promise<void>,
  failed: (uri: string, error: unknown) => void,
): Checker => {
  const turns = new Map<string, Turn>();
  const run = async (uri: string, turn: Turn): Promise<void> => {
    const { version } = turn;
    const started = performance.now();
    turn.timer = undefined;
    turn.running = true;
    try {
      await check(uri, () => turn.version !== version);
    } catch (error) {
      failed(uri, error);
    } finally {
      turn.running = false;
      turn.took = performance.now() - started;
    }
    if (turn.version !== version && turns.get(uri) === turn) schedule(uri, turn);
  };
  const schedule = (uri: string, turn: Turn): void => {
    if (turn.running) return;
    clearTimeout(turn.timer);
    turn.timer = setTimeout(
      () => void run(uri, turn),
      turn.took > quick ? Math.min(turn.took, longestPause) : 0,
    );
  };
  return {
    changed: (uri) => {
      const turn = turns.get(uri) ?? { version: 0, timer: undefined, running: false, took: 0 };
      turns.set(uri, turn);
      turn.version += 1;
      schedule(uri, turn);
    },
    closed: (uri) => {
      const turn = turns.get(uri);
      if (!turn) return;
      clearTimeout(turn.timer);
      turn.version += 1;
      turns.delete(uri);
    },
  };
};
