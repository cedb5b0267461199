import { evaluate } from "../../access/evaluate.ts";
import type { AccessRequest, Decision } from "../../access/types.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import { readPolicy } from "../../policy/read-policy.ts";

/** What identity policies say together: a Deny in one beats every Allow. */
export type IdentityDecision = "allowed" | "denied" | "not-allowed";

export interface IdentityRequest extends AccessRequest {
  /** ARN, or `*` for an action that works on nothing. */
  readonly resource: string;
}

/** What a key policy says to one request. */
export const decideKeyPolicy = (text: string, request: AccessRequest, facts: KeyFacts): Decision =>
  evaluate(readText(text), request, facts).decision;

const matches = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "i").test(value);

export const decideIdentity = (texts: readonly string[], request: IdentityRequest): IdentityDecision => {
  let answer: IdentityDecision = "not-allowed";
  for (const statement of texts.flatMap((text) => readText(text).statements)) {
    if (!statement.actions.some((action) => matches(action, request.action))) continue;
    if (!statement.resources.some((resource) => matches(resource, request.resource))) continue;
    if (statement.effect === "Deny") return "denied";
    answer = "allowed";
  }
  return answer;
};

/** A role's trust policy asked about AssumeRole: it has no Resource, the role is meant. */
export const decideTrust = (text: string, request: AccessRequest, account: string): Decision => {
  const policy = readText(text);
  const statements = policy.statements.map((statement) => ({
    ...statement,
    resources: ["*"],
    inert: undefined,
  }));
  return evaluate({ ...policy, statements }, request, { account }).decision;
};

const nothing: Policy = { version: undefined, id: undefined, statements: [] };

const readText = (text: string): Policy => {
  const document = documentOf(parsePolicyText(text, "json"));
  return document ? readPolicy(document) : nothing;
};
