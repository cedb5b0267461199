import { kmsActionNamed } from "../policy/kms-actions.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { allowedActions } from "./exposure.ts";
import type { PrincipalView, StatementView, TestView } from "./views.ts";

/** The two keys that the console and AWS's own policies ask for: no caller settles them. Every use of a key may come through a service. */
const viaService = "kms:viaservice";
const forService = "kms:grantisforawsresource";

/**
 * Whether one look shows that some request meets all conditions of a statement: at most one test a key, none turned round, on keys that
 * some of its actions carry for the users, roles and accounts that it names. Then nobody has to ask the engine, which would be half of
 * the work of a usual check. False says nothing.
 */
export const isOpenByItself = (statement: StatementView, { partition }: KeyFacts): boolean => {
  const { tests, principals, resources, model } = statement;
  if (model.notPrincipal || model.notAction || model.notResource || model.inert !== undefined) return false;
  const keys = new Set(tests.map(({ folded }) => folded));
  return (
    keys.size === tests.length &&
    tests.every(isFree) &&
    principals.length > 0 &&
    principals.every((at) => isAlive(at, partition)) &&
    resources.length > 0 &&
    resources.every(({ value }) => value === "*") &&
    isCarried(statement, keys)
  );
};

const isAlive = ({ principal }: PrincipalView, partition: string | undefined): boolean =>
  (principal.kind === "role" || principal.kind === "user" || principal.kind === "account") &&
  (principal.partition === undefined || partition === undefined || principal.partition === partition);

/** A value that requests have (KMS Developer Guide, kms:ViaService); of another form a closer look decides. */
const namesService = /^[a-z0-9-]+[.][a-z0-9-]+[.]amazonaws[.]com$/;

/** A pattern that some such value fits, whatever the service or the Region: `s3.*.amazonaws.com`. */
const fitsService = /^(?:[a-z0-9-]+|[*])[.](?:[a-z0-9-]+|[*])[.]amazonaws[.]com$/;

const isFree = ({ folded, operator, values }: TestView): boolean => {
  if (operator.negated || operator.ifExists || operator.set !== undefined || values.length === 0)
    return false;
  if (folded === viaService) {
    const form = operator.base === "StringLike" ? fitsService : namesService;
    return operator.family === "String" && values.every(({ text }) => form.test(text));
  }
  return folded === forService && operator.family === "Bool" && values.every(({ text }) => text === "true");
};

const isCarried = (statement: StatementView, keys: ReadonlySet<string>): boolean => {
  const actions = allowedActions(statement);
  if (!keys.has(forService)) return actions.length > 0;
  return actions.some((name) =>
    kmsActionNamed(name)?.conditionKeys.some((key) => key.toLowerCase() === forService),
  );
};
