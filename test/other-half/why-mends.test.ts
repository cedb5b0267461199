import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import { addAdmins } from "../../src/default-view/add-admins.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { allowDeletion } from "../../src/default-view/allow-deletion.ts";
import { grantAccounts } from "../../src/default-view/grant-accounts.ts";
import { grantService } from "../../src/default-view/grant-service.ts";
import { upgrade } from "../../src/default-view/upgrade.ts";
import type { NextCommand } from "../../src/next-command.ts";
import { decideWhy } from "../../src/other-half/why-decide.ts";
import { readDenial } from "../../src/other-half/why-denial.ts";
import { why } from "../../src/other-half/why.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { adminLists, admins, delegation, grants, users } from "../default-view/console-policies.ts";
import { commandsOf } from "./commands-of.ts";
import { arn, keys, other, own, parse, policy, type Short } from "../default-view/support.ts";
import { sample } from "../support/long-form.ts";

type Key = keyof typeof keys;

const messageOf = (who: string, action: string, because: string, resource: string) =>
  `User: ${who} is not authorized to perform: ${action} on resource: ${resource} because no ${because} policy allows the ${action} action`;

const session = `arn:aws:sts::${own}:assumed-role/App/run-7`;

const answer = (document: PolicyDocument, facts: KeyFacts, who: string, action: string, because: string) => {
  const text = messageOf(who, action, because, facts.arn ?? "");
  return decideWhy(why(text), readDenial(text)!, { document, facts });
};

const whole = [delegation, admins("role/Ops"), users("role/App"), grants("role/App")];
const k = keys.symmetric.arn;

test.each<[string, readonly Short[], Key, string, string, string, string, readonly string[]]>([
  ["the policy allows it by now", whole, "symmetric", session, "Decrypt", "identity-based", "other", ["can"]],
  [
    ...(["not left to IAM", [users("role/Old")], "symmetric", session, "Encrypt", "identity-based"] as const),
    ...(["key-policy", ["add-user"]] as const),
  ],
  ["left to IAM", whole, "symmetric", arn("user/Ann"), "Decrypt", "identity-based", "iam", ["add-user"]],
  [
    ...(["only for AWS services", whole, "symmetric", session, "CreateGrant", "resource-based"] as const),
    ...(["condition", ["can", "edit"]] as const),
  ],
  [
    "an older administrators list",
    [delegation, admins("role/Ops", adminLists.A3)],
    ...(["symmetric", arn("role/Ops"), "RotateKeyOnDemand", "identity-based", "iam", ["upgrade"]] as const),
  ],
  [
    "an older list, on a multi-Region key",
    [admins("role/Ops", adminLists.A3)],
    ...([
      "multiRegion",
      arn("role/Ops"),
      "ReplicateKey",
      "resource-based",
      "key-policy",
      ["upgrade"],
    ] as const),
  ],
  [
    "an administrator who may not delete",
    [admins("role/Ops", adminLists["A4-D"])],
    ...(["symmetric", arn("role/Ops"), "ScheduleKeyDeletion", "resource-based"] as const),
    ...(["key-policy", ["allow-deletion"]] as const),
  ],
  [
    "nobody who may delete",
    whole,
    ...([
      "symmetric",
      arn("user/Ann"),
      "ScheduleKeyDeletion",
      "resource-based",
      "iam",
      ["add-admin"],
    ] as const),
  ],
  [
    "administration",
    whole,
    "symmetric",
    arn("user/Ann"),
    "PutKeyPolicy",
    "identity-based",
    "iam",
    ["add-admin"],
  ],
  ["what its type lacks", whole, "symmetric", session, "Sign", "identity-based", "other", []],
  ["what its type lacks", whole, "signing", session, "Decrypt", "resource-based", "other", []],
  [
    "imported material",
    whole,
    "symmetric",
    arn("role/Ops"),
    "ImportKeyMaterial",
    "identity-based",
    "other",
    [],
  ],
  ["retiring a grant", whole, "symmetric", session, "RetireGrant", "identity-based", "other", []],
  ["what acts on no key", whole, "symmetric", session, "ListKeys", "identity-based", "iam", []],
  [
    "another account",
    [delegation],
    ...([
      "symmetric",
      arn("role/App", other),
      "Decrypt",
      "resource-based",
      "key-policy",
      ["grant-account"],
    ] as const),
  ],
  [
    "a Deny",
    [...whole, { deny: true, who: "role/App", may: "kms:*" }],
    ...(["symmetric", session, "Decrypt", "identity-based", "explicit-deny", ["edit"]] as const),
  ],
  [
    "a service",
    [delegation],
    ...(["symmetric", "cloudtrail.amazonaws.com", "GenerateDataKey", "resource-based"] as const),
    ...(["key-policy", ["grant-service"]] as const),
  ],
  [
    "a service of a Region",
    [delegation],
    ...(["symmetric", "logs.us-east-1.amazonaws.com", "Encrypt", "resource-based"] as const),
    ...(["key-policy", ["grant-service"]] as const),
  ],
])("with the policy at hand: %s", (_, before, key, who, name, because, half, verbs) => {
  const found = answer(policy(...before), keys[key], who, `kms:${name}`, because);
  expect([found.half, found.commands.map(({ verb }) => verb)]).toEqual([half, verbs]);
});

