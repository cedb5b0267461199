import type { Ban } from "../access/banned-access.ts";
import type { Policy } from "../policy/model.ts";

/** Whose credentials run the command, as far as the checks need it. */
export interface CheckedCaller {
  /** As GetCallerIdentity says it. */
  readonly arn: string;
  readonly account: string;
  /** The full ARN of the caller's role, path included, where IAM told it. */
  readonly rolePath?: string | undefined;
}

/** What is known beside the key itself. Absent members are not known: the rules that need them are left out. */
export interface CheckOptions {
  readonly caller?: CheckedCaller | undefined;
  /** What IAM said about the caller and kms:PutKeyPolicy, where it was asked. */
  readonly callerIamAllowsPut?: boolean | undefined;
  /** Principal ARNs that IAM was asked about and does not know. */
  readonly missingPrincipals?: ReadonlySet<string> | undefined;
  /** The policies of related multi-Region keys, by key ARN. */
  readonly relatedPolicies?: ReadonlyMap<string, Policy> | undefined;
  /** The id of our organization: its members are expected, those of others are not. */
  readonly organization?: string | undefined;
  /** Accounts that are ours or whom we trust: that they have some access is no finding. */
  readonly trustedAccounts?: ReadonlySet<string> | undefined;
  /** What people call an account. */
  readonly accountNames?: ReadonlyMap<string, string> | undefined;
  /** Who must not have what. */
  readonly forbid?: readonly Ban[] | undefined;
  /** Account ids known to be vendors'. */
  readonly vendorAccounts?: ReadonlySet<string> | undefined;
  /** The policy is to let IAM decide for a group (`add-group --via-iam`). */
  readonly groupViaIam?: boolean | undefined;
  /** The policy is being changed, so it is a customer's: AWS changes those of its own keys itself, whatever this one looks like. */
  readonly isChanged?: boolean | undefined;
  /** The present moment, for dates that are past. */
  readonly now?: Date | undefined;
}
