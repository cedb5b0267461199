import { type Command, Option } from "commander";
import { collect } from "./options.ts";

/** Flags of the verbs that answer with IAM data. */
export interface IamDataOptions {
  readonly iamData?: readonly string[];
}

export const addIamDataOptions = (command: Command): Command =>
  command
    .optionsGroup("With IAM data:")
    .addOption(
      new Option(
        "--iam-data <path>",
        "what AWS said before: aws iam get-account-authorization-details, aws kms list-grants, an organization file, or a folder of them (repeatable)",
      ).argParser(collect),
    );
