import type { MalformedPrincipal } from "../../../policy/principal.ts";
import { quoted } from "../../quoted.ts";
import { principalRule, type Rule } from "../../rule.ts";
import type { PrincipalView } from "../../views.ts";

/** One rule for each way in which an entry names nobody: "one or more invalid principals" is all that KMS says. */
const malformed = (
  because: MalformedPrincipal,
  message: (entry: PrincipalView) => string,
  hint: string | ((entry: PrincipalView) => string),
): Rule =>
  principalRule((at) =>
    at.principal.kind === "malformed" && at.principal.because === because && !excused(at.value)
      ? { at, message: message(at), hint: typeof hint === "string" ? hint : hint(at) }
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
  "write the service's full name in lower case, such as logs.eu-west-1.amazonaws.com",
);

export const wildcardInPrincipal = malformed(
  "wildcard-in-principal",
  ({ value }) => `${quoted(value)} has a wildcard, and only a lone "*" is one in a principal`,
  ({ value }) => `write { "AWS": "*" } and the condition "ArnLike": { "aws:PrincipalArn": "${value}" }`,
);

export const malformedPrincipalArn = malformed(
  "malformed-principal-arn",
  ({ value }) => `${quoted(value)} is no ARN of an account, user, role or session`,
  ({ value }) => arnHint(value),
);

const arnHint = (value: string): string => {
  if (/^o-|^ou-|^r-/.test(value)) return 'write { "AWS": "*" } and the condition aws:PrincipalOrgID';
  if (/\.amazonaws\.(com|eu)/.test(value) && !value.startsWith("arn:"))
    return `write { "Service": "${value}" }`;
  const account = /\d{12}/.exec(value)?.[0] ?? "111122223333";
  const owner = `arn:${/^arn:(aws[a-z-]*):/.exec(value)?.[1] ?? "aws"}:iam::${account}:`;
  const [, type, name] = /[:/](user|role)s?[:/]([\w+=,.@/-]+)$/i.exec(value) ?? [];
  if (/[:/]root\/?$/.test(value)) return `write ${owner}root`;
  if (type && name) return `write ${owner}${type.toLowerCase()}/${name}`;
  const last = /^[\w+=,.@-]+$/.exec(value.split(/[:/]/).at(-1) ?? "")?.[0] ?? "NAME";
  return `write ${owner}role/${last}, or …user/${last}`;
};
