/** The members that a policy can have (IAM policy grammar). */
export const policyElements: readonly string[] = ["Version", "Id", "Statement"];

/** The members that a statement can have. */
export const statementElements: readonly string[] = [
  ...["Sid", "Effect", "Principal", "NotPrincipal"],
  ...["Action", "NotAction", "Resource", "NotResource", "Condition"],
];
