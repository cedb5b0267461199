import { RefusedError } from "../errors.ts";
import type { Aws } from "../outside.ts";
import type { Context } from "./app.ts";

/**
 * AWS with the credentials of another account's profile. Throws RefusedError (`wrong-account-profile`) where they belong
 * to another account than `account`.
 */
export const openAccount = async (context: Context, profile: string, account: string): Promise<Aws> => {
  const { region, endpointUrl, debug } = context.global;
  const aws = await context.outside.aws({ profile, region, endpointUrl, debug: debug ?? false });
  await requireAccount(aws, account, `the profile ${profile} belongs to`, "give the --account-profile of");
  return aws;
};

/** Throws RefusedError (`wrong-account-profile`) where the credentials are not of `account`. */
export const requireAccount = async (
  { identity }: Pick<Aws, "identity">,
  account: string,
  whose: string,
  wanted: string,
): Promise<void> => {
  const caller = await identity.caller();
  if (caller.account === account) return;
  throw new RefusedError(
    "wrong-account-profile",
    `${whose} account ${caller.account}, not to account ${account}`,
    { hint: `${wanted} account ${account}` },
  );
};
