import { matchesWildcards } from "../access/evaluator/wildcard.ts";
import type { Access, AccessChange } from "../access/types.ts";
import type { Finding } from "../check/finding.ts";
import { strangersOnly } from "../check/strangers.ts";
import type { Policy, Statement } from "../policy/model.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Judges } from "./services.ts";

/** What somebody outside gains by a change, or somebody who may create grants, and the findings that speak of such a thing. */
export interface Opening {
  /** A principal word. */
  readonly principal: string;
  readonly actions: readonly string[];
  readonly codes: ReadonlySet<string>;
}

/** Findings that say: anyone, in whatever account, gets in. */
export const opensToAnyone: ReadonlySet<string> = new Set([
  "public-access",
  "ineffective-restriction",
  "via-service-without-account",
  "allow-not-principal",
]);

const opensToService: ReadonlySet<string> = new Set(["service-principal-unscoped"]);
const opensToAccount: ReadonlySet<string> = new Set(["external-account-full", "external-account-access"]);
const opensGrants: ReadonlySet<string> = new Set(["grant-unrestricted", "admin-wildcard-grants"]);

/**
 * What a change opens: to strangers whom no condition of either policy chooses, to services, to other accounts, by grants. `access` is
 * what it changes for everybody; the strangers' part of it is only worked out where somebody outside gains at all.
 */
export const openingsOf = (
  [before, after]: readonly [Policy, Policy],
  access: AccessChange,
  facts: KeyFacts,
  by: { readonly judges: Pick<Judges, "compare">; readonly now: Date },
): readonly Opening[] => {
  const stranger = access.gained.some(isStranger);
  const strangers = stranger ? gainedByStrangers(before, after, facts, by) : [];
  const own = facts.account ?? "";
  return [...strangers, ...access.gained.filter((entry) => !isStranger(entry))].flatMap((entry) =>
    openingsBy(entry, own),
  );
};

const isStranger = ({ principal }: Access): boolean =>
  principal === "anyone" || principal.startsWith("service:");

const gainedByStrangers = (
  before: Policy,
  after: Policy,
  facts: KeyFacts,
  { judges, now }: { readonly judges: Pick<Judges, "compare">; readonly now: Date },
): readonly Access[] => {
  const [was, is] = [before, after].map((policy) => strangersOnly(policy, now, [before, after]));
  return was && is ? judges.compare(was, is, facts).gained.filter(isStranger) : [];
};

const openingsBy = ({ principal, actions }: Access, own: string): readonly Opening[] => {
  const grants = actions.filter((action) => action === "kms:CreateGrant");
  const account = accountIn(principal);
  return [
    ...(principal === "anyone" ? [{ principal, actions, codes: opensToAnyone }] : []),
    ...(principal.startsWith("service:") ? [{ principal, actions, codes: opensToService }] : []),
    ...(account !== undefined && account !== own ? [{ principal, actions, codes: opensToAccount }] : []),
    ...(grants.length > 0 ? [{ principal, actions: grants, codes: opensGrants }] : []),
  ];
};

const accountIn = (text: string): string | undefined => /(?:^|:)(\d{12})(?=$|[:\s])/.exec(text)?.[1];

/** A finding, whether the change brought it, and the statement that it is about. */
export interface Judged {
  readonly finding: Finding;
  readonly isNew: boolean;
  readonly statement: Statement | undefined;
}

/**
 * The old security findings behind which something opens: they speak of a gain, their statement gives it, and no finding that is new
 * speaks of it. Those of `idle` give nobody anything that they did not give before.
 */
export const hidingOpenings = (
  judged: readonly Judged[],
  openings: readonly Opening[],
  idle: ReadonlySet<Finding>,
): ReadonlySet<Finding> => {
  const hiding = openings.flatMap(({ principal, actions, codes }) => {
    const speaking = judged.filter(({ finding }) => codes.has(finding.code));
    const untold = actions.filter(
      (action) => !speaking.some(({ isNew, statement }) => isNew && gives(statement, principal, action)),
    );
    return speaking.filter(
      ({ finding, isNew, statement }) =>
        !isNew &&
        !idle.has(finding) &&
        finding.severity === "security" &&
        untold.some((action) => gives(statement, principal, action)),
    );
  });
  return new Set(hiding.map(({ finding }) => finding));
};

/**
 * Whether an Allow may be what gives somebody what a change gives, today or by a wildcard later; of a Deny, which narrows, and of what
 * is no statement, wherever anybody gains.
 */
export const givesGained = (
  statement: Statement | undefined,
  { gained, future }: Pick<AccessChange, "gained" | "future">,
): boolean => {
  const later = future?.gained ?? [];
  if (statement?.effect !== "Allow") return gained.length + later.length > 0;
  return (
    gained.some(({ principal, actions }) => actions.some((action) => gives(statement, principal, action))) ||
    later.some(({ principal }) => mayMean(statement, principal))
  );
};

const gives = (statement: Statement | undefined, principal: string, action: string): boolean =>
  statement?.effect === "Allow" && speaksOf(statement, action) && mayMean(statement, principal);

const speaksOf = ({ actions, notAction }: Statement, action: string): boolean =>
  actions.some((pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase())) !== notAction;

/** Whether the statement may be about the principal: it names everyone, it, or its account. */
const mayMean = ({ principals, notPrincipal }: Statement, principal: string): boolean =>
  notPrincipal ||
  principals.some(({ type, value }) =>
    type === "Service" ? principal === `service:${value}` : isOrHas(value, principal),
  );

const isOrHas = (value: string, principal: string): boolean => {
  if (value === "*" || value === principal) return true;
  const account = accountIn(principal);
  const isWhole = /^\d{12}$|:root$/.test(value) || /^(account|root-user):/.test(principal);
  return account !== undefined && isWhole && accountIn(value) === account;
};
