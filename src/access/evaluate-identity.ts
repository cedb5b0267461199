import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, Statement } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { memberNamed } from "../policy/syntax.ts";
import { matchesAction } from "./evaluator/action.ts";
import { callerOf } from "./evaluator/caller.ts";
import { evaluateCondition } from "./evaluator/condition.ts";
import { isOfRequest, neverCarries } from "./evaluator/carried.ts";
import {
  contextOfCaller,
  contextOfKey,
  isOnEveryRequest,
  withArnParts,
  withMoment,
} from "./evaluator/known-context.ts";
import { directCall } from "./lockout/context.ts";
import type { Scope } from "./evaluator/operators/operator.ts";
import { allOf, anyOf, isUnknown, negate, settle, type Truth, unknown } from "./evaluator/truth.ts";
import { resolveText } from "./evaluator/policy-variables.ts";
import { type ContextEntries, contextEntries, requestContext } from "./evaluator/request-context.ts";
import type { AccessRequest } from "./types.ts";
import { matchesGlyphs } from "./evaluator/wildcard.ts";

/** One request put to identity policies. `action` may be of any service. */
export interface IdentityRequest extends AccessRequest {
  /** ARN of what is acted on; `*` for operations without a resource. */
  readonly resource: string;
  /** What is known of the key that is acted on; its tags and aliases count, too. */
  readonly facts?: KeyFacts | undefined;
  /**
   * True where `context` is all that the request carries. Else a key that is neither given nor follows from the caller or the KMS key may
   * be there or not, but for what a request itself sets: there `context` is all.
   */
  readonly complete?: boolean;
}

export interface IdentityEvaluation {
  readonly decision: "allowed" | "denied" | "not-allowed";
  /** Why the answer is not certain. */
  readonly undecided?: string;
}

interface Applying {
  readonly effect: Statement["effect"];
  readonly truth: Truth;
}

/**
 * May a user or role do this by its IAM policies? `documents` are the JSON texts of all policies that bear on it. Any
 * Deny wins, else any Allow (IAM User Guide, "Policy evaluation logic"); boundaries, session policies, SCP and RCP are
 * not looked at. A document that does not parse gives nothing, and is told in `undecided`. Never throws.
 */
export const evaluateIdentity = (
  documents: readonly string[],
  request: IdentityRequest,
): IdentityEvaluation => {
  const read = documents.map((text) => documentOf(parsePolicyText(text, "json")));
  const applying = read.flatMap((document) => (document ? applyingStatements(document, request) : []));
  const least = decide(applying, false);
  const reasons = applying.flatMap(({ truth }) => (isUnknown(truth) ? [truth.because] : []));
  if (read.includes(undefined)) reasons.push("an IAM policy is no JSON object");
  const certain = least === decide(applying, true) && !read.includes(undefined);
  return certain ? { decision: least } : { decision: least, undecided: [...new Set(reasons)].join("; ") };
};

const decide = (applying: readonly Applying[], hopeful: boolean): IdentityEvaluation["decision"] => {
  const some = (effect: Statement["effect"], guess: boolean) =>
    applying.some((one) => one.effect === effect && settle(one.truth, guess));
  if (some("Deny", !hopeful)) return "denied";
  return some("Allow", hopeful) ? "allowed" : "not-allowed";
};

const applyingStatements = (document: PolicyDocument, request: IdentityRequest): readonly Applying[] => {
  const policy = readPolicy(document);
  const scope = scopeOf(policy, request);
  return policy.statements
    .filter((statement) => hasEffect(document, statement) && isWhole(statement))
    .flatMap((statement) => {
      const action = matchesAction(statement, request.action);
      if (action === false) return [];
      const truth = allOf([action, truthOf(statement, request.resource, scope)]);
      return [{ effect: statement.effect, truth }];
    });
};

// `inert` cannot tell here: it asks for a principal, which an identity policy never has.
const isWhole = ({ actions, resources }: Statement): boolean => actions.length > 0 && resources.length > 0;

const hasEffect = ({ statements }: PolicyDocument, { index }: Statement): boolean => {
  const effect = memberNamed(statements[index], "Effect")?.value;
  return effect?.kind === "string" && (effect.value === "Allow" || effect.value === "Deny");
};

// The path of a session's role is not known, so its aws:PrincipalArn is only known where the request gives it.
const scopeOf = (policy: Policy, request: IdentityRequest): Scope => {
  const caller = callerOf(request.principal);
  const arn = caller?.kind === "session" ? undefined : caller?.arn;
  const fixed = [...(caller ? contextOfCaller(caller, arn) : []), ...contextOfResource(request)];
  const given = withMoment(contextEntries(request.context));
  const context =
    request.complete === true
      ? requestContext(fixed, given)
      : requestContext(fixed, [...directCall, ...given], {
          isThere: isOnEveryRequest,
          isNever: (key) => neverCarries(request.action, key) || isMissingTag(key, request),
          isOpen: (key) => !isOfRequest(key),
        });
  return { context, variables: policy.version === "2012-10-17" };
};

const resourceTag = "aws:resourcetag/";

const isMissingTag = (key: string, { facts }: IdentityRequest): boolean =>
  facts?.tags !== undefined &&
  key.startsWith(resourceTag) &&
  ![...facts.tags.keys()].some((tag) => key === resourceTag + tag.toLowerCase());

// What the key says of itself; its tags and aliases to IAM policies alone (KMS Developer Guide, "ABAC for AWS KMS").
const contextOfResource = ({ facts }: IdentityRequest): ContextEntries => {
  if (!facts) return [];
  const tags = [...(facts.tags ?? [])].map(([key, value]) => [`aws:ResourceTag/${key}`, [value]] as const);
  const aliases = facts.aliases ? [["kms:ResourceAliases", facts.aliases] as const] : [];
  return [...contextOfKey(withArnParts(facts)), ...aliases, ...tags];
};

const truthOf = (statement: Statement, resource: string, scope: Scope): Truth => {
  const listed = anyOf(statement.resources.map((pattern) => matchesArn(pattern, resource, scope)));
  const conditions = statement.conditions.map((test) => evaluateCondition(test, scope));
  return allOf([statement.notResource ? negate(listed) : listed, ...conditions]);
};

const matchesArn = (pattern: string, resource: string, scope: Scope): Truth => {
  const glyphs = resolveText(pattern, { ...scope, wildcards: true });
  if (glyphs === undefined) return false;
  return "because" in glyphs ? unknown(glyphs.because) : matchesGlyphs(glyphs, resource);
};
