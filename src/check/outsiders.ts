import { listAccess } from "../access/list-access.ts";
import { mayAskEngine } from "./effort.ts";
import { exposureOf, isEffectiveAllow } from "./exposure.ts";
import { canReach, isElsewhere } from "./reach.ts";
import type { CheckContext } from "./rule.ts";
import { accountOf, isExternal } from "./star-or-own.ts";
import type { Spot, StatementView } from "./views.ts";

/** A principal of another account, or that account, to which a statement gives something. */
export interface Outsider {
  /** The entry or the condition's value that names it; the `*` where that is elsewhere. */
  readonly at: Spot;
  /** As it is written there. */
  readonly name: string;
  readonly account: string;
}

/**
 * Who of other accounts gains by the statement: named in Principal, or by a condition beside `*`. For everyone's statement the access
 * engine tells, with the Deny statements beside it; where it is open to strangers, the finding about that says more.
 */
export const outsidersOf = (statement: StatementView, context: CheckContext): readonly Outsider[] => {
  const outsiders = known.get(statement) ?? findOutsiders(statement, context);
  known.set(statement, outsiders);
  return outsiders;
};

// Several rules ask, and the engine is asked for it.
const known = new WeakMap<StatementView, readonly Outsider[]>();

const findOutsiders = (statement: StatementView, context: CheckContext): readonly Outsider[] => {
  if (!isEffectiveAllow(statement, context)) return [];
  const { facts } = context;
  const named = statement.principals
    .filter((at) => isExternal(at, facts) && !isElsewhere(at, facts))
    .map((at) => ({ at, name: at.value, account: accountOf(at) ?? "" }));
  return statement.model.notPrincipal
    ? []
    : [...gaining(named, statement, context), ...byCondition(statement, context)];
};

// Which of those who are named are left anything: a Deny, or a condition on who calls, may leave them nothing.
const gaining = (
  named: readonly Outsider[],
  statement: StatementView,
  context: CheckContext,
): readonly Outsider[] => {
  const denies = deniesIn(context);
  if (named.length === 0 || (denies.length === 0 && statement.tests.length === 0)) return named;
  const statements = [statement.model, ...denies.map(({ model }) => model)];
  if (context.statements.length > mostAsking || !mayAskEngine(context, statements)) return named;
  const words = listAccess({ ...context.policy, statements }, context.facts).map(
    ({ principal }) => principal,
  );
  return named.filter(({ name, account }) => {
    if (/^\d{12}$|:root$/.test(name)) return words.some((word) => accountIn(word) === account);
    return words.some((word) => [name, `account:${account}`].includes(word) || word.startsWith(`${name} (`));
  });
};

// Each statement asks the engine; hundreds of them would have others ask no more.
const mostAsking = 40;

const deniesIn = ({ statements, facts }: CheckContext): readonly StatementView[] =>
  statements.filter((other) => other.effect === "Deny" && canReach(other, facts));

const byCondition = (statement: StatementView, context: CheckContext): readonly Outsider[] => {
  const everyone = statement.principals.find(({ principal }) => principal.kind === "everyone");
  if (!everyone || exposureOf(statement, context) !== undefined) return [];
  const denies = deniesIn(context);
  // Another account has to be named somewhere.
  const values = [statement, ...denies].flatMap(({ tests }) => tests.flatMap((test) => test.values));
  const spared = denies.flatMap(({ principals, model }) => (model.notPrincipal ? principals : []));
  const texts = [...values.map(({ text }) => text), ...spared.map(({ value }) => value)];
  const others = new Set(texts.flatMap((text) => accountIn(text) ?? []));
  others.delete(context.facts.account ?? "");
  if (others.size === 0) return [];
  const statements = [statement.model, ...denies.map(({ model }) => model)];
  const gainers = mayAskEngine(context, statements)
    ? accountsIn(listAccess({ ...context.policy, statements }, context.facts))
    : others;
  return [...others]
    .filter((account) => gainers.has(account))
    .map((account) => {
      const at = statement.tests
        .flatMap((test) => test.values)
        .find(({ text }) => text.split(":").includes(account));
      return { at: at ?? everyone, name: at?.text ?? "*", account };
    });
};

const accountsIn = (access: readonly { readonly principal: string }[]): ReadonlySet<string> =>
  new Set(access.flatMap(({ principal }) => accountIn(principal) ?? []));

const accountIn = (text: string): string | undefined => /(?:^|:)(\d{12})(?=$|[:\s])/.exec(text)?.[1];
