import { expect, test } from "vitest";
import { decideWhy } from "../../src/other-half/why-decide.ts";
import { readDenial } from "../../src/other-half/why-denial.ts";
import { why } from "../../src/other-half/why.ts";
import { type Why } from "../../src/other-half/why-messages.ts";
import { delegation, users } from "../default-view/console-policies.ts";
import { commandsOf } from "./commands-of.ts";
import { arn, keys, other, own, policy, type Short } from "../default-view/support.ts";

const key = keys.symmetric.arn;
const session = (account: string) => `arn:aws:sts::${account}:assumed-role/App/run-7`;
const internal = `arn:aws:sts::${own}:assumed-role/aws:ec2-infrastructure/i-0123456789abcdef0`;
const message = (who: string, action: string, because: string) =>
  `User: ${who} is not authorized to perform: ${action} on resource: ${key} ${because}`;
const noKeyPolicy = (action: string) => `because no resource-based policy allows the ${action} action`;
const noIam = (action: string) => `because no identity-based policy allows the ${action} action`;

test.each<[string, string, Why["half"], readonly string[]]>([
  [
    "own account, not in the key policy",
    message(session(own), "kms:Decrypt", noKeyPolicy("kms:Decrypt")),
    "key-policy",
    [`kmspol add-user ${key} role/App`],
  ],
  [
    "the CLI's words around it",
    `An error occurred (AccessDeniedException) when calling the PutKeyPolicy operation: ${message(arn("user/Ann"), "kms:PutKeyPolicy", noKeyPolicy("kms:PutKeyPolicy"))}\n`,
    "key-policy",
    [`kmspol add-admin ${key} ${arn("user/Ann")}`],
  ],
  [
    "deletion",
    message(arn("user/Ann"), "kms:ScheduleKeyDeletion", noKeyPolicy("kms:ScheduleKeyDeletion")),
    "key-policy",
    [`kmspol add-admin ${key} ${arn("user/Ann")}`, `kmspol allow-deletion ${key}`],
  ],
  [
    "own account, the key policy delegates, IAM does not allow",
    message(session(own), "kms:CreateGrant", noIam("kms:CreateGrant")),
    "iam",
    [`kmspol add-user ${key} role/App`],
  ],
  [
    "a role of AWS's own, which no policy can name",
    message(internal, "kms:Decrypt", noKeyPolicy("kms:Decrypt")),
    "other",
    [],
  ],
  ["the same, whose IAM is blamed", message(internal, "kms:Decrypt", noIam("kms:Decrypt")), "other", []],
  [
    "another account, first half missing",
    message(session(other), "kms:Decrypt", noKeyPolicy("kms:Decrypt")),
    "key-policy",
    [`kmspol grant-account ${key} ${other} --attach role/App --account-profile PROFILE`],
  ],
  [
    "another account, second half missing",
    message(arn("user/team/Ann", other), "kms:GenerateDataKey", noIam("kms:GenerateDataKey")),
    "iam",
    [`kmspol grant-account ${key} ${other} --attach user/Ann --account-profile PROFILE`],
  ],
  [
    "another account, an action that never works there",
    message(session(other), "kms:PutKeyPolicy", noKeyPolicy("kms:PutKeyPolicy")),
    "other",
    [],
  ],
  [
    "a Deny in the key policy",
    message(session(own), "kms:Decrypt", "with an explicit deny in a resource-based policy"),
    "explicit-deny",
    [`kmspol can ${key} ${arn("role/App")} kms:Decrypt`, `kmspol edit ${key}`],
  ],
  [
    "a Deny elsewhere",
    message(session(own), "kms:Decrypt", "with an explicit deny in a service control policy"),
    "explicit-deny",
    [],
  ],
  [
    "a permissions boundary",
    message(session(own), "kms:Decrypt", "because no permissions boundary allows the kms:Decrypt action"),
    "other",
    [],
  ],
  [
    "a VPC endpoint",
    message(session(own), "kms:Decrypt", "because no VPC endpoint policy allows the kms:Decrypt action"),
    "other",
    [],
  ],
  [
    "an action on no key",
    `User: ${arn("user/Ann")} is not authorized to perform: kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys action`,
    "iam",
    [],
  ],
  [
    "a foreign ciphertext",
    "An error occurred (AccessDeniedException) when calling the Decrypt operation: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
    "key-policy",
    ["kmspol can KEY PRINCIPAL kms:Decrypt", "kmspol add-user KEY PRINCIPAL"],
  ],
  [
    "an old message without a reason",
    message(session(own), "kms:Decrypt", ""),
    "other",
    [`kmspol can ${key} ${arn("role/App")} kms:Decrypt`, `kmspol add-user ${key} role/App`],
  ],
])("why: %s", (_, text, half, commands) => {
  const found = why(text);
  expect({ ...found, commands: commandsOf(found) }).toMatchObject({ half, commands });
  expect(found.explanation).toMatch(/\.$/);
});

test.each([
  "",
  "no such file",
  "User: x is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b",
])("why: %s is no message of KMS", (text) => {
  expect(() => why(text)).toThrow(expect.objectContaining({ exit: 2, code: "no-denial" }) as Error);
});

test("what a message holds beside plain ARNs never gets into a command", () => {
  const found = why(message(`${session(own)}$(reboot)`, "kms:Decrypt;reboot", noKeyPolicy("kms:Decrypt")));
  expect(commandsOf(found).join()).not.toMatch(/[;$()]/);
});

test.each<[string, readonly Short[], Why["half"]]>([
  [
    "a condition",
    [{ who: "role/App", may: "kms:Decrypt", if: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
    "condition",
  ],
  ["a Deny", [users("role/App"), { deny: true, who: "role/App", may: "kms:*" }], "explicit-deny"],
  ["IAM", [delegation], "iam"],
  ["nothing", [users("role/Old")], "key-policy"],
  ["it allows it by now", [users("role/App")], "other"],
])("with the policy at hand the reading is sharpened: %s", (_, before, half) => {
  const text = message(session(own), "kms:Decrypt", noKeyPolicy("kms:Decrypt"));
  const denial = readDenial(text)!;
  const key = { document: policy(...before), facts: keys.symmetric };
  expect(decideWhy(why(text), denial, key).half).toBe(half);
});

test.each(["kms:RetireGrant", "kms:SynchronizeMultiRegionKey"])(
  "%s at the start of a sentence is written as it is",
  (action) => {
    const { explanation } = why(message(session(own), action, noKeyPolicy(action)));
    expect(explanation).toContain(action);
    expect(explanation).not.toMatch(/Kms:/);
  },
);
