import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { checkPolicy } from "../../src/check/check.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { parsePrincipal } from "../../src/policy/principal.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

// A role that AWS creates exists under its path alone: without it an ARN names nobody (IAM User Guide, "Service-linked roles"; IAM Identity
// Center User Guide, "Referencing permission sets in resource policies"). Every command says so, whichever of them is asked.

const own = "111122223333";
const facts = { account: own, partition: "aws" };
const sso = "AWSReservedSSO_Dev_0123456789abcdef";
const linked = "AWSServiceRoleForAutoScaling";
const ssoPath = "aws-reserved/sso.amazonaws.com/";
const linkedPath = "aws-service-role/autoscaling.amazonaws.com/";
const role = (resource: string, partition = "aws") => `arn:${partition}:iam::${own}:role/${resource}`;
const session = (name: string) => `arn:aws:sts::${own}:assumed-role/${name}/jo`;

const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
const read = (statement: object) => {
  const root = { Effect: "Allow", Principal: { AWS: role("Keeper") }, Action: "kms:*", Resource: "*" };
  const own = { Effect: "Allow", Action: use, Resource: "*", ...statement };
  const parsed = parsePolicyText(JSON.stringify({ Version: "2012-10-17", Statement: [root, own] }), "json");
  const document = documentOf(parsed);
  if (!document) throw new Error("no document");
  return { parsed, document, policy: readPolicy(document) };
};

const told = (statement: object, callers: readonly string[]) => {
  const { parsed, document, policy } = read(statement);
  const rows = listAccess(policy, facts).filter(({ principal }) => !principal.endsWith("role/Keeper"));
  const view = readDefaultView(document, facts);
  const nothing = { ...policy, statements: policy.statements.slice(0, 1) };
  return {
    show: [...view.users, ...view.limited.map(({ principal }) => principal)].filter(
      (who) => who !== role("Keeper"),
    ),
    examples: rows.map(({ example }) => example.principal),
    nobody: (view.nobody ?? []).map(({ text }) => text),
    whoCan: [...new Set(rows.map(({ principal }) => principal))],
    can: callers.map((principal) =>
      evaluate(policy, { principal, action: "kms:Decrypt", context: {} }, facts),
    ),
    gained: compareAccess(nothing, policy, facts).gained.length,
    codes: checkPolicy(parsed, facts).map(({ code }) => code),
  };
};

test.each([
  [role(sso), session(sso)],
  [role(`aws-reserved/${sso}`), session(sso)],
  [role(`team/${sso}`), session(sso)],
  [role(`${ssoPath}eu-west-1/more/${sso}`), session(sso)],
  [role(`${linkedPath}${sso}`), session(sso)],
  [role(linked), session(linked)],
  [role(`aws-service-role/${linked}`), session(linked)],
  [role(`aws-service-role/autoscaling/${linked}`), session(linked)],
  [role(`${ssoPath}${linked}`), session(linked)],
  [role("AWSServiceRoleForSomethingNew"), session("AWSServiceRoleForSomethingNew")],
])("%s names nobody, for every command", (arn, caller) => {
  const { show, nobody, whoCan, can, gained, codes } = told({ Principal: { AWS: arn } }, [arn, caller]);
  expect({ show, nobody, whoCan, gained }).toEqual({ show: [], nobody: [arn], whoCan: [], gained: 0 });
  expect(can.map(({ decision }) => decision)).toEqual(["not-allowed", "not-allowed"]);
  expect(codes).toContain("reserved-role-path");
});

test.each([
  [role(`${ssoPath}${sso}`), session(sso)],
  [role(`${ssoPath}eu-west-1/${sso}`), session(sso)],
  [role(`${linkedPath}${linked}`), session(linked)],
  [role("AWSReserved"), session("AWSReserved")],
  [role("team/AWSServiceRole"), session("AWSServiceRole")],
])("%s is a role like any other, for every command", (arn, caller) => {
  const { show, nobody, whoCan, can, codes } = told({ Principal: { AWS: arn } }, [arn, caller]);
  expect({ show, nobody, whoCan }).toEqual({ show: [arn], nobody: [], whoCan: [arn] });
  expect(can.map(({ decision }) => decision)).toEqual(["allowed", "allowed"]);
  expect(codes).not.toContain("reserved-role-path");
});

test.each([
  ["ArnLike", role("AWSReservedSSO_Dev_*"), session(sso), 0],
  ["ArnLike", role("AWSServiceRoleFor*"), session(linked), 0],
  ["StringLike", role("AWSReservedSSO_*"), session(sso), 0],
  ["StringEquals", role(sso), session(sso), 0],
  ["ArnLike", role(`${ssoPath}*AWSReservedSSO_Dev_*`), session(sso), 1],
  ["ArnLike", role("*AWSReservedSSO_Dev_*"), session(sso), 1],
  ["ArnLike", role("*/AWSReservedSSO_Dev_*"), session(sso), 1],
  ["ArnLike", role(`${ssoPath}eu-west-1/AWSReservedSSO_Dev_*`), session(sso), 1],
  ["ArnLike", role("aws-service-role/*"), session(linked), 1],
  ["ArnLike", role("*AWSServiceRoleForAuto*"), session(linked), 1],
])("a condition %s %s holds for roles under their path alone", (operator, pattern, caller, most) => {
  const statement = {
    Principal: { AWS: "*" },
    Condition: { [operator]: { "aws:PrincipalArn": pattern } },
  };
  const { examples, can } = told(statement, [caller]);
  // A path of somebody's own may begin like the name of such a role: that is another role.
  const reserved = examples.filter((arn) => /\/AWS(?:ReservedSSO_|ServiceRoleFor)[^/]*$/.test(arn));
  expect(reserved.map((arn) => parsePrincipal("AWS", arn).kind)).toEqual(reserved.map(() => "role"));
  expect(Math.min(reserved.length, 1)).toBeLessThanOrEqual(most);
  const [answer] = can;
  const mayBe = answer?.decision !== "not-allowed" || answer.undecided !== undefined;
  expect(mayBe).toBe(most === 1);
});
