import { listAccess } from "../access/list-access.ts";
import type { ConditionTest, Policy, Statement } from "../policy/model.ts";
import { mayAskEngine } from "./effort.ts";
import { fixedValues, plainTest } from "./fixed-values.ts";
import type { CheckContext } from "./rule.ts";
import { denying } from "./strangers.ts";

/**
 * The statements' policy as it is for everybody but the members of an organization: by its id, or by a path in it (IAM User Guide,
 * "AWS global condition context keys": aws:PrincipalOrgID and aws:PrincipalOrgPaths tell the same organization).
 */
export const withoutMembers = (policy: Policy, organization: string): Policy =>
  denying(
    policy,
    [
      { operator: "StringEquals", key: "aws:PrincipalOrgID", values: [organization] },
      { operator: "ForAnyValue:StringLike", key: "aws:PrincipalOrgPaths", values: [`${organization}/*`] },
    ],
    ["kms:*"],
  );

/** The statements' policy as it is for the members of an organization alone: an account is in one, and so are all of its paths. */
const forMembers = (policy: Policy, organization: string): Policy =>
  denying(
    policy,
    [
      { operator: "StringNotEquals", key: "aws:PrincipalOrgID", values: [organization] },
      { operator: "ForAnyValue:StringNotLike", key: "aws:PrincipalOrgPaths", values: [`${organization}/*`] },
    ],
    ["kms:*"],
  );

/** Whether any of the statements asks which organization a caller is of. */
export const asksForOrganization = (statements: readonly Statement[]): boolean =>
  statements.some(({ conditions }) => conditions.some(isAboutOrganization));

/**
 * The organizations, other than ours, whose members gain something by the statements though no account of theirs is named. Where the
 * engine may not be asked any more, those that an Allow names.
 */
export const otherOrganizations = (
  statements: readonly Statement[],
  ours: string,
  context: CheckContext,
): readonly string[] => {
  const others = new Set(statements.flatMap(({ conditions }) => conditions.flatMap(organizationsIn)));
  others.delete(ours);
  return [...others].filter((organization) => {
    const policy = forMembers({ ...context.policy, statements }, organization);
    if (!mayAskEngine(context, policy.statements)) return isNamed(statements, organization);
    return listAccess(policy, context.facts).some(({ principal }) => principal === "anyone");
  });
};

const isNamed = (statements: readonly Statement[], organization: string): boolean =>
  statements.some(
    ({ effect, conditions }) =>
      effect === "Allow" && conditions.some((test) => organizationsIn(test).includes(organization)),
  );

const isAboutOrganization = ({ key }: ConditionTest): boolean => /^aws:principalorg(id|paths)$/i.test(key);

/** The ids of a test, a path's too. In small letters, as they all are: StringEqualsIgnoreCase takes others. */
const organizationsIn = (test: ConditionTest): readonly string[] =>
  isAboutOrganization(test)
    ? fixedValues(plainTest(test.operator, test.key, test.values))
        .map((value) => value.split("/", 1)[0]?.toLowerCase() ?? "")
        .filter((id) => /^o-[a-z0-9]{10,32}$/.test(id))
    : [];
