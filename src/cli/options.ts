import { type Command, InvalidArgumentError, Option } from "commander";

/** Flags of every verb, declared once on the program. */
export const addGlobalOptions = (program: Command): Command =>
  program
    .optionsGroup("Everywhere:")
    .option("--profile <name>", "profile of the AWS configuration")
    .option("--region <region>", "AWS Region (a key ARN's own Region wins)")
    .option("--endpoint-url <url>", "talk to this endpoint instead of AWS")
    .option("--json", "one JSON document on standard output")
    .option("--no-color", "no colours (also: NO_COLOR)")
    .option("--debug", "requests and retries on standard error");

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

/** Flags that say what a key would have told. */
export const addFileOptions = (command: Command): Command =>
  command
    .optionsGroup("For a policy file:")
    .addOption(new Option("--account <id>", "account that owns the key").argParser(accountId))
    .option("--partition <name>", "partition, such as aws-cn")
    .option("--key-spec <spec>", "such as SYMMETRIC_DEFAULT or RSA_2048")
    .option("--key-usage <usage>", "such as ENCRYPT_DECRYPT or SIGN_VERIFY")
    .option("--key-arn <arn>", "ARN of the key")
    .addOption(
      new Option(
        "--set <name=value>",
        "value of a parameter or variable of a template (repeatable)",
      ).argParser(collect),
    )
    .option("--parameters <file>", "values of its parameters, as CloudFormation writes them down");

const accountId = (value: string): string => {
  if (/^\d{12}$/.test(value)) return value;
  throw new InvalidArgumentError("An account id has 12 digits.");
};

/** The flags of every change. */
export interface ChangeFlags extends FileOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly accept?: readonly string[];
  readonly reason?: string;
  readonly bypassPolicyLockoutSafetyCheck?: boolean;
  readonly full?: boolean;
  /** False with `--no-iam`. */
  readonly iam?: boolean;
  /** File for the other half's IAM policy (grant-account). */
  readonly iamPolicy?: string;
}

/** Flags of every verb that changes a policy. */
export const addChangeOptions = (command: Command): Command =>
  addFileOptions(
    command
      .optionsGroup("Of every change:")
      .option("--dry-run", "show what would change, write nothing")
      .option("-y, --yes", "do not ask")
      .addOption(
        new Option(
          "--accept <code>",
          "accept a security finding that this change introduces (repeatable)",
        ).argParser(collect),
      )
      .option("--reason <text>", "why; kept in the history")
      .option("--full", "show every line of long lists")
      .option("--no-iam", "do not ask IAM who gains and who loses through it")
      .option(
        "--bypass-policy-lockout-safety-check",
        "let a policy pass that locks you out; the key may be lost",
      ),
  );

/** A flag that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** For the IAM policy of a multi-Region key. */
export const alsoRegionOption = (): Option =>
  new Option(
    "--also-region <region>",
    "the IAM policy names the related multi-Region key there too (repeatable)",
  ).argParser(collect);

/** Flags with their values as words of a command line; what has no value is left out. */
export const flagWords = (values: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(values).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));

/** The examples at the end of a verb's help; each is a command and what it does. */
export const examples = (lines: readonly (readonly [command: string, does: string])[]): string =>
  ["", "Examples:", ...lines.flatMap(([command, does]) => [`  ${command}`, `      ${does}`])].join("\n");
