import type { Description } from "../../description.ts";
import { exposureOf, type Exposure } from "../../exposure.ts";
import { statementRule, type Rule } from "../../rule.ts";

const open = <Code extends string>(
  description: Description<Code>,
  how: Exposure["how"],
  message: string,
  hint: string,
): Rule<Code> =>
  statementRule({
    ...description,
    run: (statement, context) => {
      const exposure = exposureOf(statement, context);
      return exposure?.how === how
        ? { at: exposure.at, message: `${message}${exposure.doubt}`, hint }
        : undefined;
    },
  });

const limit = "kms:CallerAccount, aws:PrincipalAccount, aws:PrincipalOrgID or aws:PrincipalArn";

/** Any AWS account whose IAM lets it may use the key; the key's own identities need nothing more (Security Hub KMS.5). */
export const publicAccess = open(
  {
    code: "public-access",
    severity: "security",
    title: "Everyone in every AWS account",
    page: () => ({
      trigger: 'An Allow is for "*" and has no condition, and no Deny takes strangers out again.',
      why: "Every identity of every AWS account whose own IAM lets it can use the key; those of the key's account need not even that. Security Hub KMS.5 fails.",
      fix: "Name the accounts or roles; or add a condition on kms:CallerAccount, aws:PrincipalAccount, aws:PrincipalOrgID or aws:PrincipalArn with a fixed value.",
      example:
        '"Principal": { "AWS": "*" }  =>  the same with "StringEquals": { "kms:CallerAccount": "111122223333" }',
    }),
  },
  "unconditioned",
  'this Allow is for "*", everyone in every AWS account, without a condition',
  `name accounts or roles, or add a condition on ${limit} with a fixed value`,
);

/** Conditions that a stranger can meet: tags, encryption context, transport, wildcards in values, negations, IfExists. */
export const ineffectiveRestriction = open(
  {
    code: "ineffective-restriction",
    severity: "security",
    title: "The condition does not keep outsiders away",
    page: () => ({
      trigger:
        'An Allow for "*" has conditions, but only ones that a stranger meets: a wildcard or a variable for the account or organization, a negation, IfExists, ForAllValues, the encryption context, tags, aws:SecureTransport.',
      why: "It looks restricted and is open to every account.",
      fix: "Add a condition with a fixed value on a key that the caller cannot choose: kms:CallerAccount, aws:PrincipalAccount, aws:PrincipalOrgID, aws:PrincipalArn.",
      example:
        '"StringLike": { "aws:PrincipalOrgID": "o-*" }  =>  "StringEquals": { "aws:PrincipalOrgID": "o-abcdefghij" }',
    }),
  },
  "loosely-conditioned",
  'this Allow is for "*", and its condition does not keep strangers out',
  `add a condition on ${limit} with a fixed value`,
);

/** kms:ViaService tells the service, not the account that uses it (KMS Developer Guide, kms:ViaService). */
export const viaServiceWithoutAccount = open(
  {
    code: "via-service-without-account",
    severity: "security",
    title: "Any account may come through the service",
    page: () => ({
      trigger:
        'An Allow for "*" is limited by kms:ViaService and by nothing that tells the caller\'s account.',
      why: "The service works for every account: anyone can come through it.",
      fix: "Add kms:CallerAccount beside it, as the policies of AWS managed keys do.",
      example:
        '"kms:ViaService": "s3.us-west-2.amazonaws.com"  =>  "kms:ViaService": "s3.us-west-2.amazonaws.com", "kms:CallerAccount": "111122223333"',
    }),
  },
  "through-a-service",
  'this Allow is for "*", and any account may come through the service',
  "add kms:CallerAccount with the account's id beside kms:ViaService",
);
