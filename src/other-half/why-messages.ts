import { next, type NextCommand } from "../next-command.ts";

/** What a message of another service tells beside its words: the first of each that it names. */
interface Told {
  readonly text: string;
  /** Key or alias ARN, else `KEY`. */
  readonly key: string;
  /** The caller's ARN, else `PRINCIPAL`. */
  readonly who: string;
  /** The account of some ARN in it, else `ACCOUNT`. */
  readonly account: string;
}

type Reading = readonly [pattern: RegExp, explain: (told: Told, match: RegExpExecArray) => Why];

const why = (half: Why["half"], explanation: string, ...commands: readonly NextCommand[]): Why => ({
  half,
  explanation,
  commands,
});

const grant = ({ key, account }: Told, service: string): NextCommand =>
  next("grant-service", [service], { "--source-account": account }, key);

const addUser = ({ key, who }: Told): NextCommand => next("add-user", [who], {}, key);
const can = ({ key, who }: Told, action: string): NextCommand => next("can", [who, action], {}, key);

const asCaller =
  "uses the key with the permissions of whoever calls it, and by grants that it makes for them";

/**
 * Messages in which a service, not KMS, says that a key could not be used (each service's user guide, troubleshooting).
 * They tell less than KMS does: what they leave open is said.
 */
const readings: readonly Reading[] = [
  [
    /not allowed to be used with Arn '(arn:aws[a-z-]*:logs:([a-z0-9-]+):(\d{12}):[^'\s]+)'/i,
    (told, [, arn = "", region = ""]) =>
      why(
        "key-policy",
        `CloudWatch Logs may not use the key for this log group: the key policy does not let logs.${region}.amazonaws.com in for it, or there is no such key in ${region}.`,
        next(
          "grant-service",
          [logsName(arn, region)],
          { "--source-arn": arn.replaceAll(/[^\w:/.*#=@+-]/g, "?") },
          told.key,
        ),
      ),
  ],
  [
    /CloudWatch Alarms does not have authorization to access the SNS topic encryption key/i,
    (told) =>
      why(
        "key-policy",
        "The key of the SNS topic does not let CloudWatch use it. A topic under the key aws/sns never works: its policy cannot be changed.",
        grant(told, "cloudwatch"),
      ),
  ],
  [
    /InsufficientEncryptionPolicy|Insufficient permissions to access (?:the )?(?:S3 bucket .* or )?KMS key/i,
    (told) =>
      why(
        "key-policy",
        "CloudTrail may not use the key, or not write to the bucket.",
        grant(told, "cloudtrail"),
      ),
  ],
  [
    /InsufficientDeliveryPolicy.*kms|provided kms key is/i,
    (told) =>
      why("key-policy", "AWS Config may not use the key, or not write to the bucket.", grant(told, "config")),
  ],
  [
    /invalid (service )?principals?\b/i,
    (told, [, service]) =>
      why(
        "other",
        service
          ? "The policy that was to be put names an AWS service that KMS does not know: check shows which."
          : "The policy that was to be put names a user, role or account that does not exist (deleted, misspelt, without its path, or too new to be seen everywhere). put --dry-run looks each one up and names those that are missing; prune takes out the ids of deleted ones.",
        next("put", ["FILE"], { "--dry-run": true }, told.key),
        next("prune", [], {}, told.key),
      ),
  ],
  [
    /InvalidArnException.*valid principal|ARN does not refer to a valid principal/i,
    (told) =>
      why(
        "other",
        "A role that was deleted and made again has another id: the grant for the old one is dead. Give the function the role once more (or another one and back), so that Lambda makes a new grant.",
        can(told, "kms:CreateGrant"),
      ),
  ],
  [
    /unable to decrypt the environment variables/i,
    (told) =>
      why(
        "other",
        "The function's role may not decrypt with the key, or the key is disabled or gone: the message does not say which.",
        can(told, "kms:Decrypt"),
        addUser(told),
      ),
  ],
  [
    /Client\.InternalError|InvalidKMSKey\.InvalidState/i,
    (told) =>
      why(
        "key-policy",
        "EC2 could not use the key of an encrypted volume: the key is disabled, or whoever launches may not use it and make grants for it. EC2 Auto Scaling launches by its service-linked role.",
        addUser({
          ...told,
          who: "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        }),
      ),
  ],
  [
    /Access to KMS is not allowed/i,
    (told) =>
      why(
        "other",
        "Secrets Manager uses the secret's key with the permissions of whoever reads or writes the secret, and theirs do not suffice: kms:Decrypt to read, kms:GenerateDataKey too to write. From another account the key aws/secretsmanager never works.",
        can(told, "kms:Decrypt"),
        addUser(told),
      ),
  ],
  [
    /KMSKeyNotAccessibleFault|does not exist, is not enabled or you do not have permissions? to access it/i,
    (told) =>
      why(
        "other",
        `The key does not exist, is not enabled, or the caller may not use it: the message does not say which. The service ${asCaller}: kms:DescribeKey and kms:CreateGrant, and for a snapshot of another account the use of its key.`,
        next("show", [], {}, told.key),
        can(told, "kms:CreateGrant"),
        addUser(told),
      ),
  ],
];

/** China's and the isolated partitions' names end otherwise. */
const logsName = (arn: string, region: string): string =>
  arn.startsWith("arn:aws-cn:") ? `logs.${region}.amazonaws.com.cn` : `logs.${region}.amazonaws.com`;

const aboutKms = /\bkms\b|kms(?:key|access|exception)|encryption key|customer (?:master|managed) key/i;
const refusal =
  /access ?denied|not authori[sz]ed|not allowed|no(?:t have)? (?:sufficient )?permission|insufficient (?:privileges|permissions)|not accessible|inaccessible|cannot access|could not access|unable to (?:access|use|decrypt|encrypt)|don't have (?:access|permission)|does not (?:exist|have)|doesn't (?:exist|have)/i;

/** A message that no reading above knows, but that speaks of a key which could not be used. */
const anyService = (told: Told): Why =>
  why(
    "other",
    `The message does not say whether the key is there and enabled, nor whose permission is missing. Most services use a key with the permissions of whoever calls them, some as themselves: then grant-service lets them in.`,
    can(told, /decrypt|ciphertext/i.test(told.text) ? "kms:Decrypt" : "kms:GenerateDataKey"),
    addUser(told),
  );

/** Explains what a service says about a key that could not be used, as far as it tells; undefined for any other text. */
export const readServiceMessage = (message: string): (Why & { readonly isGuess?: true }) | undefined => {
  const text = message.slice(0, 20_000).replaceAll(/\s+/g, " ");
  const key = /\barn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/[\w/-]+/.exec(text)?.[0] ?? "KEY";
  const who =
    /\barn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]*[\w+=@-]/.exec(text)?.[0] ?? "PRINCIPAL";
  const account = /\barn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/.exec(text)?.[1] ?? "ACCOUNT";
  const told: Told = { text, key, who, account };
  for (const [pattern, explain] of readings) {
    const match = pattern.exec(text);
    if (match) return explain(told, match);
  }
  return aboutKms.test(text) && refusal.test(text) ? { ...anyService(told), isGuess: true } : undefined;
};
/** Where a permission is missing, and what mends it. The field names are the contract of `--json`. */

export interface Why {
  readonly half: "key-policy" | "iam" | "explicit-deny" | "condition" | "other";
  readonly explanation: string;
  /** The smallest commands that mend it, or that find out more. */
  readonly commands: readonly NextCommand[];
}
