import type { Faults } from "./faults/faults.ts";
import type { LoggedRequest } from "./request-log.ts";
import type { SandboxCredential } from "./seed/credentials.ts";
import type { SandboxState } from "./state/types.ts";

/** A running sandbox: KMS, IAM, STS and Organizations on one port of 127.0.0.1. */
export interface Sandbox {
  readonly url: string;
  readonly port: number;
  /** Region of the keys it started with. */
  readonly region: string;
  /** What the AWS CLI and the SDKs need to reach it as the administrator of account 111122223333. */
  readonly environment: Readonly<Record<string, string>>;
  /** The identities it starts with, the administrator first. */
  readonly credentials: readonly SandboxCredential[];
  /** May be changed while it runs. */
  readonly faults: Faults;
  /** Everything it knows; for tests that look, or play another writer. */
  readonly state: SandboxState;
  /** The requests it answered, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** The environment to act as one of `credentials`. Throws UsageError for a name that is not among them. */
  environmentFor(name: string): Record<string, string>;
  /** Calls the hook once, before the next call of that operation takes effect. */
  before(operation: string, hook: () => void | Promise<void>): void;
  /** The policy as GetKeyPolicy answers it; `key` is a key id or alias of account 111122223333 in `region`. */
  policyOf(key: string): string;
  /** Puts a policy as another writer would, without any check. */
  setPolicy(key: string, policy: string): void;
  /** Ends it, open connections included; saves the state where it is kept. */
  close(): Promise<void>;
}
