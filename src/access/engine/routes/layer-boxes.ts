import { coversAction } from "../action-set.ts";
import { type Box, boxKey } from "../boxes/box.ts";
import type { ConditionSpace } from "../boxes/space.ts";
import { boxOfTerms, type CallerReading } from "../boxes/terms-box.ts";
import { remembering } from "../group-by.ts";
import type { ResolvedClause } from "./resolved-clause.ts";

/** Gives the boxes of clauses for an action; each is worked out once. */
export type BoxReader = (
  clauses: readonly ResolvedClause[],
  action: string,
  effect: "allow" | "deny",
) => readonly Box[];

const nothingKnown = new Map<string, string | undefined>();
// What follows from the caller was settled when the clause was resolved: what is left of it is open.
const asDimensions: CallerReading = { open: "all", settled: undefined };

/** A reader of boxes in one space: the contexts in which some clause of that effect applies to the action. */
export const boxReader = (space: ConditionSpace): BoxReader => {
  const boxes = new Map<string, { readonly box: Box | undefined }>();
  return (clauses, action, effect) => {
    const found = new Map<string, Box>();
    for (const { terms } of clauses) {
      if (terms.allow !== (effect === "allow") || !coversAction(terms.actions, action)) continue;
      const { box } = remembering(boxes, `${terms.number} ${action}`, () => ({
        box: boxOfTerms(terms, action, space, nothingKnown, [], asDimensions),
      }));
      if (box) found.set(boxKey(box), box);
    }
    return [...found.values()];
  };
};
