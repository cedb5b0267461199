import { exposureOf, type Exposure } from "../../exposure.ts";
import { statementRule, type Rule } from "../../rule.ts";

const open = (how: Exposure["how"], message: string, hint: string): Rule =>
  statementRule((statement, context) => {
    const exposure = exposureOf(statement, context);
    return exposure?.how === how
      ? { at: exposure.at, message: `${message}${exposure.doubt}`, hint }
      : undefined;
  });

const limit = "kms:CallerAccount, aws:PrincipalAccount, aws:PrincipalOrgID or aws:PrincipalArn";

/** Any AWS account whose IAM lets it may use the key; the key's own identities need nothing more (Security Hub KMS.5). */
export const publicAccess = open(
  "unconditioned",
  'this Allow is for "*", everyone in every AWS account, without a condition',
  `name accounts or roles, or add a condition on ${limit} with a fixed value`,
);

/** Conditions that a stranger can meet: tags, encryption context, transport, wildcards in values, negations, IfExists. */
export const ineffectiveRestriction = open(
  "loosely-conditioned",
  'this Allow is for "*", and its condition does not keep strangers out',
  `add a condition on ${limit} with a fixed value`,
);

/** kms:ViaService tells the service, not the account that uses it (KMS Developer Guide, kms:ViaService). */
export const viaServiceWithoutAccount = open(
  "through-a-service",
  'this Allow is for "*", and any account may come through the service',
  "add kms:CallerAccount with the account's id beside kms:ViaService",
);
