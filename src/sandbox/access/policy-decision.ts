import { matchesAction } from "../../access/evaluator/action.ts";
import { evaluateIdentity, type IdentityRequest } from "../../access/evaluate-identity.ts";
import { decideRequest } from "../../access/evaluate.ts";
import type { AccessRequest, Decision } from "../../access/types.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy, Statement } from "../../policy/model.ts";
import { readPolicy } from "../../policy/read-policy.ts";

/** What identity policies say together: a Deny in one beats every Allow. */
export type IdentityDecision = ReturnType<typeof evaluateIdentity>["decision"];

/** How a key policy is to be read for a caller. */
export interface Reading {
  /** The caller has a permissions boundary: a Deny with NotPrincipal hits it, listed or not (IAM User Guide, "NotPrincipal"). */
  readonly bounded?: boolean;
  /** What names a role is left out: a role's ARN is capped by boundary and session policy, the other ways are not. */
  readonly withoutRoles?: boolean;
}

/** What a key policy says to one request. */
export const decideKeyPolicy = (
  text: string,
  request: AccessRequest,
  facts: KeyFacts,
  reading: Reading = {},
): Decision => {
  const policy = readText(text);
  const statements = policy.statements.map((statement) => readAs(statement, reading));
  return decideRequest({ ...policy, statements }, request, facts).decision;
};

const readAs = (statement: Statement, { bounded = false, withoutRoles = false }: Reading): Statement => {
  const { effect, notPrincipal, principals } = statement;
  if (bounded && effect === "Deny" && notPrincipal)
    return { ...statement, notPrincipal: false, principals: [{ type: "AWS", value: "*" }] };
  if (!withoutRoles || effect === "Deny" || notPrincipal) return statement;
  return {
    ...statement,
    principals: principals.filter(({ value }) => !/^arn:[^:]+:iam::\d+:role\//.test(value)),
  };
};

/** What IAM policies say to one request. */
export const decideIdentity = (texts: readonly string[], request: IdentityRequest): IdentityDecision =>
  evaluateIdentity(texts, { ...request, complete: true }).decision;

/**
 * What a role's trust policy says to AssumeRole. Resource policies of roles and keys decide alike, so the evaluator of
 * key policies decides this one too, with an action of its own that works across accounts standing in.
 */
export const decideTrust = (
  text: string,
  request: Omit<AccessRequest, "action">,
  account: string,
): Decision => {
  const policy = readText(text);
  const statements = policy.statements
    .filter((statement) => matchesAction(statement, "sts:AssumeRole") === true)
    .map((statement) => ({ ...statement, ...onRole }));
  return decideRequest({ ...policy, statements }, { ...request, action: standIn }, { account }).decision;
};

const standIn = "kms:DescribeKey";
const onRole = {
  actions: [standIn],
  notAction: false,
  resources: ["*"],
  notResource: false,
  inert: undefined,
};

const nothing: Policy = { version: undefined, id: undefined, statements: [] };

const readText = (text: string): Policy => {
  const document = documentOf(parsePolicyText(text, "json"));
  return document ? readPolicy(document) : nothing;
};
