import { kmsActions } from "../policy/kms-actions.ts";
import type { KeyFacts } from "../policy/key-facts.ts";

/** What the user should know of a key shared with another account, one sentence each, that of the IAM policy first (KMS Developer Guide). */
export const crossAccountNotes = (account: string, facts: KeyFacts): readonly string[] => [
  `Account ${account} also needs the IAM policy: neither half alone gives access.`,
  `Other accounts can use the key, never administer it: ${examples} and the like stay with its own account.`,
  `The KMS console of ${account} does not list the key: its ARN has to be given there, an alias or id alone means a key of ${account}.`,
  ...optIn(account, facts.region),
  "AWS managed keys (aws/…) cannot be shared: what they encrypted has to be encrypted anew under this key.",
];

/** Regions that every account has from the start; all others must be enabled (AWS General Reference, Regions). */
const alwaysEnabled = new Set([
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
  ...["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3"],
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
]);

const optIn = (account: string, region: string | undefined): readonly string[] =>
  region === undefined || alwaysEnabled.has(region)
    ? []
    : [`Account ${account} must have the Region ${region} enabled, or the permission has no effect.`];

/** True where a caller of another account can do this at all (KMS API, "Cross-account use"). */
export const worksAcrossAccounts = (action: string): boolean =>
  kmsActions.some(
    ({ name, crossAccount }) => crossAccount && `kms:${name}`.toLowerCase() === action.toLowerCase(),
  );

const examples = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource"]
  .filter((action) => !worksAcrossAccounts(action))
  .join(", ");
