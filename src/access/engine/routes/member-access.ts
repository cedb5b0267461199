import { kmsActionNamed } from "../../../policy/kms-actions.ts";
import type { Box, Budget } from "../boxes/box.ts";
import { absorbed, type BoxSet, common, without } from "../boxes/box-set.ts";
import type { BoxReader } from "./layer-boxes.ts";
import type { Member } from "./member.ts";
import { grantAlone, issuersIam } from "./grant-clauses.ts";
import type { KeyPolicyClauses, LayerClauses, OwnLayers } from "./member-layers.ts";

/** The one operation of which no policy's Allow decides. */
export const retireGrant = "kms:RetireGrant";

export type Route = "key-policy" | "iam" | "grant";

/** The request contexts in which a member can act, by the first route that lets it. The sets may not overlap. */
export type RouteBoxes = Readonly<Record<Route, BoxSet>>;

/** What access is worked out from: one space of contexts, one budget of steps. */
export interface Ground {
  readonly boxes: BoxReader;
  readonly everything: Box;
  readonly budget: Budget;
}

/** What binds a member under one key policy. */
export interface Bound {
  readonly member: Member;
  readonly keyPolicy: KeyPolicyClauses;
  readonly own: OwnLayers;
}

/**
 * Where a member can do one action: the union of its routes, each the common part of its layers, less every Deny. With
 * `hopeful` what is not known counts for the member, else against it. Throws BudgetSpent.
 */
export const accessOf = (bound: Bound, action: string, hopeful: boolean, ground: Ground): RouteBoxes => {
  const { budget } = ground;
  const denies = deniesOf(bound, action, hopeful, ground);
  if (!denies) return { "key-policy": [], iam: [], grant: [] };
  const lids = bound.own.scp.map((level) => allowedBy(level, action, hopeful, ground));
  const left = (route: BoxSet, earlier: readonly Box[]) =>
    without(
      lids.reduce((set, lid) => common(set, lid, budget), route),
      [...denies, ...earlier],
      budget,
    );
  const routes = routesOf(bound, action, hopeful, ground);
  const byPolicy = left(routes["key-policy"], []);
  const byIam = left(routes.iam, byPolicy);
  return { "key-policy": byPolicy, iam: byIam, grant: left(routes.grant, [...byPolicy, ...byIam]) };
};

const routesOf = (
  { member, keyPolicy, own }: Bound,
  action: string,
  hopeful: boolean,
  ground: Ground,
): RouteBoxes => {
  const { boxes, budget } = ground;
  const give = (clauses: KeyPolicyClauses["direct"]) => absorbed(boxes(clauses, action, "allow"), budget);
  const capped = (set: BoxSet) =>
    own.boundary ? common(set, allowedBy(own.boundary, action, hopeful, ground), budget) : set;
  const identity = own.identity ? allowedBy(own.identity, action, hopeful, ground) : [];
  const [direct, role, account] = [give(keyPolicy.direct), give(keyPolicy.role), give(keyPolicy.account)];
  const grant = grantedTo(own, action, hopeful, identity, ground);
  // The grant alone decides that (KMS Developer Guide, "Retiring and revoking grants").
  if (action === retireGrant) return { "key-policy": [], iam: [], grant };
  if (member.caller.foreign) {
    const named = absorbed([...direct, ...role, ...account], budget);
    const across = kmsActionNamed(action)?.crossAccount ?? true;
    if (member.kind === "root") return { "key-policy": across ? named : [], iam: [], grant };
    return { "key-policy": [], iam: across ? capped(common(named, identity, budget)) : [], grant };
  }
  if (member.kind === "root")
    return { "key-policy": absorbed([...direct, ...account], budget), iam: [], grant };
  return {
    "key-policy": absorbed([...direct, ...capped(role)], budget),
    iam: capped(common(account, identity, budget)),
    grant,
  };
};

const allowedBy = (
  { clauses, unknown }: LayerClauses,
  action: string,
  hopeful: boolean,
  { boxes, everything, budget }: Ground,
): BoxSet =>
  hopeful && unknown.length > 0 ? [everything] : absorbed(boxes(clauses, action, "allow"), budget);

// Whether a boundary that is silent caps a grant is not documented: against the member it does.
const grantedTo = (
  { grants, boundary, identity: policies }: OwnLayers,
  action: string,
  hopeful: boolean,
  identity: BoxSet,
  ground: Ground,
): BoxSet => {
  const { boxes, budget } = ground;
  const given = grants.flatMap((grant): readonly Box[] => {
    const set = absorbed(boxes([grant], action, "allow"), budget);
    // Policies that nobody knows may allow it.
    if (grant.doubt === issuersIam && hopeful) return policies ? common(set, identity, budget) : set;
    if (grant.doubt === issuersIam) return [];
    if (grant.doubt === undefined || hopeful) return set;
    return grant.doubt === grantAlone ? common(set, identity, budget) : [];
  });
  const all = absorbed(given, budget);
  return boundary && !hopeful ? common(all, allowedBy(boundary, action, hopeful, ground), budget) : all;
};

// Undefined where a policy that is not known might deny everything.
const deniesOf = (
  { keyPolicy, own }: Bound,
  action: string,
  hopeful: boolean,
  { boxes }: Ground,
): readonly Box[] | undefined => {
  const layers = [own.identity, own.boundary, own.rcp, ...own.scp].filter((layer) => layer !== undefined);
  if (!hopeful && layers.some(({ unknown }) => unknown.length > 0)) return undefined;
  const perhaps = hopeful ? [] : keyPolicy.perhapsDeny;
  const clauses = [...keyPolicy.deny, ...perhaps, ...layers.flatMap((layer) => layer.clauses)];
  return boxes(clauses, action, "deny");
};
