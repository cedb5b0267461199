import { hasFixedValues } from "../../fixed-values.ts";
import type { Condition } from "../../../access/types.ts";
import { mayAskEngine } from "../../effort.ts";
import { allowedActions, isEffectiveAllow } from "../../exposure.ts";
import { listedAccess } from "../../listed-access.ts";
import { quoted } from "../../quoted.ts";
import { canReach } from "../../reach.ts";
import { type CheckContext, principalRule, testRule, type Draft } from "../../rule.ts";
import { hasSymbol } from "../../../policy/symbols.ts";
import { whereNoSource } from "../../../policy/sourceless-services.ts";
import type { StatementView, TestView } from "../../views.ts";

const sources = new Set(["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"]);

const demands = ({ operator }: TestView): boolean =>
  operator.canonical !== undefined &&
  !operator.negated &&
  !operator.ifExists &&
  operator.set !== "ForAllValues";

const isScope = (test: TestView): boolean =>
  sources.has(test.folded) && demands(test) && hasFixedValues(test);

/** The service names in its encryption context the resource it works for: a weaker limit, but one. */
const isContextOfResource = (test: TestView): boolean =>
  test.folded.startsWith("kms:encryptioncontext:") &&
  demands(test) &&
  test.values.length > 0 &&
  test.values.every(({ text }) => namesResource(text) && !text.includes("${"));

const namesResource = (text: string): boolean =>
  hasSymbol(text) || /\d{12}|^arn:[\w-]+:s3:::[^*?]/.test(text);

/** Whether the Deny statements leave the service nothing, or nothing without a fixed source: the access engine tells. */
const isClosedByDeny = (service: string, statement: StatementView, context: CheckContext): boolean => {
  const denies = context.statements.filter(
    (other) => other.effect === "Deny" && canReach(other, context.facts),
  );
  const statements = [statement.model, ...denies.map(({ model }) => model)];
  if (denies.length === 0 || !mayAskEngine(context, statements)) return false;
  const actions = allowedActions(statement).map((name) => `kms:${name}`);
  const left = listedAccess({ ...context.policy, statements }, context.facts, actions);
  const ways = left.filter(({ principal }) => principal === `service:${service}`).flatMap(({ when }) => when);
  return ways.every((conditions) => conditions.some(isFixedSource));
};

/** A test on the source that holds for fixed values alone, as an Allow asks for it or as a Deny leaves it. */
const isFixedSource = ({ key, test, values, not = false }: Condition): boolean =>
  sources.has(key.toLowerCase()) &&
  /^(?:String|Arn)/i.test(test) &&
  !/IfExists$|^For/i.test(test) &&
  /^(?:String|Arn)Not/i.test(test) === not &&
  values.every((value) => !/^[*?]*$|\$\{/.test(value));

/** Without a source condition the service may act for any account's resource: the confused deputy (IAM User Guide). */
export const servicePrincipalUnscoped = principalRule({
  code: "service-principal-unscoped",
  severity: "security",
  title: "The service may act for anyone",
  page: () => ({
    trigger:
      "An Allow for a service has no condition on aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths with a fixed value. With only its encryption context it is a warning.",
    why: "The service works for all its customers: another account can make it use this key (the confused deputy).",
    fix: "Add aws:SourceArn of the resource, or aws:SourceAccount.",
    example:
      '{ "Service": "sns.amazonaws.com" }  =>  the same with "StringEquals": { "aws:SourceAccount": "111122223333" }',
  }),
  run: (at, statement, context): Draft | undefined => {
    if (at.principal.kind !== "service" || statement.model.notPrincipal) return undefined;
    if (!isEffectiveAllow(statement, context) || statement.tests.some(isScope)) return undefined;
    if (isClosedByDeny(at.value, statement, context)) return undefined;
    const narrowed = statement.tests.some(isContextOfResource);
    return {
      at,
      message: narrowed
        ? `${quoted(at.value)} is limited by its encryption context alone`
        : `${quoted(at.value)} may use the key for anyone's resources`,
      hint: hintFor(at.value),
      ...(narrowed ? { severity: "warning" } : {}),
    };
  },
});

const hintFor = (service: string): string => {
  const place = whereNoSource(service);
  const hint = "add a condition on aws:SourceArn or aws:SourceAccount";
  return place === undefined
    ? hint
    : `${hint}, but not ${place}: it sends neither there, and would be kept out; accept the finding then`;
};

const ofPrincipals = /^aws:principal(orgid|orgpaths|arn|tag\/.*)$/;

/** A service that calls as itself has no organization, ARN or tags (IAM User Guide, global condition keys). */
export const servicePrincipalBadKey = testRule({
  code: "service-principal-bad-key",
  severity: "warning",
  title: "A condition that a service never meets",
  page: () => ({
    trigger:
      "An Allow for services alone tests aws:PrincipalOrgID, aws:PrincipalOrgPaths, aws:PrincipalArn or aws:PrincipalTag.",
    why: "A service that calls as itself carries none of them: the statement allows nothing.",
    fix: "Test aws:SourceOrgID, aws:SourceAccount or aws:SourceArn.",
    example: '"aws:PrincipalOrgID": "o-abcdefghij"  =>  "aws:SourceOrgID": "o-abcdefghij"',
  }),
  explainsNoEffect: true,
  run: (at, { principals, model, effect }) => {
    const services =
      principals.length > 0 && principals.every(({ principal }) => principal.kind === "service");
    if (!services || model.notPrincipal || effect !== "Allow") return undefined;
    if (!ofPrincipals.test(at.folded) || !demands(at) || at.operator.family === "Null") return undefined;
    return {
      at,
      message: `a service principal never carries ${at.key}: the statement allows nothing`,
      hint: "use aws:SourceOrgID, aws:SourceAccount or aws:SourceArn",
    };
  },
});
