import type { Answer } from "../../output/answer.ts";
import { callerOf } from "../../access/evaluator/caller.ts";
import { listForPrincipal, riskOnKey } from "../../access/what-can.ts";
import type { Access } from "../../access/types.ts";
import { exitCodes } from "../../errors.ts";
import { principalWords } from "../../render/principal-words.ts";
import { namedArns } from "../../policy/named-arns.ts";
import { wrapWords } from "../../render/columns.ts";
import { renderLookedAt } from "../../render/looked-at.ts";
import { renderWhatCan } from "../../render/what-can.ts";
import { escapeLine } from "../../render/escape.ts";
import { arnsIn, withKnownPath } from "../../world/find-principal.ts";
import { type Looked, lookedAt, lookedAtTogether } from "../../world/looked-at.ts";
import { emptyWorld } from "../../world/read-world.ts";
import type { World } from "../../world/types.ts";
import type { Context } from "../../cli/app.ts";
import type { AskedKey, AskedKeys, WhatCanOptions } from "./asked-key.ts";
import { askedKeys } from "./asked-keys.ts";
import { valuesOf } from "../each/line.ts";
import { questionAbout, worldOf } from "../effective/iam-data.ts";
import { asksIam, withProfiles } from "../effective/iam-data-options.ts";
import { callerWord } from "../can/live-trial.ts";
import { requestPrincipal } from "../can/request-principal.ts";
import { actionNamed } from "../can/action-named.ts";
import { resultColumns } from "../../cli/widths.ts";

interface UsedKey extends AskedKey {
  readonly access: readonly Access[];
}

/** Lists the keys that a principal may use. */
export const runWhatCan = async (
  context: Context,
  [typed, actions]: readonly [string, readonly string[]],
  options: WhatCanOptions,
): Promise<Answer> => {
  const who = typed === "me" ? await callerWord(context) : typed;
  const wanted = actions.length > 0 ? actions.map(actionNamed) : undefined;
  const profiles = [...(options.accountProfile ?? []), ...valuesOf(context.args, "--profile")];
  const asked = { ...withProfiles(options), accountProfile: profiles };
  const [found, world] = await Promise.all([
    askedKeys(context, options),
    asksIam(asked) ? worldOf(context, asked, options.account) : emptyWorld,
  ]);
  const principal = callerNamed(who, found.keys, world, options.account);
  const used = found.keys
    .map((key): UsedKey => ({
      ...key,
      access: listForPrincipal(principal, questionAbout(key, world), wanted),
    }))
    .filter(({ access }) => access.length > 0)
    .sort((left, right) => riskOf(right) - riskOf(left));
  const looked = asksIam(asked) ? lookedAtAll(world, found.keys, principal) : undefined;
  const told = { principal, used, found, looked };
  return {
    exit: exitCodes.done,
    json: asContract(told),
    view: () => inWords(context, told, options.full ?? false),
  };
};

const riskOf = ({ access, facts }: UsedKey): number => riskOnKey(access, facts.account);

/** `role/NAME` is of the account that owns the keys, or else of the one that the IAM data is about. */
const callerNamed = (
  who: string,
  keys: readonly AskedKey[],
  world: World,
  given: string | undefined,
): string => {
  const owners = [...new Set(keys.flatMap(({ facts }) => facts.account ?? []))];
  const [known, ...others] = owners.length === 1 ? owners : [...world.directories.keys()];
  const account = given ?? (others.length > 0 ? undefined : known);
  const partition = keys.find(({ facts }) => facts.partition !== undefined)?.facts.partition;
  const named = [...keys.flatMap(({ policy }) => namedArns(policy)), ...arnsIn(world)];
  return withKnownPath(requestPrincipal(who, { account, partition }, named), world);
};

/** What was looked at for all keys together: the grants are known where those of every key are. */
const lookedAtAll = (world: World, keys: readonly AskedKey[], principal: string): Looked => {
  const callers = { accounts: [callerOf(principal)?.account ?? []].flat() };
  const each = keys.map((key) => lookedAt(questionAbout(key, world).world, key.facts.account, {}, callers));
  return lookedAtTogether(each.length > 0 ? each : [lookedAt(world, undefined, {}, callers)]);
};

interface Told {
  readonly principal: string;
  readonly used: readonly UsedKey[];
  readonly found: AskedKeys;
  readonly looked: Looked | undefined;
}

const asContract = ({ principal, used, found, looked }: Told): object => {
  const keys = used.map(({ target, facts: { arn }, access }) => ({ target, ...(arn && { arn }), access }));
  const notRead = found.notRead.map(({ label, because }) => ({ key: label, because }));
  return {
    ...{ principal, keys, ...looked },
    keysLookedAt: found.keys.length,
    ...(notRead.length > 0 && { notRead }),
    ...(found.hidden > 0 && { hidden: found.hidden }),
  };
};

const alone = "Looked at: the key policies alone. --iam-data adds IAM, boundaries, organization and grants.";

const inWords = (context: Context, { principal, used, found, looked }: Told, full: boolean): string => {
  const { style, outside } = context;
  const layout = { style, columns: resultColumns(outside), full };
  const accounts = [...new Set(found.keys.map(({ facts }) => facts.account))];
  const who = principalWords(principal, accounts.length === 1 ? accounts[0] : undefined);
  return [
    renderWhatCan(who, used, found.keys.length, layout),
    ...found.notRead.map(({ label, because }) => `not known: ${escapeLine(label)}: ${escapeLine(because)}\n`),
    ...(found.hidden > 0 ? [`not known: ${found.hidden} keys, which may not be described from here\n`] : []),
    `\n${looked ? renderLookedAt(looked, layout.columns) : `${wrapWords(alone, layout.columns, "  ")}\n`}`,
  ].join("");
};
