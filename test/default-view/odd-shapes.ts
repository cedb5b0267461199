import { permissionSetPattern } from "../../src/policy/permission-set.ts";
import { adminLists, admins, delegation, useLists, users } from "./console-policies.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import { arn, keys, other, own, parse, policy } from "./support.ts";

const s3 = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
const caller = (key: string, values: string | readonly string[]) => ({ StringEquals: { [key]: values } });
const theirSession = (account: string) => `arn:aws:sts::${account}:assumed-role/App/one`;
const set = (name: string, account = own) => ({
  ArnLike: { "aws:PrincipalArn": permissionSetPattern({ name, account }) },
});
const guard = (days: string, rest: object = {}) => ({
  ...{ deny: true as const, who: "*", may: "kms:ScheduleKeyDeletion" },
  ...{ if: { NumericLessThan: { "kms:TrailingDaysWithoutKeyUsage": days } }, ...rest },
});
/** Statements that would matter to every verb. */
const everybodyNamed = policy(
  users(["role/App", "role/Ops", arn("root", other)]),
  admins(["role/Ops", "role/App"], adminLists["A3-D"]),
  { who: { Service: "sns.amazonaws.com" }, may: "kms:Decrypt" },
  { who: "AIDACKCEVSQ6C2EXAMPLE", may: "kms:Decrypt" },
  guard("30"),
);
const beside = (text: string): PolicyDocument =>
  parse(text.replace('"Statement": [', `"Statement": [\n    ${JSON.stringify(delegationOnly)},`));
const delegationOnly = {
  ...{ Effect: "Allow", Principal: { AWS: arn("root") } },
  ...{ Action: "kms:*", Resource: "*" },
};

const shape = (name: string, document: PolicyDocument) => ({ name, document, facts: keys.symmetric });

/** Statements that give nothing, that let in by a condition, that keep somebody out: seldom, and easily taken for others. */
export const oddShapes = [
  shape(
    "statements whose Effect is misspelt",
    beside(everybodyNamed.text.replaceAll('"Allow"', '"allow"').replaceAll('"Deny"', '"deny"')),
  ),
  shape(
    "statements about another key",
    beside(
      everybodyNamed.text.replaceAll('"Resource": "*"', `"Resource": "${keys.symmetric.arn.slice(0, -1)}c"`),
    ),
  ),
  shape(
    "sessions by name, of one role name in two accounts",
    policy(delegation, users([theirSession(own), theirSession(other), "role/Old"])),
  ),
  shape(
    "principals by a condition on who calls",
    policy(
      delegation,
      {
        who: "*",
        may: useLists.symmetric,
        if: caller("aws:PrincipalArn", [arn("role/App"), arn("role/Old")]),
      },
      { who: "root", may: ["kms:Sign", "kms:Decrypt"], if: caller("aws:PrincipalArn", arn("role/App")) },
      { who: "*", may: adminLists["A3-D"], if: caller("aws:PrincipalArn", arn("role/Ops")) },
    ),
  ),
  shape(
    "another account by a condition, and what services do for it",
    policy(
      delegation,
      { who: "*", may: useLists.symmetric, if: caller("kms:CallerAccount", [own, other]) },
      {
        ...{ who: { Service: "sns.amazonaws.com" }, may: "kms:Decrypt" },
        if: caller("aws:SourceAccount", [other, own]),
      },
      { who: { Service: "sqs.amazonaws.com" }, may: "kms:Decrypt", if: caller("aws:SourceAccount", other) },
    ),
  ),
  shape(
    "guards of the deletion, and what is none",
    policy(
      delegation,
      admins("role/Ops"),
      guard("30"),
      guard("90"),
      guard("400", { may: ["kms:ScheduleKeyDeletion", "kms:DisableKey"] }),
      guard("500", { who: "role/App" }),
      guard("600", { if: { NumericLessThan: { "kms:TrailingDaysWithoutKeyUsage": "600", "kms:X": "1" } } }),
    ),
  ),
  shape(
    "permission sets of two accounts",
    policy(
      delegation,
      { who: "root", may: useLists.symmetric, if: set("Dev") },
      {
        ...{ who: arn("root", other), may: useLists.symmetric },
        if: set("Dev", other),
      },
      {
        ...{ who: "root", may: [...adminLists["A3-D"], "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"] },
        if: { ...set("Sec"), ...s3 },
      },
    ),
  ),
  shape(
    "names and actions twice",
    policy(delegation, {
      who: ["role/App", "role/App", "role/Old", "role/Old"],
      may: [...useLists.symmetric, "kms:Decrypt", "kms:Sign", "kms:Sign"],
    }),
  ),
  shape(
    "a Deny that takes the administration, and one the account's share",
    policy(
      delegation,
      admins("role/Ops"),
      users("role/App"),
      { deny: true, who: "role/Ops", may: ["kms:Put*", "kms:ScheduleKeyDeletion"] },
      { deny: true, who: "*", may: "kms:Decrypt", if: { StringNotEquals: { "kms:CallerAccount": other } } },
    ),
  ),
];
