import { possibleUsages } from "../../../policy/possible-usages.ts";
import { kmsActions, type KmsAction } from "../../../policy/kms-actions.ts";
import type { KeyFacts } from "../../../policy/key-facts.ts";
import { globMatches } from "../../pattern.ts";
import { replaceAt } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { statementRule, testRule, type Draft } from "../../rule.ts";
import type { ActionView, StatementView, TestView } from "../../views.ts";

const onKey = kmsActions.filter((action) => action.onKey);

// Condition keys that only some operations carry, to the names of those.
const carriers = new Map<string, Set<string>>();
for (const { name, conditionKeys } of onKey)
  for (const key of conditionKeys) {
    const folded = key.toLowerCase();
    carriers.set(folded, (carriers.get(folded) ?? new Set()).add(name));
  }

/** The operations that carry the key of a test; undefined where all do. */
const carriersOf = ({ known }: TestView): ReadonlySet<string> | undefined =>
  known && carriers.get(known.name.toLowerCase());

/** An absent key fails a positive test and passes a negated one (IAM User Guide, evaluation of missing keys). */
export const conditionKeyNotForAction = statementRule({
  code: "condition-key-not-for-action",
  severity: "warning",
  title: "An action never carries this condition key",
  page: () => ({
    trigger:
      "A statement lists an action whose requests never carry the tested key: the encryption context with DescribeKey, GrantIsForAWSResource with Decrypt.",
    why: "In an Allow the action is not allowed after all; in a Deny with a negated operator it is always denied.",
    fix: "Put the action into a statement of its own, without that condition.",
    example: '["kms:Decrypt", "kms:DescribeKey"] + kms:EncryptionContext:A  =>  two statements',
  }),
  explainsNoEffect: true,
  run: (statement): Draft[] => {
    const { effect, tests, actions, model } = statement;
    if (effect === undefined || model.notAction) return [];
    const decisive = tests.filter((test) => (effect === "Allow" ? failsAbsent(test) : passesAbsent(test)));
    return actions.flatMap((at): Draft[] => {
      const test = decisive.find((each) => isForeign(at, each, statement));
      if (!test) return [];
      const never = `${quoted(at.value)} never carries ${test.key}`;
      const message =
        effect === "Allow"
          ? `${never}: it is not allowed by this statement`
          : `${quoted(at.value)} covers actions that never carry ${test.key}: they are always denied`;
      return [{ at, message, hint: "put it into a statement of its own, without this condition" }];
    });
  },
});

const failsAbsent = ({ operator, values }: TestView): boolean =>
  operator.family === "Null"
    ? values.every(({ text }) => text === "false")
    : !operator.negated && !operator.ifExists && operator.set !== "ForAllValues";

const passesAbsent = ({ operator }: TestView): boolean => operator.family !== "Null" && operator.negated;

/** For an Allow: none of the actions carries the key; for a Deny: one of them does not. */
const isForeign = ({ covers }: ActionView, test: TestView, { effect }: StatementView): boolean => {
  const names = carriersOf(test);
  const effective = covers.filter((action) => action.onKey);
  if (!names || effective.length === 0) return false;
  const carries = ({ name }: KmsAction) => names.has(name);
  return effect === "Allow" ? !effective.some(carries) : !effective.every(carries);
};

const properties = new Map<string, (facts: KeyFacts) => string | undefined>([
  ["kms:keyspec", ({ spec }) => spec],
  ["kms:customermasterkeyspec", ({ spec }) => spec],
  ["kms:keyusage", ({ usage }) => usage],
  ["kms:customermasterkeyusage", ({ usage }) => usage],
  ["kms:keyorigin", ({ origin }) => origin],
  ["kms:multiregion", ({ multiRegion }) => (multiRegion === undefined ? undefined : String(multiRegion))],
  ["kms:multiregionkeytype", ({ multiRegionKeyType }) => multiRegionKeyType],
]);

/** What is always the same for one key: its properties, and the lack of an encryption context on all but symmetric keys. */
export const conditionNotForKeyType = testRule({
  code: "condition-not-for-key-type",
  severity: "warning",
  title: "The condition is constant for this key",
  page: () => ({
    trigger:
      "The encryption context is tested on a key that is not symmetric, or a property of the key is compared with what it is not.",
    why: "For one key the answer is always the same.",
    fix: "Remove the condition, or write the key's own property.",
    example: '"kms:KeyUsage": "SIGN_VERIFY" on an encryption key  =>  "kms:KeyUsage": "ENCRYPT_DECRYPT"',
  }),
  explainsNoEffect: true,
  needs: ["key-type"],
  run: (at, _statement, { facts }) => {
    if (/^kms:encryptioncontext/.test(at.folded)) {
      return possibleUsages(facts)?.includes("S") !== false || at.operator.family === "Null"
        ? undefined
        : {
            at,
            message: `a key of this type (${facts.spec ?? facts.usage ?? ""}) has no encryption context`,
            hint: "say without it who may use the key, and in a statement of its own",
          };
    }
    const own = properties.get(at.folded)?.(facts);
    if (own === undefined || at.operator.family === "Null") return undefined;
    if (at.values.some(({ text }) => globMatches(text.toLowerCase(), own.toLowerCase()))) return undefined;
    const constant = at.operator.negated ? "always true" : "never true";
    return {
      at,
      message: `${at.key} of this key is ${own}: the condition is ${constant}`,
      hint: `write ${own}`,
      ...(at.values.length === 1 && at.values[0] ? { suggestion: replaceAt(at.values[0].path, own) } : {}),
    };
  },
});
