/** What AWS says of accounts and their organization, in the shapes in which its answers are kept in files. Types only. */

/** One answer as a file would hold it: parsed JSON, how errors name it, and when AWS said it (ISO 8601). */
export interface AccountAnswer {
  readonly name: string;
  readonly value: unknown;
  readonly at: string;
}

/** Something that was asked for and could not be read. */
export interface NotRead {
  /** In words: `IAM of 444455556666`, `service control policies`. */
  readonly what: string;
  readonly because: string;
}

/** An answer as far as it was given. */
export interface AccountReading {
  /** Undefined where nothing could be read. */
  readonly answer: AccountAnswer | undefined;
  readonly notRead: readonly NotRead[];
}

/** How long is waited. */
export interface ReadingBounds {
  /** Ends what is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each page, with the number of principals so far. */
  readonly onPage?: ((principals: number) => void) | undefined;
}

/** Reads what decides, beside key policies, who may use keys. No method throws for what may not be read: it says so. */
export interface AccountData {
  /** Users, roles, groups and policies of the account whose credentials are used (iam:GetAccountAuthorizationDetails). */
  iam(bounds?: ReadingBounds): Promise<AccountReading>;
  /**
   * The organization over these accounts, or with `everything` over all of its own: the tree, which policies are attached
   * where, and what they say. For an account of no organization the answer tells that.
   */
  organization(
    accounts: readonly string[],
    options?: ReadingBounds & { readonly everything?: boolean },
  ): Promise<AccountReading>;
  /** The policies, boundary and tags that bind one user or role, in the same shape. */
  ofPrincipal(kind: "user" | "role", name: string, bounds?: ReadingBounds): Promise<AccountReading>;
}

/** A folder that `kmspol collect` fills. Every method throws UsageError with one clear sentence. */
export interface CollectFolder {
  /** The folder's absolute path, and whether others of this machine may look into it. */
  readonly path: string;
  readonly isOpenToOthers: boolean;
  /** The file's members, where it is there and holds a JSON object; undefined where there is no such file. */
  read(name: string): Promise<Readonly<Record<string, unknown>> | "foreign" | undefined>;
  /** Makes or replaces the file at once, mode 0600. */
  write(name: string, value: object): Promise<void>;
}

/** Opens a folder, made with mode 0700 where it is new. Throws UsageError. */
export type OpenCollectFolder = (path: string) => Promise<CollectFolder>;

/** Answers of AWS kept for minutes, so that one change after the other need not ask again. No method throws. */
export interface AnswerCache {
  /** What was kept under the name, where it is younger than `minutes`. */
  read(name: string, minutes: number): Promise<readonly AccountAnswer[] | undefined>;
  write(name: string, answers: readonly AccountAnswer[]): Promise<void>;
}
