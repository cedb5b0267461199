import type { Access } from "../../access/types.ts";
import type { Context } from "../../cli/app.ts";
import type { FileOptions } from "../../cli/options.ts";
import { withSets } from "../../default-view/set-access.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { type ListedUnused, renderUnused } from "../../render/unused.ts";
import { renderEvidence, renderUse, type UseLayout } from "../../render/use.ts";
import { nextOn } from "../../shell/typed-command.ts";
import { typedAs } from "../../target/typed-target.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { tellsNothing } from "../../use/evidence.ts";
import { takeAway } from "../../use/take-away.ts";
import type { Evidence, UsedBy } from "../../use/types.ts";
import { unusedAccess, type UntoldUse, type UnusedAccess } from "../../use/unused.ts";
import { useOfKey } from "./use-of-key.ts";
import type { UseOptions } from "./use-flags.ts";

/** What an answer says of use: its members of JSON, and its words. */
export interface ToldUse {
  readonly json: {
    readonly used: readonly UsedBy[];
    readonly evidence: Evidence;
    readonly unused?: readonly ListedUnused[];
    readonly untold?: readonly UntoldUse[];
  };
  readonly words: (layout: UseLayout) => string;
}

/** Of `--unused`: the target as it was written, and who may do what. */
interface AskedUnused {
  readonly operand: string;
  readonly access: readonly Access[];
}

/** Who used a key, or who did not; `actions` (`kms:Name`) narrows the answer. Throws what `useOfKey` throws. */
export const toldUse = async (
  context: Context,
  open: OpenTarget,
  options: UseOptions & FileOptions,
  actions: readonly string[] | undefined,
  asked?: AskedUnused,
): Promise<ToldUse> => {
  const { used: all, evidence } = await useOfKey(context, open, options);
  const used = actions === undefined ? all : narrowed(all, new Set(actions));
  const told = asked && (await unusedOf(context, open, options, asked, { used: all, evidence }));
  return {
    json: { used, evidence, ...told },
    words: (layout) => {
      const people = told && options.used !== true ? "" : `${renderUse(used, open.facts, layout)}\n`;
      const unused = asked ? `${renderUnused(told, evidence, open.facts, layout)}\n` : "";
      return people + unused + renderEvidence(evidence, open.facts, layout.columns);
    },
  };
};

/** Undefined where the evidence tells nothing: then nothing is called unused. */
const unusedOf = async (
  context: Context,
  open: OpenTarget,
  options: FileOptions,
  { operand, access }: AskedUnused,
  { used, evidence }: Pick<ToldUse["json"], "used" | "evidence">,
): Promise<Required<Pick<ToldUse["json"], "unused" | "untold">> | undefined> => {
  if (tellsNothing(evidence)) return undefined;
  const document = await open.document();
  const { facts } = open;
  const typed = typedAs(context, operand, options);
  const all = withSets(access, readPolicy(document), facts);
  const { unused, untold } = unusedAccess(all, used, facts.account);
  const ways = (one: UnusedAccess) =>
    takeAway(one, document, facts).map((way) => ({ ...way, command: nextOn(typed, way.command) }));
  return { unused: unused.map((one) => ({ ...one, takeAway: ways(one) })), untold };
};

const narrowed = (all: readonly UsedBy[], actions: ReadonlySet<string>): readonly UsedBy[] =>
  all.flatMap((one) => {
    const operations = one.operations.filter(({ operation }) => actions.has(operation));
    return operations.length === 0 ? [] : [{ ...one, operations }];
  });
