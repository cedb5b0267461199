/** What is kept of a run of `kmspol each`. Types only; `adapters/bulk-runs.ts` implements them. */

/** One key of a run over many: how it is reached, and the verb's line that runs on it. */
export interface BulkKey {
  /** As people know it. */
  readonly label: string;
  /** Known once the key was looked at. */
  readonly arn?: string;
  /** `--profile`, `--account` with `--assume-role`, `--region` and `--endpoint-url`, as far as given; never credentials. */
  readonly flags: readonly string[];
  /** The verb, the key and what else belongs to the verb. */
  readonly line: readonly string[];
}

/** How one key of a run ended. */
export interface BulkEnding {
  /** Place of the key in the run's list. */
  readonly index: number;
  readonly outcome: "changed" | "unchanged" | "failed";
  readonly exit: number;
  /** Id of the change in the history. */
  readonly change?: string;
}

/** That a run is about to write a key: on disk before the put, so that a run killed at any moment names all it may have changed. */
export interface BulkBegun {
  readonly index: number;
  /** ISO 8601, UTC. */
  readonly begun: string;
  readonly arn: string;
}

/** One run of a verb over many keys, as it is kept. */
export interface BulkRun {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly keys: readonly BulkKey[];
  /** The run that this one takes back. */
  readonly undoes?: string;
  readonly begun: readonly BulkBegun[];
  /** In the order in which they came; the last one of a key counts. */
  readonly endings: readonly BulkEnding[];
}

/** The runs over many keys, kept so that they can be gone on with and put back. */
export interface BulkRuns {
  /** On disk before it returns. Throws RefusedError (`history-unwritable`). */
  begin(run: Pick<BulkRun, "at" | "keys" | "undoes">): Promise<string>;
  /** On disk before it returns. Throws RefusedError (`history-unwritable`). */
  note(id: string, line: BulkBegun | BulkEnding): Promise<void>;
  /** Throws UsageError (`no-such-run`) where no run, or more than one, begins so. */
  find(id: string): Promise<BulkRun>;
  /** Every run whose record can be read, newest first, and the paths of the records that cannot. */
  list(): Promise<{ readonly runs: readonly BulkRun[]; readonly damaged: readonly string[] }>;
}
