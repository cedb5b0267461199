import type { PlannedFailure } from "./faults/settings.ts";

/** How to start a sandbox. All of it may be left out. */
export interface SandboxOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Region of the keys it starts with; default `eu-west-1`. */
  readonly region?: string;
  /** File that keeps the state across runs. */
  readonly data?: string;
  /** Decides new ids, the order of principals and the random faults; default: the same at every start. */
  readonly seed?: string;
  /** Principals come back as they were put: then what a run shows does not depend on how often it has looked. */
  readonly keepOrder?: boolean;
  /** Plain keys beside those it always starts with. */
  readonly extraKeys?: number;
  /** Milliseconds for which reads show the old policy after a put, and KMS does not see new users and roles. */
  readonly propagation?: number;
  /** Milliseconds that each answer waits. */
  readonly latency?: number;
  /** Requests a second and operation beyond which ThrottlingException is answered. */
  readonly throttle?: number;
  /** Share, 0 to 1, of requests whose connection is cut. */
  readonly drop?: number;
  readonly fail?: readonly PlannedFailure[];
  /** Milliseconds since 1970; default the machine's clock. */
  readonly now?: () => number;
}
