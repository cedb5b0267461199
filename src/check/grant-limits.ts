import type { ConditionTest, Policy } from "../policy/model.ts";
import { kmsActions } from "../policy/kms-actions.ts";
import { plainTest, type PlainTest } from "./fixed-values.ts";
import { hasWildcard } from "./pattern.ts";
import { denying } from "./strangers.ts";

/**
 * The policy with statements added that deny every grant that its conditions limit: for AWS services, to a named grantee, of some
 * operations only, or by a service that makes it for itself (KMS Developer Guide, "Condition keys for AWS KMS"). Whoever still has
 * kms:CreateGrant may give any operation to anyone.
 */
export const limitlessGrants = (policy: Policy): Policy =>
  denying(policy, [forServices, ...limits(policy)], ["kms:CreateGrant"]);

const forServices: ConditionTest = {
  operator: "Bool",
  key: "kms:GrantIsForAWSResource",
  values: ["true"],
};

const limits = ({ statements }: Policy): readonly ConditionTest[] =>
  statements.flatMap(({ effect, conditions }) =>
    conditions.flatMap(({ operator, key, values }) => limitOf(effect, key, plainTest(operator, key, values))),
  );

const grantees = new Set(["kms:granteeprincipal", "kms:granteeserviceprincipal"]);

const limitOf = (effect: "Allow" | "Deny", key: string, test: PlainTest): readonly ConditionTest[] => {
  const values = test.values.map(({ text }) => text);
  const positive = test.operator.base.replace("Not", "");
  if (grantees.has(test.folded)) return limiting(key, positive, values.filter(namesSomebody));
  if (test.folded === "kms:viaservice") return limiting(key, positive, values.filter(namesService));
  if (test.folded === "kms:grantoperations" && limitsOperations(effect, test))
    return limiting(key, `ForAllValues:${positive}`, values);
  return [];
};

const limiting = (key: string, operator: string, values: readonly string[]): readonly ConditionTest[] =>
  values.length > 0 && /String|Arn/.test(operator) ? [{ key, operator, values }] : [];

/** More than wildcards and separators: an account, a name, a service. `*` is anybody, and so is `arn:aws:iam::*:role/*`. */
const namesSomebody = (value: string): boolean =>
  !hasWildcard(value) || /:\d{12}:|^[\w-]+\.[\w.-]*amazonaws|^\*?\.?[a-z][\w-]*\.amazonaws/.test(value);

/** The named services create the grants for themselves: the caller chooses neither grantee nor operations (kms:ViaService). */
const namesService = (value: string): boolean => /^[\w-]+\./.test(value);

const grantable = kmsActions.filter(({ name }) => !hasWildcard(name)).map(({ name }) => name);

/**
 * ForAllValues keeps every operation of the grant within the list; ForAnyValue asks for one of them, whatever the others are. In a Deny
 * it is the other way round. A list of all there is limits nothing.
 */
const limitsOperations = (effect: "Allow" | "Deny", { operator, values }: PlainTest): boolean => {
  const within =
    effect === "Allow"
      ? !operator.negated && operator.set !== "ForAnyValue"
      : operator.negated && operator.set !== "ForAllValues";
  return within && !usual.every((name) => values.some(({ text }) => covers(text, name)));
};

// With these a grantee can do all that a key is for: whoever may grant them all is not limited.
const usual = ["Decrypt", "Encrypt", "GenerateDataKey", "CreateGrant"].filter((name) =>
  grantable.includes(name),
);

const covers = (value: string, name: string): boolean =>
  value === "*" || value.toLowerCase() === name.toLowerCase();
