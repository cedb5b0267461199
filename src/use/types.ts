/** The key of which use is looked for. */
export interface SoughtKey {
  readonly arn: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** `alias/…`: a refused request may name the key by nothing else. */
  readonly aliases: readonly string[];
}

/** Whoever made a request, as far as CloudTrail tells (AWS CloudTrail User Guide, "CloudTrail userIdentity element"). */
export interface Actor {
  /**
   * A principal word: the ARN of a user or a role (never that of a session of it), `root-user:…`, `service:…`, the ARN of a federated
   * user; `account:…` where the trail of the key's account tells no more of a caller from another one. Undefined: not known who.
   */
  readonly word: string | undefined;
  /** `AIDA…` or `AROA…`. */
  readonly id?: string;
  /** ARN of the session, of a role or a federated user. */
  readonly session?: string;
  /** ARN of the user from whom a federated user has its permissions. */
  readonly issuer?: string;
  /** The type that CloudTrail gives, where nobody is named by it. */
  readonly type?: string;
}

/** `trial`: asked with DryRun, nothing was done. */
export type Outcome = "used" | "refused" | "failed" | "trial";

/** One request that concerned the key. */
export interface UseEvent {
  /** Undefined where the record has none. */
  readonly id: string | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `kms:Name`; ReEncrypt needs two permissions, and may use a key for both. */
  readonly operations: readonly string[];
  readonly actor: Actor;
  readonly outcome: Outcome;
  /** The AWS service that asked with the caller's permissions, or for it. */
  readonly via: string | undefined;
}

/** How often, and when last (ISO 8601). */
export interface Times {
  readonly count: number;
  readonly last: string;
}

/** What one principal did with the key, by one operation. */
export interface UsedOperation {
  /** `kms:Name`. */
  readonly operation: string;
  /** How often it was done; 0 where it was only tried. */
  readonly count: number;
  readonly last?: string;
  /** AWS services that asked for the principal. */
  readonly via?: readonly string[];
  /** Requests that KMS did not allow: no use. */
  readonly refused?: Times;
  /** Requests that failed for another reason. */
  readonly failed?: Times;
}

/** One principal and what it did with the key. */
export interface UsedBy {
  /** A principal word. */
  readonly principal: string;
  /** Its unique ids, where the events tell them. */
  readonly ids?: readonly string[];
  readonly issuer?: string;
  readonly operations: readonly UsedOperation[];
}

/** How far the evidence goes, and what is missing in it. */
export interface Evidence {
  readonly source: "event-history" | "trail";
  /** Of the account and Region of the key, ISO 8601: the evidence speaks of no other time. Undefined: of none at all. */
  readonly from?: string;
  readonly to?: string;
  /** Events that were read; of KMS in the key's account and Region; of the key. */
  readonly events: number;
  readonly kmsEvents: number;
  readonly keyEvents: number;
  /** Files that were read, of a trail. */
  readonly files?: number;
  readonly notRead: readonly { readonly path: string; readonly because: string }[];
  /** Events of callers that are not known, by CloudTrail's type of them. */
  readonly unknownCallers: readonly { readonly type: string; readonly count: number }[];
  /** Sentences: what the evidence cannot tell. */
  readonly notes: readonly string[];
}

/** Who used a key, and how far that is known. */
export interface KeyUse {
  readonly used: readonly UsedBy[];
  readonly evidence: Evidence;
}

/** A key of which use is looked for, and what its evidence is told with. */
export interface AskedUse {
  readonly key: SoughtKey;
  /** ARNs of the related keys. */
  readonly related: readonly string[] | undefined;
  /** ARNs of sessions that are told by themselves. */
  readonly apart: ReadonlySet<string>;
  readonly now: Date;
  /** ISO 8601: what is older does not count. */
  readonly since?: string;
}
