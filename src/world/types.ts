import type { Policy } from "../policy/model.ts";

/**
 * What is known beside the key policy: who is in an account and which policies bind them, what the organization allows,
 * who holds grants. Read from what AWS said; nothing in here asks anybody.
 */
export interface World {
  /** By account id. An account that is not here is not known, which is not an account without users. */
  readonly directories: ReadonlyMap<string, Directory>;
  readonly organizations: readonly Organization[];
  /** The grants of the key; undefined where they are not known. */
  readonly grants: readonly KeyGrant[] | undefined;
  /** What was to be read and could not be; nothing where the source does not tell. */
  readonly notRead?: readonly NotRead[] | undefined;
}

/** Something that was to be read and could not be. */
export interface NotRead {
  /** In words: `IAM of 444455556666`. */
  readonly what: string;
  readonly because: string;
}

/** The users and roles of one account, with every policy that binds them. */
export interface Directory {
  readonly account: string;
  readonly partition: string;
  /** When AWS said it, ISO 8601; undefined where the source does not tell. */
  readonly at: string | undefined;
  /** By ARN. */
  readonly principals: ReadonlyMap<string, DirectoryPrincipal>;
}

/** One user or role. */
export interface DirectoryPrincipal {
  readonly kind: "user" | "role";
  readonly arn: string;
  readonly name: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  /** `AIDA…` or `AROA…`. */
  readonly id: string;
  /** Inline, managed, and those of a user's groups: a union. */
  readonly policies: readonly BoundPolicy[];
  /** The ceiling; undefined where there is none (one whose text is missing is there, its `content` not known). */
  readonly boundary: BoundPolicy | undefined;
  /** Names as written; IAM compares them without case. */
  readonly tags: ReadonlyMap<string, string>;
  /** A session may bring tags of its own that win over these: always false for a user. */
  readonly sessionTags: boolean;
  /** When the role was last used for any service, ISO 8601; users and unused roles have none. */
  readonly lastUsed: string | undefined;
}

/** A policy that binds somebody, and by which name people know it. */
export interface BoundPolicy {
  /** `inline:NAME`, or the ARN of a managed policy. */
  readonly name: string;
  /** ARN of the group that brings it. */
  readonly of?: string;
  readonly content: PolicyContent;
}

/** What a policy says, or why that is not known: a clause such as `its text is not in the data`. */
export type PolicyContent = { readonly policy: Policy } | { readonly unknown: string };

/** An organization as far as it was read. */
export interface Organization {
  /** `o-…`; empty where it stands for accounts that are in no organization. */
  readonly id: string;
  /** The management account: no SCP binds its principals, no RCP its keys. */
  readonly management: string;
  /** Whether the policy type is switched on in the root; where it is not, no such policy applies. */
  readonly enabled: { readonly scp: boolean; readonly rcp: boolean };
  /** Accounts of which it tells where they are. */
  readonly placed?: readonly string[];
  /**
   * What is attached on the way from the root to an account, the root first; undefined for an account that is not of
   * this organization, and the reason in words where the way is not known.
   */
  readonly levelsOf: (account: string) => readonly Level[] | UnknownLevels | undefined;
}

/** Why what is over an account is not known. */
export interface UnknownLevels {
  readonly unknown: string;
  /**
   * The account has a place, and a level on the way is missing: what is missing may deny, so nothing below is decided.
   * Else nobody may read the place from here, which an answer says once for all its lines.
   */
  readonly partly?: true;
}

/** The root, an organizational unit or the account itself, with the policies attached right there. */
export interface Level {
  /** `r-…`, `ou-…` or the account id. */
  readonly target: string;
  readonly scp: readonly BoundPolicy[];
  readonly rcp: readonly BoundPolicy[];
}

/** One grant on the key (KMS API Reference, ListGrants). */
export interface KeyGrant {
  readonly id: string;
  /** ARN or id of the key it is on; undefined where the answer does not tell. */
  readonly key?: string;
  /** ARN, or the name of a service principal. */
  readonly grantee: string;
  /** Who may retire it, whatever its operations. */
  readonly retiring?: string;
  /** Each `kms:Name`. */
  readonly actions: readonly string[];
  /** Account whose principal made it; undefined where the answer does not tell. */
  readonly issuingAccount: string | undefined;
  /** The encryption context must hold these pairs; with `exact` no others. */
  readonly encryptionContext?: { readonly pairs: ReadonlyMap<string, string>; readonly exact: boolean };
  /** A constraint that kmspol does not know by name: whether a request meets it is not known. */
  readonly otherConstraint?: string;
}
