import { type Box, boxKey, BudgetSpent } from "../boxes/box.ts";
import { type BoxSet, without } from "../boxes/box-set.ts";
import { type ConditionSpace, spaceOfAll } from "../boxes/space.ts";
import type { Test } from "../conditions/condition-test.ts";
import { kmsActionNamed } from "../../../policy/kms-actions.ts";
import { coversAction } from "../action-set.ts";
import { carriersOf } from "../conditions/known-keys.ts";
import { groupBy } from "../group-by.ts";
import { boxReader } from "./layer-boxes.ts";
import type { Member } from "./member.ts";
import {
  accessOf,
  type Bound,
  type Ground,
  retireGrant,
  type Route,
  type RouteBoxes,
} from "./member-access.ts";
import type { KeyPolicyClauses, OwnLayers } from "./member-layers.ts";
import type { ResolvedClause } from "./resolved-clause.ts";

/** A member under the two key policies that are compared. */
export interface Candidate {
  readonly member: Member;
  readonly own: OwnLayers;
  /** Undefined where nothing at all is held before: then the answer is who can, grants included. */
  readonly older: KeyPolicyClauses | undefined;
  readonly newer: KeyPolicyClauses;
}

/** Actions that rise alike: by one route, in the same contexts. */
export interface Rising {
  readonly route: Route;
  readonly actions: readonly string[];
  readonly boxes: BoxSet;
  /** Why it is not certain. */
  readonly doubt?: string;
}

/** Candidates of whom the same is said, and what rises for each of them. */
export interface RisingGroup {
  readonly candidates: readonly Candidate[];
  readonly space: ConditionSpace;
  readonly risings: readonly Rising[];
}

/** Steps for one group; some 50 ns each. */
const stepsForGroup = 400_000;
const stepsForExploring = 200_000;
const tooHard = "the conditions combine in too many ways to be decided";

/** What the newer key policy gives over the older one, for everybody. Members of whom the same is said share the work. */
export const findRisings = (
  candidates: readonly Candidate[],
  actions: readonly string[],
  tests: readonly Test[],
): readonly RisingGroup[] =>
  [...groupBy(candidates, sayingOf).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const space = spaceOf(first, tests);
    return [{ candidates: same, space, risings: risingsOf(first, space, actions) }];
  });

/** Whether two key policies say the same to a member: then nothing rises, whatever else binds it. */
export const saysTheSame = (one: KeyPolicyClauses, other: KeyPolicyClauses): boolean =>
  termsText(one) === termsText(other);

/** Whether anything at all may let a member in; of an account's principals most have no KMS permission. */
export const mayRise = ({ member, own, newer }: Candidate): boolean => {
  const { identity, grants } = own;
  if (newer.direct.length + newer.role.length + grants.length > 0) return true;
  if (newer.account.length === 0) return false;
  if (member.kind === "root") return true;
  return identity !== undefined && (identity.unknown.length > 0 || identity.clauses.some(isAllow));
};

const isAllow = ({ terms }: ResolvedClause): boolean => terms.allow;

// No boundary and a boundary that says nothing of KMS differ, as do no levels and silent levels.
const sayingOf = ({ member, own, older, newer }: Candidate): string => {
  const layer = (one: OwnLayers["boundary"]) =>
    one ? `[${numbers(one.clauses)}!${one.unknown.length > 0 ? one.unknown.join() : ""}]` : "-";
  return [
    `${member.kind === "root"} ${member.caller.foreign}`,
    ...[
      older ? termsText(older) : "none",
      termsText(newer),
      layer(own.identity),
      layer(own.boundary),
      layer(own.rcp),
    ],
    own.scp.map(layer).join(),
    own.grants.map(({ terms, doubt = "" }) => `${terms.number}${doubt}`).join(),
  ].join("|");
};

const numbers = (clauses: readonly { readonly terms: { readonly number: number } }[]): string =>
  [...new Set(clauses.map(({ terms }) => terms.number))].sort((left, right) => left - right).join(" ");

const termsText = ({ direct, role, account, deny, perhapsDeny }: KeyPolicyClauses): string =>
  [direct, role, account, deny, perhapsDeny].map(numbers).join(";");

const clausesIn = ({
  direct,
  role,
  account,
  deny,
  perhapsDeny,
}: KeyPolicyClauses): readonly ResolvedClause[] => [...direct, ...role, ...account, ...deny, ...perhapsDeny];

const clausesOf = ({ own, older, newer }: Candidate): readonly ResolvedClause[] => {
  const layers = [own.identity, own.boundary, own.rcp, ...own.scp].flatMap((layer) => layer?.clauses ?? []);
  return [...(older ? clausesIn(older) : []), ...clausesIn(newer), ...layers, ...own.grants];
};

