import type { EndpointInUse } from "./endpoint.ts";

/** One request as messages and `--debug` name it. */
export interface AwsRequest {
  /** `kms:GetKeyPolicy`: the service's prefix and the operation, as in a policy. */
  readonly operation: string;
  /** What it is about: a key id or ARN, an alias, a user's name; empty where nothing. */
  readonly about: string;
  /** True for a write that must not be sent twice without looking: then a lost answer is PutUnknown. */
  readonly once?: boolean;
  /**
   * Called before every try but the first; what it throws ends the tries. `unclear`: an earlier try may have taken effect.
   */
  readonly beforeRetry?: ((earlier: "refused" | "unclear") => Promise<void>) | undefined;
  /** The endpoint that somebody set for it, as far as a message tells of it. */
  readonly endpoint?: EndpointInUse | undefined;
}
