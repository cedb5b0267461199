import type { AccessChange } from "../access/types.ts";
import type { People } from "../world/people.ts";
import type { Looked } from "../world/looked-at.ts";
import type { Finding } from "../check/finding.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonValue } from "../policy/syntax.ts";
import type { Grant, PutOptions, Target } from "../ports.ts";
import type { Sentence } from "../next-command.ts";
import type { TypedTarget } from "../shell/typed-command.ts";

/** What a change works on: one key or one policy file, behind the same four doors. */
export interface PolicySubject {
  readonly target: Target;
  readonly facts: KeyFacts;
  /** For commands that are proposed about it; absent: nobody typed it. */
  readonly typed?: TypedTarget;
  /** Where the history keeps its changes: the key's ARN, or `file:` and an absolute path. */
  readonly historyKey: string;
  /** How people know it: `alias/app in 111122223333, eu-west-1`, or the file's path. */
  readonly label: string;
  /** The policy as it stands now. Throws UsageError (`json-syntax`) where a file does not parse. */
  read(): Promise<PolicyDocument>;
  /** What is found in a text of the policy, as it is told of the document that the policy stands in. Absent for one that is a file by itself. */
  tell?(text: string, findings: readonly Finding[]): Promise<ToldFindings>;
  /** Replaces the policy. For a key: PutKeyPolicy with the contract's retries. For a file: atomically. */
  write(text: string, options: PutOptions & { readonly freshPrincipals: boolean }): Promise<void>;
}

/** Findings with the places of a document, and the document's text. */
export interface ToldFindings {
  readonly findings: readonly Finding[];
  readonly text: string;
}

/** The policy before a change, with what is known about its key. */
export interface Snapshot {
  readonly subject: PolicySubject;
  readonly document: PolicyDocument;
}

/** What an edit made. */
export interface EditResult {
  /** The whole new text, in the snapshot's format. */
  readonly text: string;
  /** The same text as it parsed, where the edit had it parsed: it is not parsed again. */
  readonly document?: PolicyDocument;
  /** One sentence each, shown to the user (standard error). */
  readonly notes?: readonly Sentence[];
  /** Finding codes that are inherent in what the verb was asked to do: they do not count as introduced. */
  readonly inherent?: readonly string[];
  /** It brings back what stood before (undo): what is wrong with that is shown and does not refuse it; a lockout does. */
  readonly restores?: boolean;
  /** The IAM policy of the other half (grant-account, add-group --via-iam). */
  readonly iamPolicy?: JsonValue;
  /** Where somebody else wrote since the policy was read, and both changes were merged: what theirs did to access. */
  readonly meanwhile?: AccessChange;
  /** Grants that are to be revoked once the change is verified. */
  readonly revokes?: readonly Grant[];
}

/** The same, in the words of the command line. */
export type Made = Omit<EditResult, "notes"> & { readonly notes?: readonly string[] };

/**
 * A function from document to document: a verb, the editor, a file, undo. They differ only here. `previous` is the
 * proposal that the user sent back (edit again); only an edit that is `repeatable` is called a second time.
 */
export interface Edit {
  readonly repeatable: boolean;
  make(snapshot: Snapshot, previous?: Proposal): Promise<EditResult> | EditResult;
  /** The private file that already holds the new text (the editor's); a failure then keeps no second copy. */
  keptFile?(): string | undefined;
}

/** A change not yet made: everything that the question is about. */
export interface Proposal {
  readonly snapshot: Snapshot;
  readonly after: PolicyDocument;
  /** Findings of the new text, `introduced` set. */
  readonly findings: readonly Finding[];
  /** The same as they are told, where the policy stands in another document. */
  readonly told?: ToldFindings;
  readonly access: AccessChange;
  /** The same by the people whom IAM lets in, where that was asked. */
  readonly byName?: ChangeByName;
  /** What somebody else's change did to access, where it was merged with this one. */
  readonly meanwhile?: AccessChange;
  /** Unified diff of the texts. */
  readonly text: string;
  readonly notes: readonly string[];
  readonly iamPolicy?: JsonValue;
  /** Grants that are revoked once it is verified. */
  readonly revokes?: readonly Grant[];
  /** Why the write path refuses it as it stands; empty when it may be written. */
  readonly refusals: readonly Refusal[];
  /** It names a user or role so new that KMS may not know it yet: the put is patient with "invalid principals". */
  readonly freshPrincipals?: boolean;
}

/** A change told by the users and roles whom IAM lets in. */
export interface ChangeByName {
  /** Absent where IAM could not be asked: then a note says so. */
  readonly access?: AccessChange;
  readonly people?: People;
  readonly looked?: Looked;
  readonly notes: readonly string[];
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** A security finding that `--accept CODE`, or a yes on a terminal, lifts; errors and lockout are never acceptable. */
  readonly acceptable: boolean;
}

/** The flags of every change. */
export interface ChangeOptions {
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly accept: readonly string[];
  readonly reason: string | undefined;
  readonly bypassLockoutCheck: boolean;
  /** The command line as the history keeps it. */
  readonly command: readonly string[];
  /** The run over many keys that the change is one of. */
  readonly run?: string;
}

/** How a change ended; what `--json` prints (the contract's `change`). */
export interface ChangeResult {
  readonly target: Target;
  readonly outcome: "changed" | "unchanged" | "planned";
  readonly verified: boolean;
  readonly before: string;
  readonly after: string;
  readonly text: string;
  readonly gained: AccessChange["gained"];
  readonly lost: AccessChange["lost"];
  /** What the lines by name rest on, and what was not looked at. */
  readonly lookedAt?: Looked["lookedAt"];
  readonly notLookedAt?: readonly string[];
  readonly futureActions?: boolean;
  readonly future?: AccessChange["future"];
  readonly findings: readonly Finding[];
  readonly change?: string;
  readonly iamPolicy?: JsonValue;
  /** What became of the other half in IAM (`--attach`, `--detach`). */
  readonly attached?: readonly AttachedPolicy[];
  /** The grants that go with it (`--grants`), and what became of each. */
  readonly grants?: readonly RevokedGrant[];
  /** What the user should still read: not visible yet, outcome not noted, merged with another writer. */
  readonly notes: readonly string[];
}

/** A grant of somebody who was removed. `gone`: somebody else has ended it meanwhile. */
export type RevokedGrant = Grant & { readonly outcome: "planned" | "revoked" | "gone" };

/** A change that was looked at, and is not made yet. */
export interface Plan {
  /** What a dry run says of it; `unchanged` where there is nothing to write. */
  readonly result: ChangeResult;
  /**
   * Makes it, of the policy as it was then: what somebody else has written since is merged in, or is a conflict. The history records it
   * under this command and run. Throws what `runChange` throws.
   */
  apply(as: Pick<ChangeOptions, "command" | "run">): Promise<ChangeResult>;
}

/** An inline policy of the other half, and how it ended. */
export interface AttachedPolicy {
  readonly account: string;
  /** `role/NAME`, `user/NAME` or `group/NAME`. */
  readonly to: string;
  readonly policyName: string;
  readonly outcome: "attached" | "removed" | "unchanged" | "planned";
  readonly verified: boolean;
}

/** Shows a proposal and asks. Implemented on a terminal, for `--yes`, and for tests. */
export interface Reviewer {
  show(proposal: Proposal): void;
  /** Only called where a question may be asked. Throws CancelledError for Ctrl-C. */
  decide(proposal: Proposal): Promise<"apply" | "edit-again" | "cancel">;
}
