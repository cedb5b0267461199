import type { AssumedRole, Aws } from "../outside.ts";
import { createCallerIdentity } from "./aws/caller-identity.ts";
import { createIdentityDirectory } from "./aws/iam-directory.ts";
import { createKeyStore } from "./aws/kms-store.ts";
import type { AwsSettings } from "./aws/settings.ts";

/** AWS behind the ports, for one set of flags, as the role where there is one. No request is made before a method is called. */
export const openAwsAdapters = ({
  role,
  ...base
}: AwsSettings & { readonly role?: AssumedRole | undefined }): Aws => {
  const settings: AwsSettings = role ? { ...base, credentials: () => ofRole(role, base) } : base;
  const identity = createCallerIdentity(settings);
  return {
    keys: createKeyStore(settings, identity),
    identity,
    directory: createIdentityDirectory(settings),
    accounts: async () => (await import("./aws/account-data.ts")).createAccountData(settings, identity),
    trail: async () => (await import("./aws/trail.ts")).createTrail(settings),
  };
};

const ofRole = async (role: AssumedRole, base: AwsSettings) =>
  (await import("./aws/role-credentials.ts")).roleCredentials(role, base);
