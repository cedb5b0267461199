import type { AccessModel, Side } from "./access-model.ts";
import type { Caller } from "./callers/caller.ts";
import type { ActionClass, CallerClass } from "./classes.ts";
import { reachesToo, regionBeyond, type Via } from "./boxes/coverage.ts";
import type { Budget } from "./boxes/box.ts";
import { groupBy } from "./group-by.ts";
import { type Region, regionKey } from "./boxes/region.ts";

/** A rise of access before it is put into words. */
export interface FoundAccess {
  readonly word: string;
  readonly via: Via;
  readonly actions: readonly string[];
  /** Every kind of caller that the word stands for, with where its access rises (nowhere, for some). */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly caller: Caller;
  readonly region: Region;
}

interface Member {
  readonly caller: Caller;
  readonly callers: CallerClass;
}

/** Every rise of access towards one side of the model, one entry for each principal word, level and set of contexts. */
export const findAccess = (model: AccessModel, to: Side): readonly FoundAccess[] => {
  const members = model.callerClasses.flatMap((callers) =>
    callers.callers.map((caller) => ({ caller, callers })),
  );
  const byWord = groupBy(members, ({ caller }) => `${caller.word} ${caller.account?.split(":")[0] ?? ""}`);
  const accounts = groupBy(members, ({ caller }) => caller.account ?? "");
  const collected = new Map<string, { word: string; via: Via; actions: string[]; parts: readonly Part[] }>();
  for (const actions of model.actionClasses.filter(({ future }) => !future)) {
    const told = toldOfAccounts(model, to, actions, accounts);
    for (const same of byWord.values()) {
      for (const via of ["key-policy", "iam"] as const)
        collect(collected, partsOf(model, to, via, actions, same, told), via, actions);
    }
  }
  return [...collected.values()].map((found) => ({ ...found, actions: found.actions.sort() }));
};

// Who gains more than its account is told with all of it: "always" reads better than "where the account does not".
const isWithin = (region: Region, whole: Region, budget: Budget): boolean =>
  region.boxes.length > 0 && regionBeyond(region, whole, budget).boxes.length === 0;

type Told = ReadonlyMap<string, Region>;

const collect = (
  collected: Map<string, { word: string; via: Via; actions: string[]; parts: readonly Part[] }>,
  { word, parts }: { readonly word: string; readonly parts: readonly Part[] },
  via: Via,
  { actions }: ActionClass,
): void => {
  if (parts.every(({ region }) => region.boxes.length === 0)) return;
  const key = `${word} ${via} ${parts.map(({ region }) => regionKey(region)).join("/")}`;
  const known = collected.get(key);
  if (known) known.actions.push(...actions);
  else collected.set(key, { word, via, actions: [...actions], parts });
};

const riseFor = (
  model: AccessModel,
  to: Side,
  via: Via,
  actions: ActionClass,
  { callers }: Member,
): Region => {
  if (callers.standing === "foreign" && !actions.crossAccount) return { boxes: [] };
  return model.rise(to, callers, actions)[via];
};

const partsOf = (
  model: AccessModel,
  to: Side,
  via: Via,
  actions: ActionClass,
  same: readonly Member[],
  told: Told,
): { readonly word: string; readonly parts: readonly Part[] } => {
  const first = same[0]?.caller;
  const account = first?.account ?? "";
  const whole = told.get(`${via} ${account}`);
  const parts = same.map((member) => {
    const region = riseFor(model, to, via, actions, member);
    const isTold = whole && member.caller.kind !== "others" && isWithin(region, whole, model.budget);
    return { caller: member.caller, region: isTold ? { boxes: [] } : region };
  });
  const isWhole = whole !== undefined && first?.kind === "others";
  return { word: isWhole ? `account:${account.split(":")[1] ?? ""}` : (first?.word ?? ""), parts };
};

// Where all callers of an account gain alike, the account as a whole is told to gain.
const toldOfAccounts = (
  model: AccessModel,
  to: Side,
  actions: ActionClass,
  accounts: ReadonlyMap<string, readonly Member[]>,
): Told => {
  const told = new Map<string, Region>();
  for (const [account, members] of accounts) {
    const unnamed = members.filter(({ caller }) => caller.kind === "others");
    for (const via of ["key-policy", "iam"] as const) {
      const region = sharedRegion(unnamed.map((member) => riseFor(model, to, via, actions, member)));
      if (!region) continue;
      const rest = members.filter(({ caller, callers }) => isCounted(caller, callers, via));
      const classes = new Set(rest.map(({ callers }) => callers));
      if ([...classes].every((member) => reachesToo(model, to, via, member, actions, region)))
        told.set(`${via} ${account}`, region);
    }
  }
  return told;
};

// The root user of the own account never needs IAM: it has entries of its own.
const isCounted = ({ kind }: Caller, { standing }: CallerClass, via: Via): boolean =>
  kind === "principal" || (kind === "root" && (via === "key-policy" || standing === "foreign"));

const sharedRegion = (regions: readonly Region[]): Region | undefined => {
  const [first] = regions;
  if (!first || first.boxes.length === 0 || first.doubt !== undefined) return undefined;
  return regions.every((region) => regionKey(region) === regionKey(first)) ? first : undefined;
};
