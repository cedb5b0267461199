import { collect, type FlagsFor } from "../../cli/flag.ts";

/** Flags of the verbs that answer with IAM data. */
export interface IamDataOptions {
  readonly iam?: boolean;
  /** Profiles of further accounts. */
  readonly accountProfile?: readonly string[];
  readonly iamData?: readonly string[];
}

const under = "With IAM data:";

/** The flags with which a verb takes IAM data. */
export const iamDataFlags: FlagsFor<IamDataOptions> = {
  iam: { under, words: "--iam", does: "ask AWS now: IAM of the account, the organization, the grants" },
  accountProfile: {
    under,
    words: "--account-profile <name>",
    does: "ask IAM of the account of this profile as well (repeatable)",
    read: collect,
  },
  iamData: {
    under,
    words: "--iam-data <path>",
    does: "what AWS said before: aws iam get-account-authorization-details, aws kms list-grants, an organization file, a folder of them, or one of kmspol collect (repeatable)",
    read: collect,
  },
};

/** Whether IAM data was asked for: files, or a look at AWS now. */
export const asksIam = ({ iam = false, iamData = [] }: IamDataOptions): boolean => iam || iamData.length > 0;

/** A profile of another account is of use for its IAM alone: to give one is to ask. */
export const withProfiles = <Options extends IamDataOptions>(options: Options): Options => ({
  ...options,
  iam: options.iam === true || (options.accountProfile ?? []).length > 0,
});
