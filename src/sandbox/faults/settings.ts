/** How the sandbox misbehaves on demand. All off by default; may be changed while it runs. */
export interface FaultSettings {
  /** Milliseconds for which reads go on showing the old policy, and KMS does not see new users and roles. */
  propagation: number;
  /** Milliseconds that every answer waits. */
  latency: number;
  /** Requests a second and operation beyond which ThrottlingException is answered; undefined: no limit. */
  throttle: number | undefined;
  /** Share, 0 to 1, of requests whose connection is cut: half before and half after they took effect. */
  drop: number;
}

/** The next `count` calls of an operation (`*`: any) answer with this error, without effect. */
export interface PlannedFailure {
  readonly operation: string;
  readonly error: string;
  readonly count: number;
}

/** Where a connection is cut: the request had no effect, or it had and only the answer is lost. */
export type DropPoint = "before" | "after";
