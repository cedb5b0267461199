import { defaultPolicy } from "../policy/default-policy.ts";
import { mainAccount, secondAccount } from "./accounts.ts";
import * as policies from "./policies.ts";

/** A key that the sandbox starts with. */
export interface KeySeed {
  readonly id: string;
  readonly alias?: string;
  readonly description: string;
  readonly policy: string;
  readonly account?: string;
  readonly spec?: string;
  readonly usage?: string;
  readonly manager?: "AWS";
  readonly state?: "Disabled" | "PendingDeletion";
  readonly tags?: Readonly<Record<string, string>>;
  /** Further Regions that hold a replica of this multi-Region key. */
  readonly replicas?: readonly string[];
}

/** A user that is named by one key's policy and deleted at once. */
export const formerUser = "mallory";

const mainKeys = (region: string): readonly KeySeed[] => [
  {
    id: "1234abcd-12ab-34cd-56ef-1234567890ab",
    alias: "alias/app",
    description: "Data of the app",
    policy: policies.appPolicy,
    tags: { team: "payments", env: "prod" },
  },
  {
    id: "0987dcba-09fe-87dc-65ba-ab0987654321",
    alias: "alias/reports",
    description: "Reports, with a policy written by hand",
    policy: policies.reportsPolicy,
    tags: { team: "finance", env: "prod" },
  },
  {
    id: "2345bcde-23bc-45de-67fa-2345678901bc",
    alias: "alias/signing",
    description: "Signs releases",
    policy: policies.signingPolicy,
    spec: "ECC_NIST_P256",
    usage: "SIGN_VERIFY",
    tags: { team: "release" },
  },
  {
    id: "3456cdef-34cd-56ef-78ab-3456789012cd",
    alias: "alias/tokens",
    description: "Message authentication of tokens",
    policy: policies.macPolicy,
    spec: "HMAC_256",
    usage: "GENERATE_VERIFY_MAC",
  },
  {
    id: "4567defa-45de-67fa-89bc-4567890123de",
    alias: "alias/mailbox",
    description: "Letters from outside, RSA",
    policy: policies.rsaPolicy,
    spec: "RSA_2048",
  },
  {
    id: "mrk-1234abcd12ab34cd56ef1234567890ab",
    alias: "alias/global",
    description: "Multi-Region data, shared with the partner",
    policy: policies.globalPolicy,
    replicas: [region === "us-east-1" ? "eu-west-1" : "us-east-1"],
  },
  {
    id: "5678efab-56ef-78ab-90cd-5678901234ef",
    alias: "alias/legacy",
    description: "Policy of an older console",
    policy: policies.legacyPolicy,
    tags: { env: "test" },
  },
  {
    id: "6789fabc-67fa-89bc-01de-6789012345fa",
    alias: "alias/orphaned",
    description: "Names a user that is gone",
    policy: policies.orphanedPolicy(formerUser),
    tags: { env: "test" },
  },
  {
    id: "7890abcd-78ab-90cd-12ef-7890123456ab",
    description: "Created by a script, without policy and alias",
    policy: defaultPolicy(mainAccount),
  },
  {
    id: "8901bcde-89bc-01de-23fa-8901234567bc",
    alias: "alias/paused",
    description: "Disabled for now",
    policy: defaultPolicy(mainAccount),
    state: "Disabled",
  },
  {
    id: "9012cdef-90cd-12ef-34ab-9012345678cd",
    alias: "alias/retired",
    description: "On its way out",
    policy: policies.legacyPolicy,
    state: "PendingDeletion",
  },
  {
    id: "abcd0123-ab01-cd23-ef45-abcd01234567",
    alias: "alias/aws/s3",
    description: "Default key that protects my S3 objects when no other key is defined",
    policy: policies.managedPolicy(mainAccount, region, "s3"),
    manager: "AWS",
  },
];

const secondKeys: readonly KeySeed[] = [
  {
    id: "1a2b3c4d-5e6f-1a2b-3c4d-5e6f1a2b3c4d",
    alias: "alias/shared",
    description: "The partner's key, open to the main account",
    policy: policies.sharedPolicy,
    account: secondAccount,
  },
];

/** Every key that a sandbox of that Region starts with. */
export const keySeeds = (region: string): readonly KeySeed[] => [...mainKeys(region), ...secondKeys];
