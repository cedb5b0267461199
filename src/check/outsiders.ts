import { listAccess } from "../access/list-access.ts";
import { mayAskEngine } from "./effort.ts";
import { exposureOf, isEffectiveAllow } from "./exposure.ts";
import { asksForOrganization, otherOrganizations, withoutMembers } from "./our-organization.ts";
import { canReach, isElsewhere } from "./reach.ts";
import type { CheckContext } from "./rule.ts";
import { accountOf, isExternal } from "./star-or-own.ts";
import type { Policy, Statement } from "../policy/model.ts";
import type { Spot, StatementView } from "./views.ts";

/** A principal of another account, that account, or another organization, to which a statement gives something. */
export interface Outsider {
  /** The entry or the condition's value that names it; the `*` where that is elsewhere. */
  readonly at: Spot;
  /** As it is written there. */
  readonly name: string;
  /** Empty for an organization. */
  readonly account: string;
  /** The organization, where it is one that gains. */
  readonly organization?: string;
  /** It gains only as a member of the organization that the configuration calls ours. */
  readonly isOurs?: boolean;
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
  if (statement.model.notPrincipal) return [];
  const found = [...gaining(named, statement, context), ...byCondition(statement, context)];
  const { organization } = context.options;
  return organization === undefined ? found : byOrganization(found, statement, context, organization);
};

/** The outsiders, those marked who are of our organization, and the other organizations whose members gain. */
const byOrganization = (
  found: readonly Outsider[],
  statement: StatementView,
  context: CheckContext,
  ours: string,
): readonly Outsider[] => {
  const statements = [statement.model, ...deniesIn(context).map(({ model }) => model)];
  if (!asksForOrganization(statements)) return found;
  return [
    ...withoutOurs(found, { ...context.policy, statements }, context, ours),
    ...organizationsBy(statement, statements, context, ours),
  ];
};

const withoutOurs = (
  found: readonly Outsider[],
  policy: Policy,
  context: CheckContext,
  ours: string,
): readonly Outsider[] => {
  const others = withoutMembers(policy, ours);
  if (found.length === 0 || !mayAskEngine(context, others.statements)) return found;
  const words = listAccess(others, context.facts).map(({ principal }) => principal);
  return found.map((outsider) => (isAmong(outsider, words) ? outsider : { ...outsider, isOurs: true }));
};

const organizationsBy = (
  statement: StatementView,
  statements: readonly Statement[],
  context: CheckContext,
  ours: string,
): readonly Outsider[] => {
  const everyone = statement.principals.find(({ principal }) => principal.kind === "everyone");
  if (!everyone || exposureOf(statement, context) !== undefined) return [];
  return otherOrganizations(statements, ours, context).map((organization) => {
    const at = statement.tests
      .flatMap((test) => test.values)
      .find(({ text }) => text.toLowerCase().split("/", 1)[0] === organization);
    return { at: at ?? everyone, name: at?.text ?? "*", account: "", organization };
  });
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
  return named.filter((outsider) => isAmong(outsider, words));
};

/** Whether the words for who has access tell of the outsider; a name that is no ARN is a condition's, and tells an account. */
const isAmong = ({ name, account }: Outsider, words: readonly string[]): boolean =>
  /:root$/.test(name) || !name.startsWith("arn:")
    ? words.some((word) => accountIn(word) === account)
    : words.some((word) => [name, `account:${account}`].includes(word) || word.startsWith(`${name} (`));

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