const spaceOf = (candidate: Candidate, tests: readonly Test[]): ConditionSpace => {
  const clauses = clausesOf(candidate);
  const used = new Set(clauses.flatMap(({ terms }) => terms.tests.map(({ id }) => id)));
  const relevant = tests.filter(({ id }) => used.has(id));
  return spaceOfAll(relevant, [], { left: stepsForExploring });
};

const risingsOf = (
  { member, own, older, newer }: Candidate,
  space: ConditionSpace,
  actions: readonly string[],
): readonly Rising[] => {
  const everything = space.dimensions.map(({ full }) => full);
  const ground: Ground = { boxes: boxReader(space), everything, budget: { left: stepsForGroup } };
  const found = new Map<string, Rising & { readonly actions: string[] }>();
  for (const [action = "", ...others] of actionsAlike({ member, own, older, newer }, space, actions)) {
    const bound = { member, own: boundFor(action, own), keyPolicy: newer };
    for (const rising of risingOf(bound, older, action, ground)) {
      const key = `${rising.route} ${rising.doubt ?? ""} ${rising.boxes.map(boxKey).sort().join(";")}`;
      const known = found.get(key);
      if (known) known.actions.push(action, ...others);
      else found.set(key, { ...rising, actions: [action, ...others] });
    }
  }
  return [...found.values()];
};

// Resource control policies leave it alone (KMS Developer Guide, "Resource control policies in AWS KMS").
const boundFor = (action: string, own: OwnLayers): OwnLayers =>
  action === retireGrant ? { ...own, rcp: undefined } : own;

// Actions that every clause treats alike, and whose requests carry the same condition keys, share the work.
const actionsAlike = (
  candidate: Candidate,
  { dimensions }: ConditionSpace,
  actions: readonly string[],
): Iterable<readonly string[]> => {
  const sets = [...new Set(clausesOf(candidate).map(({ terms }) => terms.actions))];
  const carriers = [...new Set(dimensions.map(({ key }) => key))].map(carriersOf);
  return groupBy(actions, (action) =>
    [
      action === retireGrant,
      kmsActionNamed(action)?.crossAccount ?? true,
      ...sets.map((set) => coversAction(set, action)),
      ...carriers.map((carries) => carries(action)),
    ]
      .map(Number)
      .join(""),
  ).values();
};

type Risen = Omit<Rising, "actions">;

const risingOf = (
  newer: Bound,
  older: KeyPolicyClauses | undefined,
  action: string,
  ground: Ground,
): readonly Risen[] => {
  try {
    const [least, most] = bothEnds(newer, action, ground);
    const [leastBefore, mostBefore] = older ? bothEnds({ ...newer, keyPolicy: older }, action, ground) : none;
    const certain = beyond(least, together(mostBefore), ground);
    const possible = beyond(
      most,
      [...together(leastBefore), ...certain.flatMap(({ boxes }) => boxes)],
      ground,
    );
    return [...certain, ...possible.map((rising) => ({ ...rising, doubt: doubtOf(newer) }))];
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return [{ route: "iam", boxes: [ground.everything], doubt: tooHard }];
  }
};

const noAccess: RouteBoxes = { "key-policy": [], iam: [], grant: [] };
const none = [noAccess, noAccess] as const;

const bothEnds = (bound: Bound, action: string, ground: Ground): readonly [RouteBoxes, RouteBoxes] => {
  const least = accessOf(bound, action, false, ground);
  return [least, isCertain(bound) ? least : accessOf(bound, action, true, ground)];
};

const isCertain = (bound: Bound): boolean => doubtsOf(bound).length === 0;

const doubtOf = (bound: Bound): string => doubtsOf(bound)[0] ?? tooHard;

const doubtsOf = ({ keyPolicy, own }: Bound): readonly string[] => [
  ...[own.identity, own.boundary, own.rcp, ...own.scp].flatMap((layer) => layer?.unknown ?? []),
  ...own.grants.flatMap(({ doubt }) => doubt ?? []),
  ...(own.grants.length > 0 && own.boundary ? [silentBoundary] : []),
  ...(keyPolicy.perhapsDeny.length > 0 ? [strictly] : []),
];

const silentBoundary = "whether a boundary that is silent caps a grant is not documented";
const strictly =
  "it depends on how NotPrincipal is read: account, role and session may each have to be listed";

const together = (access: RouteBoxes): readonly Box[] => Object.values(access).flat();

const routes: readonly Route[] = ["key-policy", "iam", "grant"];

const beyond = (access: RouteBoxes, held: readonly Box[], { budget }: Ground): readonly Risen[] =>
  routes.flatMap((route) => {
    const boxes = without(access[route], held, budget);
    return boxes.length === 0 ? [] : [{ route, boxes }];
  });
