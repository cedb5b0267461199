import type { DropPoint } from "./faults/settings.ts";
import type { Addressed } from "./wire/parse-request.ts";

/** One request that the sandbox carried out, or refused. Nothing of its credentials is kept. */
export interface LoggedRequest extends Addressed {
  /** `ok`, or the name of the error. */
  readonly outcome: string;
  readonly dropped?: DropPoint;
}

type Hook = () => void | Promise<void>;

/** What came in, and whom to call just before an operation takes effect: how tests set up two writers that race. */
export class RequestLog {
  readonly requests: LoggedRequest[] = [];
  readonly #hooks = new Map<string, Hook[]>();

  /** Calls the hook once, before the next call of the operation takes effect. */
  before(operation: string, hook: Hook): void {
    this.#hooks.set(operation, [...(this.#hooks.get(operation) ?? []), hook]);
  }

  async arrived(operation: string): Promise<void> {
    const [hook, ...rest] = this.#hooks.get(operation) ?? [];
    this.#hooks.set(operation, rest);
    await hook?.();
  }

  answered(addressed: Addressed, outcome: string, dropped: DropPoint | undefined): void {
    this.requests.push({ ...addressed, outcome, ...(dropped ? { dropped } : {}) });
    if (this.requests.length > 100_000) this.requests.shift();
  }
}
