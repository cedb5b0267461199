import type { Access } from "../access/types.ts";
import type { NobodyNamed } from "../policy/nobody.ts";
import type { ConsoleClass } from "./console-shape.ts";
import type { IamShare } from "./iam-share.ts";
import type { LimitedAccess } from "./limits/limited-access.ts";

/** A key policy in the console's words, read by what its statements give. The field names are the contract of `--json`. */
export interface DefaultView {
  /** The console would show its default view (by kmspol's own definition). */
  readonly defaultView: boolean;
  readonly notDefaultViewBecause: readonly string[];
  readonly class: ConsoleClass;
  /** The account that owns the key; absent where it is not known. */
  readonly account?: string;
  /** True where the account is the one that the policy tells (`ownerOf`), for want of a better source. */
  readonly accountAssumed?: true;
  /** What anyone may do, and under which conditions. */
  readonly public: readonly Access[];
  /** Principals that are filled in before the policy is put and may be `*`, everyone, as they are written; absent where there are none. */
  readonly publicNotKnown?: readonly string[];
  /** IAM policies of the key's account can give every right on it. */
  readonly iamDelegation: boolean;
  /** Why it is not known whether they can give anything; absent where it is. */
  readonly iamUndecided?: string;
  /** What they can give, where it is not everything. */
  readonly iamShare: IamShare;
  /** Users and roles of the key's account, and `*` where everyone administers. */
  readonly admins: readonly string[];
  /** Some administrator may schedule and cancel the deletion of the key. */
  readonly adminsMayDelete: boolean;
  /** Nobody may delete the key within so many days of its last use; absent without such a guard. */
  readonly deletionGuardDays?: number;
  /** Users and roles with the whole of the key users' rights, and `*` where everyone has them. */
  readonly users: readonly string[];
  /** Who has less than a whole role, or one under conditions, in the words of the verbs' flags. */
  readonly limited: readonly LimitedAccess[];
  /** Other accounts that some Allow lets in as a whole, as 12 digits. */
  readonly accounts: readonly string[];
  /** Under which conditions, of those that are let in under conditions alone; absent where there are none. */
  readonly accountsWhen?: Readonly<Record<string, Access["when"]>>;
  /** Other accounts of which single users and roles are named. */
  readonly accountsInPart: readonly string[];
  /** Principals that are filled in before the policy is put, of whom the account is not known; absent where there are none. */
  readonly accountsNotKnown?: readonly string[];
  readonly services: readonly string[];
  /** Unique ids of deleted users and roles. */
  readonly orphans: readonly string[];
  /** Entries that name nobody: KMS takes no policy with them. Absent where there are none. */
  readonly nobody?: readonly NobodyNamed[];
  /** One line of meaning for each statement that is none of the console's parts, or names somebody in none of these lists. */
  readonly otherStatements: readonly string[];
}
