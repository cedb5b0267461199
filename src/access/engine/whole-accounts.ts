import type { AccessModel, Accounts, Side, Via } from "./model.ts";
import type { ActionClass } from "./action-classes.ts";
import { reachesToo } from "./boxes/coverage.ts";
import { groupBy } from "./group-by.ts";
import { type Region, regionKey } from "./boxes/region.ts";
import { riseFor } from "./rise-for.ts";
import type { Member } from "./words-alike.ts";

/** By level and account (`iam aws:111122223333`): where all callers of the account gain alike, so that the account is told to gain. */
export type Told = ReadonlyMap<string, Region>;

/** The accounts of all callers, as `PARTITION:ACCOUNT`. */
export const accountsOf = (members: readonly Member[]): Accounts => {
  const groups = groupBy(members, ({ caller }) => caller.account ?? "");
  return new Map(
    [...groups].map(([account, same]) => {
      const unnamed = same.filter(({ caller }) => caller.kind === "others").map(({ callers }) => callers);
      const countedFor = (via: Via) =>
        new Set(same.filter((member) => isCounted(member, via)).map(({ callers }) => callers));
      return [
        account,
        { unnamed, counted: { "key-policy": countedFor("key-policy"), iam: countedFor("iam") } },
      ];
    }),
  );
};

// The root user of the own account never needs IAM: it has entries of its own.
const isCounted = ({ caller: { kind }, callers: { standing } }: Member, via: Via): boolean =>
  kind === "principal" || (kind === "root" && (via === "key-policy" || standing === "foreign"));

/** The accounts of which all callers gain the actions. */
export const toldOfAccounts = (
  model: AccessModel,
  to: Side,
  actions: ActionClass,
  accounts: Accounts,
): Told => {
  const told = new Map<string, Region>();
  for (const [account, { unnamed, counted }] of accounts) {
    const rises = unnamed.map((callers) => riseFor(model, to, actions, callers));
    for (const via of ["key-policy", "iam"] as const) {
      const region = sharedRegion(rises.map((rise) => rise[via]));
      if (!region) continue;
      if ([...counted[via]].every((callers) => reachesToo(model, to, via, callers, actions, region)))
        told.set(`${via} ${account}`, region);
    }
  }
  return told;
};

const sharedRegion = (regions: readonly Region[]): Region | undefined => {
  const [first] = regions;
  if (!first || first.boxes.length === 0 || first.doubt !== undefined) return undefined;
  return regions.every((region) => regionKey(region) === regionKey(first)) ? first : undefined;
};
