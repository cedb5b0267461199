import { matchesAction } from "../../access/evaluator/action.ts";
import { evaluateIdentity, type IdentityRequest } from "../../access/evaluate-identity.ts";
import { decideRequest } from "../../access/evaluate.ts";
import type { AccessRequest, Decision } from "../../access/types.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import { readPolicy } from "../../policy/read-policy.ts";

/** What identity policies say together: a Deny in one beats every Allow. */
export type IdentityDecision = ReturnType<typeof evaluateIdentity>["decision"];

/** What a key policy says to one request. */
export const decideKeyPolicy = (text: string, request: AccessRequest, facts: KeyFacts): Decision =>
  decideRequest(readText(text), request, facts).decision;

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
    .filter((statement) => matchesAction(statement, "sts:AssumeRole"))
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
