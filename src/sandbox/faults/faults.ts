import type { Random } from "../state/random.ts";
import type { Addressed } from "../wire/parse-request.ts";
import { demandedError, throttled } from "./messages.ts";
import type { DropPoint, FaultSettings, PlannedFailure } from "./settings.ts";
import { Throttle } from "./throttle.ts";

interface Planned {
  readonly operation: string;
  left: number;
}

/**
 * How a running sandbox misbehaves. Tests reach it as `sandbox.faults`: they change the settings and plan the next
 * failures and cut connections exactly; the random ones follow the seed.
 */
export class Faults implements FaultSettings {
  propagation: number;
  latency: number;
  throttle: number | undefined;
  drop: number;
  readonly #failures: (Planned & { readonly error: string })[] = [];
  readonly #drops: (Planned & { readonly point: DropPoint })[] = [];
  readonly #throttle = new Throttle();
  readonly #random: Random;

  constructor(settings: FaultSettings, random: Random) {
    this.propagation = settings.propagation;
    this.latency = settings.latency;
    this.throttle = settings.throttle;
    this.drop = settings.drop;
    this.#random = random;
  }

  /** The next `count` calls of the operation (`*`: any) answer with the error, without effect. */
  failNext({ operation, error, count }: PlannedFailure): void {
    this.#failures.push({ operation: bare(operation), error, left: count });
  }

  /** The connection of the next `count` calls of the operation is cut before or after they take effect. */
  dropNext(operation: string, point: DropPoint, count = 1): void {
    this.#drops.push({ operation: bare(operation), point, left: count });
  }

  /** Where this request's connection is cut; asked once a request. */
  dropPoint(operation: string): DropPoint | undefined {
    const planned = take(this.#drops, operation);
    if (planned) return planned.point;
    if (this.drop <= 0) return undefined;
    const drawn = this.#random.fraction();
    if (drawn >= this.drop) return undefined;
    return drawn < this.drop / 2 ? "before" : "after";
  }

  /** Throws the error that this request meets before anything is looked at. */
  refuse({ service, operation }: Addressed, now: number): void {
    const planned = take(this.#failures, operation);
    if (planned) throw demandedError(planned.error);
    if (this.throttle === undefined) return;
    if (!this.#throttle.admits(`${service}:${operation}`, this.throttle, now)) throw throttled(service);
  }
}

const take = <T extends Planned>(plan: readonly T[], operation: string): T | undefined => {
  const found = plan.find((entry) => entry.left > 0 && [operation, "*"].includes(entry.operation));
  if (found) found.left -= 1;
  return found;
};

/** `kms:PutKeyPolicy` is `PutKeyPolicy`. */
const bare = (operation: string): string => operation.replace(/^\w+:/, "");
