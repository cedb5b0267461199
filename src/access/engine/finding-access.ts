import type { AccessModel, Side, Via } from "./model.ts";
import type { ActionClass } from "./action-classes.ts";
import { regionBeyond } from "./boxes/coverage.ts";
import { principalOfWord } from "../principal-word.ts";
import { withoutNamedParts } from "./own-parts.ts";
import { withOtherSessions } from "./own-sessions.ts";
import type { Budget } from "./boxes/box.ts";
import { nowhere, type Region, regionKey } from "./boxes/region.ts";
import { riseFor } from "./rise-for.ts";
import { type Told, toldOfAccounts } from "./whole-accounts.ts";
import type { Alike, Bearer } from "./words-alike.ts";

/** A rise of access before it is put into words, for all that it is the same for. */
export interface FoundAccess {
  readonly via: Via;
  readonly actions: readonly string[];
  /** Where access rises for each kind of caller that a word stands for (nowhere, for some). */
  readonly regions: readonly Region[];
  readonly bearers: readonly Bearer[];
}

/** Every rise of access towards one side of the model, one entry for each level and set of contexts, and for all who are alike. */
export const findAccess = (model: AccessModel, to: Side): readonly FoundAccess[] => {
  const found = model.words.map((alike) => ({ alike, rises: new Map<string, Rising>() }));
  for (const actions of model.actionClasses.filter(({ future }) => !future)) {
    const told = toldOfAccounts(model, to, actions, model.accounts);
    for (const { alike, rises } of found)
      for (const rising of risingOf(model, to, actions, alike, told)) collect(rises, rising, actions);
  }
  return found.flatMap(({ rises }) =>
    [...rises.values()].map((rising) => ({ ...rising, actions: rising.actions.sort() })),
  );
};

type Rising = Omit<FoundAccess, "actions"> & { readonly actions: string[] };

const collect = (
  rises: Map<string, Rising>,
  rising: Omit<Rising, "actions">,
  { actions }: ActionClass,
): void => {
  if (rising.regions.every(({ boxes }) => boxes.length === 0)) return;
  const words = rising.bearers.filter(isKnownByWord);
  const key = `${rising.via} ${words.map(({ word, except = [] }) => [word, ...except].join(" ")).join()} ${rising.regions.map(regionKey).join("/")}`;
  const known = rises.get(key);
  if (known) known.actions.push(...actions);
  else rises.set(key, { ...rising, actions: [...actions] });
};

const isKnownByWord = ({ word, except }: Bearer, place: number): boolean =>
  place === 0 || except !== undefined || principalOfWord(word) !== word;

// Who gains more than its account is told with all of it: "always" reads better than "where the account does not".
const isWithin = (region: Region, whole: Region, budget: Budget): boolean =>
  region.boxes.length > 0 && regionBeyond(region, whole, budget).boxes.length === 0;

const risingOf = (
  model: AccessModel,
  to: Side,
  actions: ActionClass,
  { classes, account, isOthers, bearers }: Alike,
  told: Told,
): readonly Omit<Rising, "actions">[] => {
  const rises = classes.map((callers) => riseFor(model, to, actions, callers));
  return (["key-policy", "iam"] as const).map((via) => {
    const whole = told.get(`${via} ${account}`);
    const regions = rises.map(({ [via]: region }) =>
      whole && !isOthers && isWithin(region, whole, model.budget) ? nowhere : region,
    );
    if (!whole || !isOthers) {
      const told = withOtherSessions(model, to, actions, bearers, { via, regions });
      return { via, regions, bearers: withoutNamedParts(model, { to, actions, via }, told, regions) };
    }
    const word = `account:${account.split(":")[1] ?? ""}`;
    return { via, regions, bearers: bearers.map((bearer) => ({ ...bearer, word })) };
  });
};
