import type { MalformedPrincipal } from "../../../policy/principal.ts";
import { arnFault } from "../../../policy/arn-fault.ts";
import { parsePrincipal } from "../../../policy/principal.ts";
import type { Description } from "../../description.ts";
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
const malformed = <Code extends MalformedPrincipal>(
  description: Description<Code>,
  message: (entry: PrincipalView) => string,
  advice: string | Advise,
): Rule<Code> =>
  principalRule({
    ...description,
    run: (at, statement, context) =>
      at.principal.kind === "malformed" && at.principal.because === description.code && !excused(at.value)
        ? {
            at,
            message: message(at),
            ...(typeof advice === "string" ? { hint: advice } : advice(at, statement, context)),
          }
        : undefined,
  });

// An empty text is for missing-principal, a template for variable-syntax.
const excused = (value: string): boolean => value.trim() === "" || value.includes("${");

export const groupPrincipal = malformed(
  {
    code: "group-principal",
    severity: "error",
    title: "An IAM group is no principal",
    page: () => ({
      trigger: "An entry is the ARN of an IAM group.",
      why: "A group does not authenticate, and is no principal in any policy: KMS refuses the document.",
      fix: "Either name the group's users one by one (kmspol add-group --expand), or let IAM decide: the policy delegates to the account, and the group gets an IAM policy for this key (kmspol add-group --via-iam).",
      example:
        '"AWS": "arn:aws:iam::111122223333:group/Dev"  =>  "AWS": ["arn:aws:iam::111122223333:user/Alice", "arn:aws:iam::111122223333:user/Bob"]',
    }),
    rejectedByKms: true,
    explainsNoEffect: true,
  },
  ({ value }) => `${quoted(value)} is an IAM group, and a group is never a principal`,
  "take it out; kmspol add-group then names its users one by one (--expand), or lets IAM decide and gives the group an IAM policy (--via-iam)",
);

export const iamOnlyArn = malformed(
  {
    code: "iam-only-arn",
    severity: "error",
    title: "This IAM resource cannot call KMS",
    page: () => ({
      trigger:
        "An entry is an ARN of IAM that stands for no caller: a policy, an instance profile, an MFA device, a provider.",
      why: "Only accounts, users, roles and sessions call KMS.",
      fix: "Name the role behind it: of an instance profile, the role that it holds.",
      example: "…:instance-profile/web  =>  …:role/web",
    }),
    rejectedByKms: true,
    explainsNoEffect: true,
  },
  ({ value }) => `${quoted(value)} is no user, role or session, and cannot call KMS`,
  "name the role that it stands for: …:role/NAME",
);

export const federatedPrincipal = malformed(
  {
    code: "federated-principal",
    severity: "error",
    title: "Federated principals are for role trust policies",
    page: () => ({
      trigger: "Principal has Federated.",
      why: "Identity providers stand in the trust policies of roles alone.",
      fix: "Name the role that the provider's users assume.",
      example:
        '{ "Federated": "accounts.google.com" }  =>  { "AWS": "arn:aws:iam::111122223333:role/WebUser" }',
    }),
    rejectedByKms: true,
    explainsNoEffect: true,
  },
  ({ value }) => `the identity provider ${quoted(value)} is no principal of a key policy`,
  'name the role that its users assume: { "AWS": "…:role/NAME" }',
);

export const canonicalUserPrincipal = malformed(
  {
    code: "canonical-user-principal",
    severity: "error",
    title: "CanonicalUser is for S3 policies",
    page: () => ({
      trigger: "Principal has CanonicalUser.",
      why: "Canonical user ids are of S3; KMS knows none.",
      fix: "Name the account.",
      example: '{ "CanonicalUser": "79a59df9…" }  =>  { "AWS": "arn:aws:iam::111122223333:root" }',
    }),
    rejectedByKms: true,
    explainsNoEffect: true,
  },
  () => "a canonical user id is for S3 policies only",
  'name the account, user or role: { "AWS": "…" }',
);

export const invalidServicePrincipal = malformed(
  {
    code: "invalid-service-principal",
    severity: "error",
    title: "No service principal",
    page: () => ({
      trigger: "An entry under Service is no dotted name in lower case.",
      why: 'KMS says "one or more invalid service principals".',
      fix: "Write the service's own name, as its guide gives it. There is no wildcard.",
      example: '{ "Service": "S3" }  =>  { "Service": "s3.amazonaws.com" }',
    }),
    rejectedByKms: true,
    explainsNoEffect: true,
  },
  ({ value }) => `${quoted(value)} is no service principal`,
  "it is the service's full name in lower case, such as logs.eu-west-1.amazonaws.com",
);

export const wildcardInPrincipal = malformed(
  {
    code: "wildcard-in-principal",
    severity: "error",
    title: "A wildcard inside a principal",
    page: () => ({
      trigger: "An ARN or account id has * or ? in it.",
      why: 'A principal is either a lone "*" or exactly one identity.',
      fix: "Open the principal, and narrow it by a condition on aws:PrincipalArn.",
      example:
        '"AWS": "arn:aws:iam::111122223333:role/App-*"  =>  "AWS": "*" with "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/App-*" }',
    }),
    rejectedByKms: true,
    explainsNoEffect: true,
  },
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
  {
    code: "malformed-principal-arn",
    severity: "error",
    title: "The principal is no ARN of a user, role or session",
    page: () => ({
      trigger:
        "An entry under AWS is no ARN of an account, user, role, session or federated user: a bare name, a Region filled in, a colon too many, another service.",
      why: 'KMS says only "one or more invalid principals".',
      fix: "Write arn:PARTITION:iam::ACCOUNT:role/PATH/NAME, with nothing between the two colons.",
      example: "arn:aws:iam:us-east-1:111122223333:role/App  =>  arn:aws:iam::111122223333:role/App",
    }),
    rejectedByKms: true,
    explainsNoEffect: true,
  },
  ({ value }) => `${quoted(value)} is no ARN of an account, user, role or session${because(value)}`,
  ({ value, path }, _statement, { facts }) => {
    const meant = repairedArn(value, facts);
    if (meant !== undefined && parsePrincipal("AWS", meant).kind !== "malformed")
      return { hint: `write ${meant}`, suggestion: replaceAt(path, meant) };
    return { hint: arnHint(value) };
  },
);

const because = (value: string): string => {
  const fault = arnFault(value);
  return fault === undefined ? "" : `: ${fault}`;
};

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
