import type { NamedFile, SourcesBeside } from "./container/marks.ts";
import type { KeptOf } from "./kept-port.ts";
import type { KeyUse } from "./key-use.ts";
import type { KeyFacts } from "./policy/key-facts.ts";
import type { FoundFile, TextLine } from "./read-files.ts";
import type { Trial, TrialAnswer } from "./trial-port.ts";

/** What the outside must offer to the program. Types only; `adapters/` and the tests' fakes implement them. */

/** A key as `--json` prints it in `target` (the contract's type Target). */
export interface KeyTarget {
  readonly kind: "key";
  readonly arn: string;
  readonly id: string;
  readonly aliases: readonly string[];
  readonly state: string;
  readonly spec: string;
  readonly usage: string;
  readonly manager: "CUSTOMER" | "AWS";
  readonly multiRegion: boolean;
}

export interface FileTarget {
  readonly kind: "file";
  /** As the user wrote it; `-` is standard input. */
  readonly path: string;
  /** The key, in a document that holds policies: the name behind `FILE#`. */
  readonly key?: string;
}

export type Target = KeyTarget | FileTarget;

/** A key with all that DescribeKey told. */
export interface DescribedKey {
  readonly target: KeyTarget;
  readonly facts: KeyFacts;
  readonly description: string;
  /** When it was made, and when it will be deleted, in ISO 8601. */
  readonly created?: string;
  readonly deletion?: string;
}

export interface Grant {
  readonly id: string;
  readonly name?: string;
  /** ARN or service name of who may use the grant. */
  readonly grantee: string;
  readonly retiring?: string;
  readonly operations: readonly string[];
  readonly constraints?: Readonly<Record<string, unknown>>;
  /** ARN of the account whose principal made the grant, as KMS says it. */
  readonly issuingAccount?: string;
}

export interface KeySummary {
  readonly id: string;
  readonly arn: string;
  readonly aliases: readonly string[];
}

export interface PutOptions {
  readonly bypassLockoutCheck: boolean;
  /**
   * Called before every try but the first: time has passed, and what it throws ends the tries. `unclear`: an earlier
   * try may have taken effect though it failed.
   */
  readonly confirm?: ((earlier: "refused" | "unclear") => Promise<void>) | undefined;
}

/** KMS, as far as we need it. Every method throws AwsError with one clear sentence. */
export interface KeyStore {
  /**
   * `reference`: key id, key ARN, alias name or alias ARN. An ARN's Region wins over the configured one.
   * `aliases: false` leaves `target.aliases` empty and saves a call.
   */
  describe(reference: string, options?: { readonly aliases: boolean }): Promise<DescribedKey>;
  /** The aliases of a key. They only adorn: none, and a note, where they cannot be listed. */
  aliases(keyArn: string): Promise<readonly string[]>;
  /** The policy named `default`, exactly as KMS returned it. `keyArn` as `describe` gave it; a key id works too. */
  readPolicy(keyArn: string): Promise<string>;
  /** One PutKeyPolicy, with the retries of the contract. Throws PutUnknown where the outcome is not known. */
  writePolicy(keyArn: string, text: string, options: PutOptions): Promise<void>;
  /** Every key of the account and Region, with its aliases; AWS managed keys included. */
  list(): AsyncIterable<KeySummary>;
  tags(keyArn: string): Promise<ReadonlyMap<string, string>>;
  grants(keyArn: string): Promise<readonly Grant[]>;
  /** Ends a grant. `gone`: there is none of that id any more. */
  revokeGrant(keyArn: string, grantId: string): Promise<"revoked" | "gone">;
  /** Whether KMS would do this for the caller, asked with DryRun: nothing is done. Throws AwsError where KMS gives no answer to that. */
  dryRun?(keyArn: string, trial: Trial): Promise<TrialAnswer>;
  /** What KMS tells of the key's last use, paced under its quota. Throws AwsError where it does not tell. */
  lastUse?(keyArn: string): Promise<KeyUse>;
}

/** Whose credentials run the command. */
export interface Caller {
  readonly account: string;
  readonly partition: string;
  /** As GetCallerIdentity says it: a user, an assumed-role session, a federated user or the root user. */
  readonly arn: string;
  readonly userId: string;
}

export interface CallerIdentity {
  caller(): Promise<Caller>;
}

/** One user, role or group of the account. */
export interface Identity {
  readonly kind: "user" | "role" | "group";
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly id: string;
  readonly created?: Date;
}

/** The answer of a look-up: found, known not to exist, or not allowed to look. */
export type LookedUp<T> = { readonly found: T } | { readonly missing: true } | { readonly unknown: string };

/** IAM of the account whose credentials are used. */
export interface IdentityDirectory {
  /** The user, role or group of that name, whatever its path. `anew`: also where the answer is known already. */
  find(kind: Identity["kind"], name: string, anew?: "anew"): Promise<LookedUp<Identity>>;
  list(kind: Identity["kind"]): AsyncIterable<Identity>;
  /** The users of a group. */
  members(group: string): Promise<readonly Identity[]>;
  /** Inline and attached policy documents that bear on the identity (a user's groups included), as JSON texts. */
  policiesOf(kind: "user" | "role", name: string): Promise<LookedUp<readonly string[]>>;
  inlinePolicy(kind: Identity["kind"], name: string, policyName: string): Promise<string | undefined>;
  putInlinePolicy(kind: Identity["kind"], name: string, policyName: string, document: string): Promise<void>;
  deleteInlinePolicy(kind: Identity["kind"], name: string, policyName: string): Promise<void>;
}

