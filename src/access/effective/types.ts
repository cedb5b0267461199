import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import type { BoundPolicy, World } from "../../world/types.ts";
import type { Evaluation } from "../types.ts";

/** A key as requests meet it. Tags and aliases that its facts lack could not be read: what rests on them is not decided. */
export interface KeyInWorld {
  readonly policy: Policy;
  readonly facts: KeyFacts;
}

/**
 * Policies that only the asker can know of, each layer a ceiling: those of the session, and of the VPC endpoint, whose
 * statements name principals.
 */
export interface CallCeilings {
  readonly session?: readonly BoundPolicy[];
  readonly endpoint?: readonly BoundPolicy[];
}

/** Everything that one decision looks at beside the request itself. */
export interface EffectiveQuestion {
  readonly key: KeyInWorld;
  readonly world: World;
  readonly ceilings: CallCeilings;
}

export type LayerName = "key-policy" | "iam" | "boundary" | "session" | "scp" | "rcp" | "endpoint" | "grant";

/** Which statement or grant speaks: the field names are the contract of `--json`. */
export interface LayerSource {
  /** `inline:NAME`, the ARN of a managed policy, or the name of an organization's policy. */
  readonly policy?: string;
  /** ARN of the group that brings the policy. */
  readonly of?: string;
  /** Of the statement, from 0. */
  readonly index?: number;
  readonly sid?: string;
  readonly grant?: string;
}

/** What one layer says to the request. */
export interface LayerAnswer {
  readonly layer: LayerName;
  readonly says: "allows" | "denies" | "silent" | "leaves-to-iam" | "none" | "not-known";
  readonly by?: LayerSource;
  /** Root, organizational unit or account of an SCP or RCP. */
  readonly level?: string;
  /** Why it is not known. */
  readonly because?: string;
}

/** The answer of all layers together. */
export interface EffectiveEvaluation extends Pick<Evaluation, "decision" | "undecided"> {
  readonly layers: readonly LayerAnswer[];
  /** The layer that keeps the request out, where one alone does. */
  readonly stoppedBy?: LayerName;
  /** A session policy, which nobody can look up, may give less. */
  readonly atMost?: true;
}
