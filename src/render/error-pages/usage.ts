import { page } from "./page.ts";

/** Errors in the command line: its flags, its operands and their values. Exit code 2. */
export const usagePages = {
  usage: page(
    "The command line cannot be understood.",
    "kmspol help VERB shows operands, flags and examples.",
  ),
  "unknown-verb": page("There is no such verb.", "kmspol --help lists the verbs."),
  "unknown-flag": page("The verb has no such flag.", "kmspol help VERB lists its flags."),
  "too-many-days": page(
    "CloudTrail's event history has 90 days, and more were asked for.",
    "Ask for 90 at most, or give the files of a trail with --trail.",
  ),
  "too-many-operands": page(
    "The verb takes fewer operands.",
    "kmspol help VERB shows them; quote words with blanks.",
  ),
  "missing-value": page("A flag lacks its value.", "kmspol help VERB shows it."),
  "bad-value": page("A flag has a value that it does not take.", "The message names those that it takes."),
  "conflicting-flags": page("Two flags contradict each other.", "Leave one of them out."),
  "account-needed": page(
    "Something depends on the account that owns the key, and a file does not tell it.",
    "Give --account, or --key-arn.",
  ),
  "other-region": page(
    "--via names a service in another Region than the key's; no request comes from there.",
    "Write the service alone: --via s3.",
  ),
  "malformed-context": page(
    "--encryption-context takes KEY=VALUE, both as they are.",
    "Write it like --encryption-context app=billing; repeat the flag for more.",
  ),
  "malformed-organization": page(
    "--org takes the id of an organization.",
    "It begins with o-: aws organizations describe-organization tells it.",
  ),
  "malformed-date": page(
    "--until takes a date, or a date and a time with its zone.",
    "Write 2027-01-31, which begins at midnight UTC, or 2027-01-31T18:00:00Z.",
  ),
  "malformed-permission-set": page(
    "The text behind sso/ names no permission set of IAM Identity Center.",
    "Write sso/NAME or sso/NAME@ACCOUNT, as Identity Center calls it, without AWSReservedSSO_ and the random ending.",
  ),
  "past-date": page("The date of --until is past: nobody would get anything.", "Name a later one."),
  "bad-context": page(
    "--context takes KEY=VALUE.",
    "Write it like --context kms:ViaService=s3.eu-west-1.amazonaws.com.",
  ),
  "bad-endpoint": page(
    "An endpoint is no http or https URL: --endpoint-url, AWS_ENDPOINT_URL or a profile's endpoint_url.",
    "Write the whole URL, with its port.",
  ),
  "no-replica": page(
    "--also-region names a Region that holds no related key of this multi-Region key.",
    "kmspol show tells what the key is; aws kms replicate-key makes a replica.",
  ),
  "bad-key-arn": page(
    "--key-arn is no ARN of a key.",
    "It looks like arn:aws:kms:REGION:ACCOUNT:key/ID; an alias's ARN will not do.",
  ),
  "bad-principal": page(
    "The operand names nobody who can make a request.",
    "Give an ARN, role/NAME, user/NAME, an account id, root-user:ID or service:NAME.",
  ),
  "bad-region": page("There is no Region of that name.", "Check --region, AWS_REGION and the profile."),
  "bad-tag": page("--tag takes KEY=VALUE.", "Write it like --tag team=payments."),
  "bad-target": page(
    "The operand names no key and no policy file, or standard input is asked for twice.",
    "Give a key id, an ARN, alias/NAME, a file's path or -.",
  ),
  "consent-needed": page(
    "A change needs a yes, and there is no terminal to ask on.",
    "Give --yes, or --dry-run to see what would change.",
  ),
  "editor-command": page(
    "The editor's command cannot be split into words as a shell would.",
    "Mend the quotes in --editor, KMSPOL_EDITOR, VISUAL or EDITOR.",
  ),
  "editor-file": page(
    "The private file for the editor cannot be written or read.",
    "See that the folder for temporary files is writable, or set TMPDIR.",
  ),
  "editor-not-started": page("The editor cannot be started.", "Set VISUAL or EDITOR, or give --editor."),
  "grants-need-symmetric-key": page(
    "AWS services use symmetric encryption keys only; this key has no use for the grants statement.",
    "Leave out --only grants.",
  ),
  "related-of-file": page(
    "A policy file has no related keys.",
    "Change each file by itself; --related is for a multi-Region key.",
  ),
  "grants-of-file": page("A file knows no grants.", "Name the key itself."),
  "needs-a-key": page(
    "wait asks AWS again until the answer changes, and what a file says does not change by waiting.",
    "Name a key; for a file ask once with kmspol can.",
  ),
  "invalid-account-id": page(
    "An account id has 12 digits; a command also takes it as 4444-5555-6666.",
    "aws sts get-caller-identity prints yours.",
  ),
  "invalid-key": page("KMS does not take the operand for a key.", "Give a key id, its ARN or alias/NAME."),
  "other-service-name": page(
    "The service uses keys under another name than the one that people call it by.",
    "Write the name in the hint: vpc-flow-logs is delivery.logs, eventbridge is events, alarms are cloudwatch.",
  ),
  "invalid-service-principal": page(
    "The operand names no AWS service principal.",
    "Write it like logs.eu-west-1.amazonaws.com, or the short name of a common service.",
  ),
  "key-arn-needed": page(
    "IAM policies and events of CloudTrail name the key by its ARN, and a file does not tell it.",
    "Give --key-arn.",
  ),
  "key-usage-needed": page(
    "The rights depend on what the key is for, and a file does not tell it.",
    "Give --key-usage, such as ENCRYPT_DECRYPT or SIGN_VERIFY, and --key-spec.",
  ),
  "malformed-group": page("The operand names no IAM group.", "Give the group's name, group/NAME or its ARN."),
  "malformed-source-arn": page(
    "--source-arn is no ARN.",
    "Give the ARN of the resource for which the service acts.",
  ),
  "missing-operand": page(
    "An operand is missing.",
    "kmspol help VERB lists them; on a terminal kmspol asks.",
  ),
  "no-denial": page(
    "The text is no message about a missing KMS permission.",
    "Give the whole message, from User: to the reason.",
  ),
  "no-editor": page("No editor was found.", "Set VISUAL or EDITOR, or give --editor."),
  "no-such-change": page("The history has no such change.", "kmspol history TARGET lists them."),
  "no-such-run": page(
    "No run of kmspol each has that id, or several begin with it.",
    "Give the whole id, which the run named when it began.",
  ),
  "not-multi-region": page(
    "The key exists in its own Region only.",
    "Leave the other Regions, or --related, out.",
  ),
  "read-only-target": page(
    "A policy out of the history cannot be changed.",
    "kmspol undo TARGET --to CHANGE puts it back.",
  ),
  "region-needed": page(
    "The name of the service has a Region in it, which is not known of a policy file.",
    "Give --key-arn, or write the whole name: --via s3.eu-west-1.amazonaws.com.",
  ),
  "unknown-service": page(
    "kms:ViaService has no such value.",
    "The message names the nearest; a service is written by its first word, as s3 or dynamodb.",
  ),
  "service-source-conflict": page(
    "--unscoped contradicts --source-account and --source-arn.",
    "Give one or the other.",
  ),
  "service-source-needed": page(
    "A service that acts for anyone can be misused by anyone (the confused deputy).",
    "Give --source-account or --source-arn; --unscoped says that you mean anyone.",
  ),
  "group-way-needed": page(
    "A group is never a principal of a policy, so add-group has two ways.",
    "Give --expand to name each of its users, or --via-iam to leave it to an IAM policy of the group.",
  ),
  "bad-attach": page(
    "An inline IAM policy is attached to a role, a user or a group, and to nothing else.",
    "Write role/NAME, user/NAME or group/NAME; a path in front of the name may be left out.",
  ),
  "unknown-action": page(
    "KMS has no such action.",
    "The message names the nearest; reference: Actions of AWS KMS.",
  ),
  "unknown-code": page("No finding and no error has this code.", "kmspol explain lists every code."),
  "unknown-principal": page(
    "IAM knows no such user or role in the key's account.",
    "The message names the nearest; paths count.",
  ),
  "malformed-principal-arn": page(
    "The operand names no principal that a key policy can name.",
    "Give an ARN, role/NAME, user/NAME or a 12-digit account id.",
  ),
} as const;
