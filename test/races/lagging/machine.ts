import type { ChangeRecord, History } from "../../../src/ports.ts";
import type { Process } from "./process.ts";

/** A text that a run kept, and told its user about. */
export interface Kept {
  readonly name: string;
  readonly text: string;
}

/**
 * The state folder of one machine, shared by its writers: records in order, and the lock, which a dead holder does not
 * keep. It does what `src/adapters/history.ts` and `key-lock.ts` do, in virtual time.
 */
export class Machine {
  readonly records: ChangeRecord[] = [];
  private holder: Process | undefined;
  private readonly queue: { readonly process: Process; readonly go: () => void }[] = [];

  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }

  /** The history as one process has it; `recorded` and `kept` are told what it writes. */
  historyOf(
    process: Process,
    told: { readonly recorded: (id: string) => void; readonly kept: (kept: Kept) => void },
  ): History {
    return {
      changes: () => Promise.resolve([...this.records].reverse()),
      record: async (_, change) => {
        await process.wait(3);
        const record = { id: `${this.number}-${this.records.length}`, ...change };
        this.records.push(record);
        told.recorded(record.id);
        await process.wait(2);
        return record;
      },
      settle: async (_, id, outcome, answered) => {
        await process.wait(3);
        const index = this.records.findIndex((record) => record.id === id);
        const record = this.records[index]!;
        const since = record.answered ?? answered;
        this.records[index] = { ...record, outcome, ...(since !== undefined && { answered: since }) };
      },
      keep: (text, name) => {
        told.kept({ name, text });
        return Promise.resolve(`/state/kept/${name}`);
      },
      exclusively: async (_, work) => {
        const forget = process.atDeath(() => this.release(process));
        await this.turnOf(process);
        try {
          return await work();
        } finally {
          forget();
          this.release(process);
        }
      },
    };
  }

  private turnOf(process: Process): Promise<void> {
    if (this.holder === undefined) {
      this.holder = process;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.queue.push({ process, go: resolve }));
  }

  private release(process: Process): void {
    if (this.holder !== process) return;
    this.holder = undefined;
    const next = this.queue.shift();
    if (!next) return;
    if (next.process.isDead) {
      this.release(process);
      return;
    }
    this.holder = next.process;
    // It looks for the lock every now and then.
    void next.process.wait(40).then(next.go);
  }
}
