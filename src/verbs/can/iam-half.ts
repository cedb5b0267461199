import { evaluateIdentity, type IdentityEvaluation } from "../../access/evaluate-identity.ts";
import type { AccessRequest, Evaluation } from "../../access/types.ts";
import { UsageError } from "../../errors.ts";
import { parseKeyArn } from "../../other-half/key-arn.ts";
import { worksAcrossAccounts } from "../../other-half/cross-account.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import type { Context } from "../../cli/app.ts";
import { openAccount } from "../../cli/open-account.ts";

/** What the IAM policies of the principal's own account say. */
export interface IamHalf extends IdentityEvaluation {
  readonly account: string;
}

/**
 * Asks the IAM policies of a user or role (a user's groups included) with a profile of its account. Throws UsageError
 * (`bad-principal`) for a principal that has no IAM policies of its own, RefusedError (`wrong-account-profile`).
 */
export const iamHalf = async (
  context: Context,
  request: AccessRequest,
  facts: KeyFacts,
  profile: string,
): Promise<IamHalf> => {
  const resource = parseKeyArn(facts.arn).arn;
  const { account, kind, name } = identityOf(request.principal);
  const { directory } = await openAccount(context, profile, account);
  const policies = await directory.policiesOf(kind, name);
  if ("missing" in policies) {
    throw new UsageError("unknown-principal", `IAM of account ${account} knows no ${kind}/${name}`, {
      hint: "check the spelling",
    });
  }
  if ("unknown" in policies) return { account, decision: "not-allowed", undecided: policies.unknown };
  return { account, ...evaluateIdentity(policies.found, { ...request, resource, facts }) };
};

const identityOf = (text: string) => {
  const principal = parsePrincipal("AWS", text);
  if (principal.kind === "user" || principal.kind === "role") return principal;
  if (principal.kind === "session") {
    return { account: principal.account, kind: "role" as const, name: principal.role };
  }
  throw new UsageError("bad-principal", `${text} has no IAM policies that could be asked`, {
    hint: "with --account-profile name one user or role",
  });
};

/**
 * The answer of both halves. Across accounts, and where the key policy leaves it to IAM, both must allow; in the key's
 * own account a principal that the policy names needs no IAM policy, but a Deny there counts all the same (KMS Developer
 * Guide, "Troubleshooting key access").
 */
export const bothHalves = (evaluation: Evaluation, iam: IamHalf): Evaluation => {
  const { decision } = evaluation;
  const reason =
    iam.undecided === undefined ? {} : { undecided: `IAM of account ${iam.account}: ${iam.undecided}` };
  if (decision === "denied" || decision === "not-allowed") return evaluation;
  if (iam.decision === "denied") return { ...evaluation, decision: "denied", ...reason };
  if (decision === "allowed") return { ...evaluation, ...reason };
  if (iam.undecided !== undefined) return { ...evaluation, ...reason };
  return { ...evaluation, decision: iam.decision };
};

/** What the two halves say, a line each; for an action that never works across accounts just that, where the answer does not say so itself. */
export const halvesWords = (
  key: Evaluation["decision"],
  iam: IamHalf,
  { action, facts }: { readonly action: string; readonly facts: KeyFacts },
): readonly string[] => {
  const isForeign = facts.account !== undefined && iam.account !== facts.account;
  if (isForeign && !worksAcrossAccounts(action)) {
    return key === "not-allowed" ? [] : [`${action} never works on a key of another account`];
  }
  return [`key policy: ${keyWords[key]}`, `IAM of account ${iam.account}: ${iamWords[iam.decision]}`];
};

const keyWords: Readonly<Record<Evaluation["decision"], string>> = {
  allowed: "allows it",
  "needs-iam": "allows it where IAM does",
  denied: "denies it",
  "not-allowed": "does not allow it",
};

const iamWords: Readonly<Record<IamHalf["decision"], string>> = {
  allowed: "allows it",
  denied: "denies it",
  "not-allowed": "does not allow it",
};
