import { InvalidArgumentError } from "commander";
import { nearest } from "../check/nearest.ts";
import { accountIdIn } from "../policy/account-id.ts";
import { keySpecs, keyUsages, partitions } from "../policy/kms-words.ts";
import type { GlobalOptions } from "./app.ts";
import { collect, type FlagsFor } from "./flag.ts";

/** Flags of every verb, declared once on the program. */
export const globalFlags: FlagsFor<Omit<GlobalOptions, "role">> = {
  profile: { words: "--profile <name>", does: "profile of the AWS configuration" },
  region: { words: "--region <region>", does: "AWS Region (a key ARN's own Region wins)" },
  endpointUrl: { words: "--endpoint-url <url>", does: "talk to this endpoint instead of AWS" },
  json: { words: "--json", does: "one JSON document on standard output" },
  color: { words: "--no-color", does: "no colours (also: NO_COLOR)" },
  debug: { words: "--debug", does: "requests and retries on standard error" },
};

/** What a policy file does not tell about its key. */
export interface FileOptions {
  readonly account?: string;
  readonly partition?: string;
  readonly keySpec?: string;
  readonly keyUsage?: string;
  readonly keyArn?: string;
  /** What a document leaves to its deployment: `NAME=VALUE`. */
  readonly set?: readonly string[];
  readonly parameters?: string;
}

/** The flags for a file, and what the configuration says of the keys of files. */
export interface ToldOptions extends FileOptions {
  readonly assumed?: Assumed | undefined;
}

/** What holds where neither a flag nor a document tells it. */
interface Assumed {
  readonly account: string | undefined;
  readonly partition: string | undefined;
}

const accountId = (value: string): string => {
  const id = accountIdIn(value);
  if (id !== undefined) return id;
  throw new InvalidArgumentError("An account id has 12 digits.");
};

/** A word of a list that may grow: what is near to one of it is refused as misspelt, what is far is taken. */
const nearlyOneOf =
  (known: readonly string[]) =>
  (value: string): string => {
    const meant = known.includes(value) ? undefined : nearest(value, known);
    if (meant !== undefined) throw new InvalidArgumentError(`Did you mean ${meant}?`);
    return value;
  };

const under = "For a policy file:";

/** Flags that say what a key would have told. */
export const fileFlags: FlagsFor<FileOptions> = {
  account: { under, words: "--account <id>", does: "account that owns the key", read: accountId },
  partition: {
    under,
    words: "--partition <name>",
    does: "partition, such as aws-cn",
    read: nearlyOneOf(partitions),
  },
  keySpec: {
    under,
    words: "--key-spec <spec>",
    does: "such as SYMMETRIC_DEFAULT or RSA_2048",
    read: nearlyOneOf(keySpecs),
  },
  keyUsage: {
    under,
    words: "--key-usage <usage>",
    does: "such as ENCRYPT_DECRYPT or SIGN_VERIFY",
    read: nearlyOneOf(keyUsages),
  },
  keyArn: { under, words: "--key-arn <arn>", does: "ARN of the key" },
  set: {
    under,
    words: "--set <name=value>",
    does: "value of a parameter or variable of a template (repeatable)",
    read: collect,
  },
  parameters: {
    under,
    words: "--parameters <file>",
    does: "values of its parameters, as CloudFormation writes them down",
  },
};

/** What a verb that only reads is told besides. */
export interface ReadOptions extends FileOptions {
  /** Of a plan what stands before. */
  readonly before?: boolean;
}

/** Flags of the verbs that read a policy. */
export const readFlags: FlagsFor<ReadOptions> = {
  ...fileFlags,
  before: { under, words: "--before", does: "of a Terraform plan: the policy as it is before the plan" },
};

/** The flags of every change. */
export interface ChangeFlags extends FileOptions {
  readonly dryRun?: boolean;
  /** The whole run is then one of each related key: see `run-related.ts`. */
  readonly related?: boolean;
  readonly yes?: boolean;
  readonly accept?: readonly string[];
  readonly reason?: string;
  readonly bypassPolicyLockoutSafetyCheck?: boolean;
  readonly full?: boolean;
  /** False with `--no-iam`. */
  readonly iam?: boolean;
  /** The configuration's file; false with `--no-config`. */
  readonly config?: string | false;
  readonly noConfig?: boolean;
}

/** Of verbs whose change has another half, an IAM policy. */
export interface HalfFlags {
  /** The file that takes that policy. */
  readonly iamPolicy?: string;
}

const ofChange = "Of every change:";

/** Flags of every verb that changes a policy. */
export const changeFlags: FlagsFor<ChangeFlags> = {
  dryRun: { under: ofChange, words: "--dry-run", does: "show what would change, write nothing" },
  related: {
    under: ofChange,
    words: "--related",
    does: "the same on the related keys of a multi-Region key, each in its own Region",
  },
  yes: { under: ofChange, words: "-y, --yes", does: "do not ask" },
  accept: {
    under: ofChange,
    words: "--accept <code>",
    does: "accept a security finding that this change introduces (repeatable)",
    read: collect,
  },
  reason: { under: ofChange, words: "--reason <text>", does: "why; kept in the history" },
  full: { under: ofChange, words: "--full", does: "show every line of long lists" },
  iam: { under: ofChange, words: "--no-iam", does: "do not ask IAM who gains and who loses through it" },
  config: {
    under: ofChange,
    words: "--config <file>",
    does: "go by this configuration, not by the .kmspolrc.json above the file or the current folder",
  },
  noConfig: { under: ofChange, words: "--no-config", does: "without any .kmspolrc.json" },
  bypassPolicyLockoutSafetyCheck: {
    under: ofChange,
    words: "--bypass-policy-lockout-safety-check",
    does: "let a policy pass that locks you out; the key may be lost",
  },
  ...fileFlags,
};

/** For the IAM policy of a multi-Region key. */
export const alsoRegion = {
  words: "--also-region <region>",
  does: "the IAM policy names the related multi-Region key there too (repeatable)",
  read: collect,
};

/** Flags with their values as words of a command line; what has no value is left out. */
export const flagWords = (values: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(values).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
