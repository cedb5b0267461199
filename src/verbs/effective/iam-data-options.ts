import { type Command, Option } from "commander";
import { collect } from "../../cli/options.ts";

/** Flags of the verbs that answer with IAM data. */
export interface IamDataOptions {
  readonly iam?: boolean;
  /** Profiles of further accounts. */
  readonly accountProfile?: readonly string[];
  readonly iamData?: readonly string[];
}

/** Declares the flags with which a verb takes IAM data. */
export const addIamDataOptions = (command: Command): Command =>
  command
    .optionsGroup("With IAM data:")
    .option("--iam", "ask AWS now: IAM of the account, the organization, the grants")
    .addOption(
      new Option(
        "--account-profile <name>",
        "ask IAM of the account of this profile as well (repeatable)",
      ).argParser(collect),
    )
    .addOption(
      new Option(
        "--iam-data <path>",
        "what AWS said before: aws iam get-account-authorization-details, aws kms list-grants, an organization file, a folder of them, or one of kmspol collect (repeatable)",
      ).argParser(collect),
    );

/** Whether IAM data was asked for: files, or a look at AWS now. */
export const asksIam = ({ iam = false, iamData = [] }: IamDataOptions): boolean => iam || iamData.length > 0;

/** A profile of another account is of use for its IAM alone: to give one is to ask. */
export const withProfiles = <Options extends IamDataOptions>(options: Options): Options => ({
  ...options,
  iam: options.iam === true || (options.accountProfile ?? []).length > 0,
});
