import { UsageError } from "../errors.ts";

/** The parts of a key ARN. */
export interface KeyArn {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** `1234abcd-…` or `mrk-…`. */
  readonly id: string;
}

const form = /^arn:(aws[a-z-]*):kms:([a-z0-9-]+):(\d{12}):key\/([A-Za-z0-9-]+)$/;

/**
 * Reads a key ARN. Throws UsageError (`key-arn-needed`) for anything else: an IAM policy names a key by nothing but its
 * ARN (an alias names another key tomorrow, `*` every key of the world).
 */
export const parseKeyArn = (arn: string | undefined): KeyArn => {
  const [, partition, region, account, id] = form.exec(arn ?? "") ?? [];
  if (arn === undefined || partition === undefined || region === undefined || !account || !id) {
    throw new UsageError("key-arn-needed", "the IAM policy names the key by its ARN, which is not known", {
      hint: "tell it with --key-arn arn:aws:kms:REGION:ACCOUNT:key/ID",
    });
  }
  return { arn, partition, region, account, id };
};
