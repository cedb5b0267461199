import type { MalformedPrincipal } from "../../../policy/principal.ts";
import { parsePrincipal } from "../../../policy/principal.ts";
import { bothOf, replaceAt, withTest } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { principalRule, type CheckContext, type Fix, type Rule } from "../../rule.ts";
import { repairedArn } from "../../values/repair-arn.ts";
import { roleInWords } from "../../values/role-in-words.ts";
import { memberOf, type PrincipalView, type StatementView } from "../../views.ts";

interface Advice {
  readonly hint: string;
  readonly suggestion?: Fix | undefined;
}

type Advise = (entry: PrincipalView, statement: StatementView, context: CheckContext) => Advice;

/** One rule for each way in which an entry names nobody: "one or more invalid principals" is all that KMS says. */
const malformed = (
  because: MalformedPrincipal,
  message: (entry: PrincipalView) => string,
  advice: string | Advise,
): Rule =>
  principalRule((at, statement, context) =>
    at.principal.kind === "malformed" && at.principal.because === because && !excused(at.value)
      ? {
          at,
          message: message(at),
          ...(typeof advice === "string" ? { hint: advice } : advice(at, statement, context)),
        }
      : undefined,
  );

// An empty text is for missing-principal, a template for variable-syntax.
const excused = (value: string): boolean => value.trim() === "" || value.includes("${");

export const groupPrincipal = malformed(
  "group-principal",
  ({ value }) => `${quoted(value)} is an IAM group, and a group is never a principal`,
  "name its users one by one (kmspol add-group --expand), or let IAM decide and give the group an IAM policy (--via-iam)",
);

export const iamOnlyArn = malformed(
  "iam-only-arn",
  ({ value }) => `${quoted(value)} is no user, role or session, and cannot call KMS`,
  "name the role that it stands for: …:role/NAME",
);

export const federatedPrincipal = malformed(
  "federated-principal",
  ({ value }) => `the identity provider ${quoted(value)} is no principal of a key policy`,
  'name the role that its users assume: { "AWS": "…:role/NAME" }',
);

export const canonicalUserPrincipal = malformed(
  "canonical-user-principal",
  () => "a canonical user id is for S3 policies only",
  'name the account, user or role: { "AWS": "…" }',
);

export const invalidServicePrincipal = malformed(
  "invalid-service-principal",
  ({ value }) => `${quoted(value)} is no service principal`,
  "it is the service's full name in lower case, such as logs.eu-west-1.amazonaws.com",
);

export const wildcardInPrincipal = malformed(
  "wildcard-in-principal",
  ({ value }) => `${quoted(value)} has a wildcard, and only a lone "*" is one in a principal`,
  (at, statement, { facts }) => {
    const account = /^arn:[^:]*:iam::(\d{12}):(?:root)?\*$/.exec(at.value)?.[1];
    if (account !== undefined) {
      const root = at.value.replace(/(?:root)?\*$/, "root");
      const hint = `write ${root}: the account, whose IAM policies then say which of its users and roles`;
      return { hint, suggestion: replaceAt(at.path, root) };
    }
    if (!at.value.includes(":"))
      return { hint: 'write "*" and a condition on aws:PrincipalAccount or aws:PrincipalArn' };
    const pattern = repairedArn(at.value, facts) ?? at.value;
    const hint = `write { "AWS": "*" } and the condition "ArnLike": { "aws:PrincipalArn": "${pattern}" }`;
    const isAlone = statement.principals.length === 1 && memberOf(statement, "Principal") !== undefined;
    const hasKey = statement.tests.some(({ folded }) => folded === "aws:principalarn");
    if (!isAlone || hasKey) return { hint };
    const all = replaceAt([...statement.path, "Principal"], { AWS: "*" });
    return {
      hint,
      suggestion: bothOf(all, withTest(statement.path, "ArnLike", "aws:PrincipalArn", pattern)),
    };
  },
);

export const malformedPrincipalArn = malformed(
  "malformed-principal-arn",
  ({ value }) => `${quoted(value)} is no ARN of an account, user, role or session`,
  ({ value, path }, _statement, { facts }) => {
    const meant = repairedArn(value, facts);
    if (meant !== undefined && parsePrincipal("AWS", meant).kind !== "malformed")
      return { hint: `write ${meant}`, suggestion: replaceAt(path, meant) };
    return { hint: arnHint(value) };
  },
);

const arnHint = (value: string): string => {
  if (/^o-|^ou-|^r-/.test(value)) return 'name { "AWS": "*" } and add the condition aws:PrincipalOrgID';
  if (/\.amazonaws\.(com|eu)/.test(value) && !value.startsWith("arn:"))
    return `name it under Service: { "Service": "${value}" }`;
  if (/[<>{}]|\bYOUR|\bREPLACE/i.test(value))
    return "put the name in the place of what a template or a guide left there";
  if (/assumed-role/.test(value)) return roleInWords(value);
  const account = /\d{12}/.exec(value)?.[0] ?? "ACCOUNT";
  const owner = `arn:${/^arn:(aws[a-z-]*):/.exec(value)?.[1] ?? "aws"}:iam::${account}:`;
  const last = /^[\w+=,.@-]+$/.exec(value.split(/[:/]/).at(-1) ?? "")?.[0] ?? "NAME";
  return `name a role or a user: ${owner}role/${last}, or …user/${last}`;
};
