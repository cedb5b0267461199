import { replaceAt } from "../../fixes.ts";
import { partitionOf } from "../../../policy/same-document.ts";
import { repairedArn } from "../../values/repair-arn.ts";
import { roleInWords } from "../../values/role-in-words.ts";
import { quoted } from "../../quoted.ts";
import { principalRule, statementRule } from "../../rule.ts";
import { valueOfMember } from "../../views.ts";

/** IAM was asked and does not know the user or role: the put would fail (IAM User Guide, "Principal"). */
export const unverifiedPrincipal = principalRule({
  code: "unverified-principal",
  severity: "warning",
  title: "IAM does not know the principal",
  page: () => ({
    trigger: "IAM of the key's account was asked, and does not know the user or role.",
    why: "KMS looks every principal up and refuses the put. A new one takes some seconds to be seen.",
    fix: "Create it first; or correct its name or path.",
    example: "…:role/App, whose path is /team/  =>  …:role/team/App",
  }),
  needs: ["iam"],
  run: (at, _statement, { options }) =>
    options.missingPrincipals?.has(at.value)
      ? {
          at,
          message: `IAM does not know ${quoted(at.value)}`,
          hint: "create it first, or correct its name or path; one created seconds ago may need a moment",
        }
      : undefined,
});

/** A session ends, and another one has another name (IAM User Guide, "Principal"). */
export const sessionPrincipal = principalRule({
  code: "session-principal",
  severity: "warning",
  title: "The principal is one session",
  page: () => ({
    trigger: "An entry is an assumed-role session or a federated user.",
    why: "It is bound to one session name: the next session, with another name, has no access.",
    fix: "Name the role.",
    example: "arn:aws:sts::111122223333:assumed-role/App/i-0abc  =>  arn:aws:iam::111122223333:role/App",
  }),
  run: (at, _statement, { facts }) => {
    const { principal } = at;
    if (principal.kind !== "session" && principal.kind !== "federated-user") return undefined;
    const message = `${quoted(at.value)} is one session, and no other`;
    if (principal.kind === "federated-user") return { at, message, hint: "name the IAM user or a role" };
    const role = repairedArn(at.value, facts);
    if (role === undefined) return { at, message, hint: roleInWords(at.value) };
    return { at, message, hint: `for every session of the role write ${role}, with its path if it has one` };
  },
});

/** Users have long-term credentials; AWS recommends roles (IAM best practices). */
export const iamUserPrincipal = principalRule({
  code: "iam-user-principal",
  severity: "suggestion",
  title: "The principal is an IAM user",
  page: () => ({
    trigger: "An entry is an IAM user.",
    why: "Users have credentials that do not expire; AWS recommends roles.",
    fix: "Give the access to a role that the user assumes.",
    example: "…:user/Alice  =>  …:role/Analyst",
  }),
  run: (at) =>
    at.principal.kind === "user"
      ? {
          at,
          message: `${quoted(at.value)} is an IAM user, who has long-term credentials`,
          hint: "give the access to a role",
        }
      : undefined,
});

/** KMS gives the id back as a root ARN, which shows as a change (key policies, GetKeyPolicy). */
export const accountIdShortForm = principalRule({
  code: "account-id-short-form",
  severity: "suggestion",
  title: "The account is written as a bare number",
  page: () => ({
    trigger: "An account is written as its 12 digits.",
    why: "KMS returns it as a root ARN, so that the file and the key never look the same.",
    fix: "Write the root ARN; it means the same.",
    example: '"444455556666"  =>  "arn:aws:iam::444455556666:root"',
  }),
  fixKeepsAccess: true,
  fixesMeet: "never",
  run: (at, _statement, { facts, document }) => {
    if (at.principal.kind !== "account" || at.principal.partition !== undefined) return undefined;
    const arn = `arn:${facts.partition ?? partitionOf(document)}:iam::${at.value}:root`;
    return {
      at,
      message: `KMS will return ${quoted(at.value)} as ${arn}`,
      hint: `write ${arn}`,
      fix: replaceAt(at.path, arn),
    };
  },
});

/** The API takes the bare text, the console's editor has refused it (field reports, aws-cdk 12511). */
export const bareStarString = statementRule({
  code: "bare-star-string",
  severity: "suggestion",
  title: 'The Principal is the bare "*"',
  page: () => ({
    trigger: 'Principal is the text "*".',
    why: "The API takes it, the console's editor has refused to save it.",
    fix: 'Write { "AWS": "*" }; it means the same.',
    example: '"Principal": "*"  =>  "Principal": { "AWS": "*" }',
  }),
  fixKeepsAccess: true,
  run: (statement) =>
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
});
