import { givesNothing } from "../access/gives-nothing.ts";
import type { ConditionTest, Statement } from "../policy/model.ts";
import { fixedParts } from "../policy/symbols.ts";
import { mayAskEngine } from "./effort.ts";
import { allowedActions, isEffectiveAllow } from "./exposure.ts";
import { keptAnswers } from "./kept-answers.ts";
import { isOpenByItself } from "./open-conditions.ts";
import type { CheckContext } from "./rule.ts";
import { denyOf, past } from "./strangers.ts";
import type { StatementView, TestView } from "./views.ts";

/** Why a statement gives nobody anything. */
export type Death =
  | {
      readonly how: "conditions";
      /** Without any of these, one at a time, it would. */ readonly causes: readonly TestView[];
    }
  | {
      readonly how: "past";
      /** Tests of the time: without any of these, one at a time, it would. */ readonly causes: readonly TestView[];
    }
  | { readonly how: "denied" };

/** Statements written differently that are tried in one check, and in checks that follow one another (with the same options). */
const mostTried = 60;
const mostTriedInAll = 3 * mostTried;

type Answer =
  { readonly how: "conditions" | "past"; readonly causes: readonly number[] } | { readonly how: "denied" };

interface Tried {
  readonly answers: Map<string, Answer | undefined>;
}

const tried = new WeakMap<object, Tried>();
const inCheck = new WeakMap<CheckContext, { count: number }>();

/**
 * Whether a statement gives nobody anything, and why, by the access engine; undefined where it gives something, or where that is not
 * certain. Statements written alike are tried once.
 */
export const deathOf = (statement: StatementView, context: CheckContext): Death | undefined => {
  const denies = deniesOver(statement, context);
  const { conditions } = statement.model;
  if (conditions.length !== statement.tests.length) return undefined;
  // What is filled in later may be what the other conditions ask for.
  if (conditions.some(({ operator, key, values }) => [operator, key, ...values].some(isOpen)))
    return undefined;
  if (denies.statements.length === 0 && givesByItself(statement, context)) return undefined;
  const { answers } = remembered(tried, context.options, (): Tried => ({ answers: new Map() }));
  const words = JSON.stringify([{ ...statement.model, index: 0, sid: "" }, denies.words, context.facts]);
  if (!answers.has(words)) {
    const here = remembered(inCheck, context, () => ({ count: 0 }));
    if (here.count >= mostTried || answers.size >= mostTriedInAll) return undefined;
    here.count += 1;
    answers.set(words, find(statement, denies.statements, context));
  }
  const answer = answers.get(words);
  if (!answer || answer.how === "denied") return answer;
  return { how: answer.how, causes: answer.causes.flatMap((index) => statement.tests[index] ?? []) };
};

const isOpen = (text: string): boolean => fixedParts(text) !== undefined;

/** What has no condition and no element turned round gives something to whom it names. */
const isPlain = ({ model, tests }: StatementView): boolean =>
  tests.length === 0 && !model.notPrincipal && !model.notAction && !model.notResource;

const givesByItself = (statement: StatementView, { facts }: CheckContext): boolean =>
  isPlain(statement) || isOpenByItself(statement, facts);

const find = (
  statement: StatementView,
  denies: readonly Statement[],
  context: CheckContext,
): Answer | undefined => {
  if (!givesByItself(statement, context)) {
    if (isDead(statement, [], context))
      return { how: "conditions", causes: causesOf(statement, [], context) };
    const past = untilNow(statement.model.conditions, context.options.now);
    if (past.length > 0 && isDead(statement, past, context))
      return { how: "past", causes: causesOf(statement, past, context) };
  }
  return denies.length > 0 && isDead(statement, denies, context) ? { how: "denied" } : undefined;
};

/** The conditions without any of which, one at a time, the statement would give something. */
const causesOf = (
  statement: StatementView,
  denies: readonly Statement[],
  context: CheckContext,
): readonly number[] => {
  const { conditions } = statement.model;
  return conditions.flatMap((_condition, index) => {
    const model = { ...statement.model, conditions: conditions.filter((_, place) => place !== index) };
    return isDead({ ...statement, model }, denies, context) ? [] : [index];
  });
};

/**
 * All that is past, denied: what a statement gives beyond it, it gives from now on. When a session began (aws:TokenIssueTime) is no such
 * time: a Deny of sessions from before a date is how they are revoked (IAM User Guide, "Revoke IAM role temporary security credentials").
 */
const untilNow = (conditions: readonly ConditionTest[], now: Date | undefined): readonly Statement[] =>
  past(conditions, now).map((condition) => denyOf(condition, ["kms:*"]));

/** Counted as asked (`mayAskEngine`) whether it is known or not: the same policy has the same findings each time. */
const nothingGiven = keptAnswers<boolean>();

/** Whether the statement gives nobody anything, as an Allow (of which a Deny is the mirror), less what `denies` take. */
const isDead = (statement: StatementView, denies: readonly Statement[], context: CheckContext): boolean => {
  const statements = [mirrorOf(statement), ...denies];
  if (!mayAskEngine(context, statements)) return false;
  const actions = allowedActions(statement).map((name) => `kms:${name}`);
  const { facts, policy } = context;
  const told = statements.map((one) => ({ ...one, index: 0, sid: "" }));
  const question = JSON.stringify([policy.version, told, facts, actions]);
  return nothingGiven(question, () => givesNothing({ ...policy, statements }, facts, actions));
};

/**
 * The statement as an Allow. One for everyone also speaks of AWS services: a Deny for certain, an Allow as the guide of IAM Identity
 * Center writes it ("Sample KMS key policy statements": everyone, with aws:PrincipalIsAWSService).
 */
const mirrorOf = ({ model, principals }: StatementView): Statement => {
  const isForAll = !model.notPrincipal && principals.some(({ principal }) => principal.kind === "everyone");
  const service = { type: "Service", value: "any-service.amazonaws.com" };
  return {
    ...model,
    effect: "Allow",
    principals: isForAll ? [...model.principals, service] : model.principals,
  };
};

interface Denies {
  readonly statements: readonly Statement[];
  readonly names: ReadonlySet<string>;
  readonly words: string;
}

const none: Denies = { statements: [], names: new Set(), words: "" };
const deniesIn = new WeakMap<CheckContext, Denies>();

/** The Deny statements of the policy where they speak of all that an Allow does. */
const deniesOver = (statement: StatementView, context: CheckContext): Denies => {
  if (!isEffectiveAllow(statement, context)) return none;
  const denies = remembered(deniesIn, context, () => allDenies(context));
  return allowedActions(statement).every((name) => denies.names.has(name)) ? denies : none;
};

const allDenies = ({ statements }: CheckContext): Denies => {
  const denies = statements.filter(({ effect, model }) => effect === "Deny" && model.inert === undefined);
  const models = denies.map(({ model }) => model);
  const words = JSON.stringify(models.map((model) => ({ ...model, index: 0, sid: "" })));
  return { statements: models, names: new Set(denies.flatMap(({ names }) => [...names])), words };
};

const remembered = <Key extends object, Value>(
  known: WeakMap<Key, Value>,
  key: Key,
  work: () => Value,
): Value => {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = work();
  known.set(key, value);
  return value;
};