test("an alias has no policy", () => {
  const alias = k.replace(/key\/.*/, "alias/new");
  const found = why(messageOf(session, "kms:CreateAlias", "identity-based", alias));
  expect(found).toMatchObject({ half: "iam", commands: [] });
  expect(found.explanation).toContain("An alias has no policy");
});

/** Runs a printed command on the document, as the verb would; those that only look change nothing. */
const run = (
  document: PolicyDocument,
  { verb, operands: [who = ""] }: NextCommand,
  facts: KeyFacts,
): PolicyDocument => {
  const verbs: Partial<Record<NextCommand["verb"], () => PolicyDocument>> = {
    "add-user": () => addUsers(document, [who], facts).document,
    "add-admin": () => addAdmins(document, [who], facts).document,
    "allow-deletion": () => allowDeletion(document, [], facts).document,
    upgrade: () => upgrade(document, [], facts).document,
    "grant-account": () => grantAccounts(document, [who], facts).document,
    "grant-service": () => grantService(document, [who], facts, { sourceAccounts: [own] }).document,
  };
  return (verbs[verb] ?? (() => document))();
};

const callers = [session, arn("user/Ann"), arn("role/Ops"), arn("role/App", other), "sns.amazonaws.com"];
const actions = ["Decrypt", "CreateGrant", "PutKeyPolicy", "ScheduleKeyDeletion", "RotateKeyOnDemand"];
const changing = /^(add-|allow-|upgrade|grant-)/;

test.each([
  ...sample(
    readdirSync("test/corpus/valid").filter((_, i) => i % 4 === 0),
    16,
  ),
])("every command that changes the policy turns the answer of can: %s", (name) => {
  const document = parse(readFileSync(`test/corpus/valid/${name}`, "utf8"));
  const facts = { ...keys.symmetric, arn: keys.symmetric.arn };
  for (const who of callers) {
    for (const action of actions.map((one) => `kms:${one}`)) {
      const commands = answer(document, facts, who, action, "resource-based").commands.filter(({ verb }) =>
        changing.test(verb),
      );
      if (commands.length === 0) continue;
      const after = commands.reduce((edited, command) => run(edited, command, facts), document);
      const principal = who.includes("amazonaws") ? `service:${who}` : who;
      const request = { principal, action, context: { "aws:SourceAccount": own } };
      const { decision } = evaluate(readPolicy(after), request, facts);
      expect(decision).toBe(who.includes(other) ? "needs-iam" : "allowed");
    }
  }
});

