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
  if (!isEffectiveAllow(statement, context)) return [];
  const { facts } = context;
  const named = statement.principals
    .filter((at) => isExternal(at, facts) && !isElsewhere(at, facts))
    .map((at) => ({ at, name: at.value, account: accountOf(at) ?? "" }));
  return statement.model.notPrincipal ? [] : [...named, ...byCondition(statement, context)];
};

const byCondition = (statement: StatementView, context: CheckContext): readonly Outsider[] => {
  const everyone = statement.principals.find(({ principal }) => principal.kind === "everyone");
  if (!everyone || exposureOf(statement, context) !== undefined) return [];
  const denies = context.statements.filter(
    (other) => other.effect === "Deny" && canReach(other, context.facts),
  );
  // Another account has to be named somewhere.
  const values = [statement, ...denies].flatMap(({ tests }) => tests.flatMap((test) => test.values));
  const others = new Set(values.flatMap(({ text }) => /(?:^|:)(\d{12})(?=$|:)/.exec(text)?.[1] ?? []));
  others.delete(context.facts.account ?? "");
  if (others.size === 0) return [];
  const statements = [statement.model, ...denies.map(({ model }) => model)];
  const gaining = mayAskEngine(context, statements)
    ? accountsIn(listAccess({ ...context.policy, statements }, context.facts))
    : others;
  return [...others]
    .filter((account) => gaining.has(account))
    .map((account) => {
      const at = statement.tests
        .flatMap((test) => test.values)
        .find(({ text }) => text.split(":").includes(account));
      return { at: at ?? everyone, name: at?.text ?? "*", account };
    });
};

const accountsIn = (access: readonly { readonly principal: string }[]): ReadonlySet<string> =>
  new Set(access.flatMap(({ principal }) => /(?:^|:)(\d{12})(?=$|[:\s])/.exec(principal)?.[1] ?? []));
