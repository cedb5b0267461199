import { replaceAt } from "../../fixes.ts";
import { partitionOf } from "../../../policy/same-document.ts";
import { repairedArn } from "../../values/repair-arn.ts";
import { roleInWords } from "../../values/role-in-words.ts";
import { quoted } from "../../quoted.ts";
import { principalRule, statementRule } from "../../rule.ts";
import { valueOfMember } from "../../views.ts";

/** IAM was asked and does not know the user or role: the put would fail (IAM User Guide, "Principal"). */
export const unverifiedPrincipal = principalRule(
  (at, _statement, { options }) =>
    options.missingPrincipals?.has(at.value)
      ? {
          at,
          message: `IAM does not know ${quoted(at.value)}`,
          hint: "create it first, or correct its name or path; one created seconds ago may need a moment",
        }
      : undefined,
  ["iam"],
);

/** A session ends, and another one has another name (IAM User Guide, "Principal"). */
export const sessionPrincipal = principalRule((at, _statement, { facts }) => {
  const { principal } = at;
  if (principal.kind !== "session" && principal.kind !== "federated-user") return undefined;
  const message = `${quoted(at.value)} is one session, and no other`;
  if (principal.kind === "federated-user") return { at, message, hint: "name the IAM user or a role" };
  const role = repairedArn(at.value, facts);
  if (role === undefined) return { at, message, hint: roleInWords(at.value) };
  return { at, message, hint: `for every session of the role write ${role}, with its path if it has one` };
});

/** Users have long-term credentials; AWS recommends roles (IAM best practices). */
export const iamUserPrincipal = principalRule((at) =>
  at.principal.kind === "user"
    ? {
        at,
        message: `${quoted(at.value)} is an IAM user, who has long-term credentials`,
        hint: "give the access to a role",
      }
    : undefined,
);

/** KMS gives the id back as a root ARN, which shows as a change (key policies, GetKeyPolicy). */
export const accountIdShortForm = principalRule((at, _statement, { facts, document }) => {
  if (at.principal.kind !== "account" || at.principal.partition !== undefined) return undefined;
  const arn = `arn:${facts.partition ?? partitionOf(document)}:iam::${at.value}:root`;
  return {
    at,
    message: `KMS will return ${quoted(at.value)} as ${arn}`,
    hint: `write ${arn}`,
    fix: replaceAt(at.path, arn),
  };
});

/** The API takes the bare text, the console's editor has refused it (field reports, aws-cdk 12511). */
export const bareStarString = statementRule((statement) =>
  statement.members
    .filter(
      ({ name, value }) => /^(Not)?Principal$/.test(name) && value.kind === "string" && value.value === "*",
    )
    .map((member) => ({
      at: valueOfMember(member),
      message: `${member.name} is the bare "*", which the console's editor refuses`,
      hint: 'write { "AWS": "*" }',
      fix: replaceAt(member.path, { AWS: "*" }),
    })),
);