// What services say about a key that they could not use (each service's user guide, troubleshooting).
test.each<[string, string, RegExp, readonly string[]]>([
  [
    "CloudWatch Logs",
    `AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:eu-west-2:${own}:log-group:vpc-flow-logs'`,
    /log group/,
    [
      `kmspol grant-service KEY logs.eu-west-2.amazonaws.com --source-arn arn:aws:logs:eu-west-2:${own}:log-group:vpc-flow-logs`,
    ],
  ],
  [
    "RDS",
    `An error occurred (KMSKeyNotAccessibleFault) when calling the CopyDBClusterSnapshot operation: The source snapshot KMS key [${k}] does not exist, is not enabled or you do not have permissions to access it.`,
    /does not say which/,
    [`kmspol show ${k}`, `kmspol can ${k} PRINCIPAL kms:CreateGrant`, `kmspol add-user ${k} PRINCIPAL`],
  ],
  [
    "Secrets Manager",
    "AccessDeniedException: Access to KMS is not allowed",
    /Secrets Manager/,
    ["kmspol can KEY PRINCIPAL kms:Decrypt", "kmspol add-user KEY PRINCIPAL"],
  ],
  [
    "an alarm and its topic",
    "CloudWatch Alarms does not have authorization to access the SNS topic encryption key.",
    /aws\/sns never works/,
    ["kmspol grant-service KEY cloudwatch --source-account ACCOUNT"],
  ],
  [
    "an empty reason",
    "An error occurred (AccessDeniedException) when calling the Decrypt operation: ",
    /does not say/,
    ["kmspol can KEY PRINCIPAL kms:Decrypt", "kmspol add-user KEY PRINCIPAL"],
  ],
  [
    "invalid principals",
    "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
    /does not exist/,
    ["kmspol put KEY FILE --dry-run", "kmspol prune KEY"],
  ],
  [
    "a service as the caller",
    `User: cloudtrail.amazonaws.com is not authorized to perform: kms:GenerateDataKey on resource: ${k} because no resource-based policy allows the kms:GenerateDataKey action`,
    /does not let cloudtrail.amazonaws.com in/,
    [`kmspol grant-service ${k} cloudtrail.amazonaws.com --source-account ${own}`],
  ],
  [
    "SNS",
    "KMSAccessDenied: The ciphertext references a key that doesn't exist or that you don't have access to. (Service: AWSKMS; Status Code: 400)",
    /does not say|whether the key/,
    ["kmspol can KEY PRINCIPAL kms:Decrypt", "kmspol add-user KEY PRINCIPAL"],
  ],
  [
    "SQS, with KMS's own words",
    `(KMS.AccessDeniedException) when calling the SendMessage operation: User: ${session} is not authorized to perform: kms:GenerateDataKey on resource: ${k} because no resource-based policy allows the kms:GenerateDataKey action`,
    /neither names role\/App/,
    [`kmspol add-user ${k} role/App`],
  ],
  [
    "S3, the identity's side",
    `An error occurred (AccessDenied) when calling the PutObject operation: User: ${arn("user/Ann")} is not authorized to perform: kms:GenerateDataKey on resource: ${k} because no identity-based policy allows the kms:GenerateDataKey action`,
    /leaves it to IAM/,
    [`kmspol add-user ${k} ${arn("user/Ann")}`],
  ],
  [
    "Lambda",
    "Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings.",
    /function's role/,
    ["kmspol can KEY PRINCIPAL kms:Decrypt", "kmspol add-user KEY PRINCIPAL"],
  ],
  [
    "EC2 Auto Scaling",
    "Launching a new EC2 instance. Status Reason: Client.InternalError: Client error on launch. Launching EC2 instance failed.",
    /service-linked role/,
    ["kmspol add-user KEY role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"],
  ],
  [
    "DynamoDB",
    `AccessDeniedException: The customer managed key ${k} is not accessible: the KMS key access was denied`,
    /does not say/,
    [`kmspol can ${k} PRINCIPAL kms:GenerateDataKey`, `kmspol add-user ${k} PRINCIPAL`],
  ],
  [
    "Backup",
    "Insufficient privileges to perform this action. The role lacks access to the KMS key",
    /does not say/,
    ["kmspol can KEY PRINCIPAL kms:GenerateDataKey", "kmspol add-user KEY PRINCIPAL"],
  ],
  [
    "CloudTrail",
    "InsufficientEncryptionPolicyException: Insufficient permissions to access S3 bucket my-trail or KMS key alias/trail.",
    /CloudTrail/,
    ["kmspol grant-service KEY cloudtrail --source-account ACCOUNT"],
  ],
])("what %s says", (_, text, explanation, commands) => {
  const found = why(text);
  expect(found.explanation).toMatch(explanation);
  expect(commandsOf(found)).toEqual(commands);
  expect(Object.keys(found).sort()).toEqual(["commands", "explanation", "half"]);
});

test.each([
  "Access denied to s3 bucket",
  "the KMS key was rotated",
  "An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied",
])("no message about a key that could not be used: %s", (text) => {
  expect(() => why(text)).toThrow(expect.objectContaining({ exit: 2, code: "no-denial" }) as Error);
});
