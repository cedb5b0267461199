import { KmspolError } from "../errors.ts";
import type { Entry, Feed, FeedState } from "../questions.ts";

/** A feed that somebody fills, and may be told to give up. */
export interface GrowingFeed<T> extends Feed<T> {
  /** Settles when there is something to show, or nothing to come. Rejects where the work failed before that. */
  readonly begun: Promise<void>;
  stop(): void;
}

/** How the entries are put in order. */
export type FeedOrder = "by name" | "as given";

/** What fills a feed: adds entries until it is done or `stopped` says that nobody waits any more. */
export type Filling<T> = (add: (entry: Entry<T>) => void, stopped: () => boolean) => Promise<void>;

/**
 * Starts `fill` and shows what it has so far, in the order of names. Where it fails because something may not be
 * read, the list says so and asks on; any other failure before the first entry is the caller's.
 */
export const growingFeed = <T>(fill: Filling<T>, order: FeedOrder = "by name"): GrowingFeed<T> => {
  let entries: readonly Entry<T>[] = [];
  let fresh: Entry<T>[] = [];
  let state: FeedState = "loading";
  let stopped = false;
  const listeners = new Set<() => void>();
  const begun = withResolvers();
  const show = () => {
    if (fresh.length > 0)
      entries = order === "by name" ? [...entries, ...fresh].sort(byName) : [...entries, ...fresh];
    fresh = [];
    begun.resolve();
    for (const listener of listeners) listener();
  };
  const add = (entry: Entry<T>) => {
    fresh.push(entry);
    if (fresh.length > entries.length / 4) show();
  };
  const end = (now: FeedState) => {
    state = now;
    show();
  };
  fill(add, () => stopped).then(
    () => end("complete"),
    (error: unknown) => {
      if (entries.length + fresh.length === 0 && !isForbidden(error)) begun.reject(error);
      end({ failed: error instanceof Error ? error.message : String(error) });
    },
  );
  return {
    entries: () => entries,
    state: () => state,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    begun: begun.promise,
    stop: () => void (stopped = true),
  };
};

/** A feed of what is known already. */
export const feedOf = <T>(entries: readonly Entry<T>[], order?: FeedOrder): GrowingFeed<T> =>
  growingFeed((add) => {
    entries.forEach(add);
    return Promise.resolve();
  }, order);

const isForbidden = (error: unknown): boolean =>
  error instanceof KmspolError && error.code === "access-denied";

/** More than any number of recent ones. */
const notLately = 1e6;

/** What was wanted lately, then by name, capital letters or not; what is seldom wanted comes after all else. */
const byName = <T>(a: Entry<T>, b: Entry<T>): number =>
  (a.first ?? notLately) - (b.first ?? notLately) ||
  Number(a.last ?? false) - Number(b.last ?? false) ||
  names.compare(a.cells[0] ?? "", b.cells[0] ?? "");

const names = new Intl.Collator("en");

const withResolvers = () => {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((onDone, onFailure) => {
    resolve = onDone;
    reject = onFailure;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
};
