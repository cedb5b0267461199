import { canHavePath, reservedRole, ssoPath } from "../../../policy/reserved-roles.ts";
import { replaceAt } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { statementRule, type Draft } from "../../rule.ts";
import type { TestView, ValueView } from "../../views.ts";

/**
 * AWS puts the roles that it creates under paths of its own, which are part of their ARNs (IAM User Guide, "Service-linked roles"; IAM
 * Identity Center User Guide, "Referencing permission sets in resource policies").
 */
export const reservedRolePath = statementRule({
  code: "reserved-role-path",
  severity: "error",
  title: "A role that AWS creates, without its path",
  page: () => ({
    trigger:
      "A principal, or aws:PrincipalArn, names a service-linked role (AWSServiceRoleFor…) or one of IAM Identity Center (AWSReservedSSO_…) without the path under which AWS puts it.",
    why: "The path is part of the ARN: without it nobody is named. KMS refuses such a principal, and takes such a condition without a word.",
    fix: "Write the whole path. That of a permission set has the home Region of IAM Identity Center in it (none for us-east-1), and the name changes when it is assigned anew: a pattern outlives both.",
    example:
      "…:role/AWSServiceRoleForAutoScaling  =>  …:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  }),
  explainsNoEffect: true,
  run: ({ principals, tests }): Draft[] => [
    ...principals.flatMap((at) => missing(at, at.value, false)),
    ...tests.filter(isOnArn).flatMap((test) =>
      test.values
        .flatMap((at) => missing(at, at.text, test.operator.family === "ARN" || isLike(test)))
        // KMS takes any text in a condition.
        .map((draft) => ({ ...draft, severity: "warning" as const })),
    ),
  ],
});

const isOnArn = ({ folded, operator }: TestView): boolean =>
  /^(?:aws:principalarn|kms:granteeprincipal|kms:retiringprincipal)$/.test(folded) &&
  (operator.family === "ARN" || operator.family === "String");

const isLike = ({ operator }: TestView): boolean => operator.base.endsWith("Like");

const missing = (at: ValueView, arn: string, patterns: boolean): Draft[] => {
  const [, start = "", path = "", name = ""] =
    /^(arn:[^:]*:iam::[^:]*:role)\/(.*\/)?([^/]+)$/.exec(arn) ?? [];
  const reserved = reservedRole(name);
  if (!reserved || canHavePath(name, `/${path}`)) return [];
  if (reserved.kind === "sso") return [ofPermissionSet(at, arn, { start, name, patterns })];
  const meant = reserved.path && `${start}${reserved.path}${name}`;
  return [
    {
      at,
      message: `${quoted(arn)} lacks the path of a service-linked role`,
      hint: `write ${meant ?? `${start}/aws-service-role/SERVICE.amazonaws.com/${name}`}`,
      suggestion: meant && replaceAt(at.path, meant),
    },
  ].map(({ suggestion, ...draft }) => ({ ...draft, ...(suggestion ? { suggestion } : {}) }));
};

interface RoleParts {
  readonly start: string;
  readonly name: string;
  readonly patterns: boolean;
}

const ofPermissionSet = (at: ValueView, arn: string, { start, name, patterns }: RoleParts): Draft => {
  const message = `${quoted(arn)} lacks the path of a role of IAM Identity Center`;
  const meant = `${start}${ssoPath}*${name}`;
  if (patterns) return { at, message, hint: `write ${meant}`, suggestion: replaceAt(at.path, meant) };
  const whole = `${start}${ssoPath}REGION/${name}`;
  return {
    at,
    message,
    hint: `write ${whole}, REGION/ being the home Region of IAM Identity Center (nothing for us-east-1); aws iam get-role --role-name ${name} shows it`,
  };
};
