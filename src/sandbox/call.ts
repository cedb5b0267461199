import type { FaultSettings } from "./faults/settings.ts";
import type { Random } from "./state/random.ts";
import type { Credential, SandboxState, StoredKey } from "./state/types.ts";
import type { Input, Output } from "./wire/request.ts";

/** What an operation works on: who calls, where, when, and all the state there is. */
export interface Call {
  readonly state: SandboxState;
  readonly credential: Credential;
  /** The caller's ARN, as GetCallerIdentity says it. */
  readonly arn: string;
  /** The account of the caller; a bare key id or alias means a key in it. */
  readonly account: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly faults: FaultSettings;
  /** Decides the order in which principals come back. */
  readonly order: Pick<Random, "shuffled">;
  /** The keys for which it was asked whether the caller may: those that the call is about. */
  readonly touched: Set<StoredKey>;
}

/** One operation: reads its input, changes the state, answers. Throws ApiError. Runs at once: no other call in between. */
export type Operation = (input: Input, call: Call) => Output;