export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

/** Where people read and answer. Everything that is no result goes to standard error. */
export interface Terminal {
  /** True where standard input and standard error are terminals: only then may anything ask. */
  readonly interactive: boolean;
  /** Columns of the terminal, or 80. */
  readonly columns: number;
  readonly rows: number;
  /** The result, on standard output. `text` ends with its own line end. */
  write(text: string): void;
  /** Notes, progress, diffs before the question: on standard error. */
  note(text: string): void;
  /**
   * Says what is waited for, where it takes long, until the returned function is called. Absent where nobody sees it. `counts`: the words
   * tell by themselves how far it is.
   */
  readonly waits?: ((words: () => string, counts?: boolean) => () => void) | undefined;
}

/** A terminal with a last line that is drawn over. */
export interface DrawnTerminal extends Terminal {
  /** Draws one line that is gone before anything else is written, or, with undefined, takes it away. Absent where nobody sees it. */
  readonly status: ((line: string | undefined) => void) | undefined;
}

/** The program in which the user reads long texts. */
export interface Pager {
  /**
   * Shows `text` in it and waits until the user leaves it. False where the user has none or it failed: the text is
   * still to be shown. Throws Interrupted where Ctrl-C ended it.
   */
  show(text: string): Promise<boolean>;
}

/** Files and streams that hold policies. Every method throws UsageError with one clear sentence. */
export interface PolicyFiles {
  /** `limit`: bytes that are read at most, where not those of a policy. */
  read(path: string, limit?: number): Promise<string>;
  readStdin(limit?: number): Promise<string>;
  /** The lines of a file, or of standard input (`-`), as they come: however long that is, one line is in memory. */
  lines(path: string): AsyncIterable<TextLine>;
  /** The files below a folder whose names end as policies or Terraform sources do, sorted, their paths as the folder was written; undefined where it is no folder. */
  policiesBelow(path: string): Promise<readonly string[] | undefined>;
  /** The Terraform and OpenTofu files of the folder that `path` is in, itself left out. */
  sourcesBeside(path: string): Promise<SourcesBeside>;
  /** A file that a document names, in the folder of `path` or below. Never throws. */
  readBeside(path: string, name: string): Promise<NamedFile>;
  /**
   * The file of that name in the folder of `path` or the nearest one above it, up to the repository or the home and no
   * further; `unused` tells why one that lies there is not read.
   */
  findUpwards(path: string, name: string): Promise<FoundFile | undefined>;
  /** Replaces the whole file at once (or makes it), keeping mode, owner and a symlink that leads to it. */
  replace(path: string, text: string): Promise<void>;
  /** Makes a new file, mode 0600; one that exists is not touched. */
  create(path: string, text: string): Promise<void>;
}

/** One file of IAM data: its parsed JSON, how errors name it, and when it was written (ISO 8601). */
export interface DataFile {
  readonly name: string;
  readonly value: unknown;
  readonly at: string;
}

/** Files that hold what AWS said before. */
export interface DataFiles {
  /** The file, or every JSON file of a folder. Throws UsageError (`file-unreadable`, `bad-iam-data`), nothing of it quoted. */
  read(path: string): Promise<readonly DataFile[]>;
}

export type ChangeOutcome = "pending" | "verified" | "written" | "failed" | "unknown";

/** One change as the history keeps it. */
export interface ChangeRecord {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** ARN of the caller; for a file the user's name. */
  readonly by: string;
  readonly command: readonly string[];
  readonly reason?: string;
  /** The run of `each` that the change belongs to. */
  readonly run?: string;
  readonly outcome: ChangeOutcome;
  /** When KMS answered the put (ISO 8601, UTC): from then on a replica that lags may still show what was before. */
  readonly answered?: string;
  readonly before: string;
  readonly after: string;
}

/** The changes of every target, kept in the state folder. `key` is a key ARN or `file:` and an absolute path. */
export interface History {
  /** Newest first. Throws RefusedError (`history-unreadable`) where a record cannot be read. */
  changes(key: string): Promise<readonly ChangeRecord[]>;
  /** Paths of records newer than all of these that hold no change any more. Absent where none can be damaged. */
  damaged?(key: string): Promise<readonly string[]>;
  /** Written and flushed to disk before it returns. Throws RefusedError (`history-unwritable`). */
  record(key: string, change: Omit<ChangeRecord, "id">): Promise<ChangeRecord>;
  /** Notes how the put ended, and when it was answered where that is known; the first such time stays. */
  settle(key: string, id: string, outcome: ChangeOutcome, answered?: string): Promise<void>;
  /** Keeps a text that must not be lost, mode 0600, with what is known of it; returns the absolute path. */
  keep(text: string, name: string, of: KeptOf): Promise<string>;
  /**
   * Runs `work` while no other process with the same state folder writes the policy of `key`. Waits its turn for a
   * minute; a holder that is gone is passed over. Absent where nothing is shared.
   */
  exclusively?<T>(key: string, work: () => Promise<T>): Promise<T>;
}
