import type { Aws } from "../outside.ts";
import { createCallerIdentity } from "./aws/caller-identity.ts";
import { createIdentityDirectory } from "./aws/iam-directory.ts";
import { createKeyStore } from "./aws/kms-store.ts";
import type { AwsSettings } from "./aws/settings.ts";

/** AWS behind the ports, for one set of flags. No request is made before a method is called. */
export const openAwsAdapters = (settings: AwsSettings): Aws => {
  const identity = createCallerIdentity(settings);
  return {
    keys: createKeyStore(settings),
    identity,
    directory: createIdentityDirectory(settings),
    accounts: async () => (await import("./aws/account-data.ts")).createAccountData(settings, identity),
    trail: async () => (await import("./aws/trail.ts")).createTrail(settings),
  };
};
