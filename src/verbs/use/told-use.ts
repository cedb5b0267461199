import type { Context } from "../../cli/app.ts";
import { renderEvidence, renderUse, type UseLayout } from "../../render/use.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import type { Evidence, UsedBy } from "../../use/types.ts";
import { useOfKey } from "./use-of-key.ts";
import type { UseOptions } from "./use-flags.ts";

/** What an answer says of use: its members of JSON, and its words. */
export interface ToldUse {
  readonly json: { readonly used: readonly UsedBy[]; readonly evidence: Evidence };
  readonly words: (layout: UseLayout) => string;
}

/** Who used a key; `actions` (`kms:Name`) narrows the answer. Throws what `useOfKey` throws. */
export const toldUse = async (
  context: Context,
  open: OpenTarget,
  options: UseOptions,
  actions: readonly string[] | undefined,
): Promise<ToldUse> => {
  const { used: all, evidence } = await useOfKey(context, open, options);
  const used = actions === undefined ? all : narrowed(all, new Set(actions));
  return {
    json: { used, evidence },
    words: (layout) =>
      `${renderUse(used, open.facts, layout)}\n${renderEvidence(evidence, open.facts, layout.columns)}`,
  };
};

const narrowed = (all: readonly UsedBy[], actions: ReadonlySet<string>): readonly UsedBy[] =>
  all.flatMap((one) => {
    const operations = one.operations.filter(({ operation }) => actions.has(operation));
    return operations.length === 0 ? [] : [{ ...one, operations }];
  });
