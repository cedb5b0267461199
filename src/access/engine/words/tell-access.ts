import { mayBeNewAction } from "../../../policy/kms-actions.ts";
import type { AccessModel, Side } from "../model.ts";
import { type Box, boxKey } from "../boxes/box.ts";
import { callerDimension } from "../callers/caller-dimension.ts";
import type { Caller } from "../callers/caller.ts";
import { describeBoxes, openTestIn } from "./describe-boxes.ts";
import type { Dimension } from "../boxes/dimension.ts";
import { exampleContext } from "./example-context.ts";
import type { Region } from "../boxes/region.ts";
import type { FoundAccess } from "../finding-access.ts";
import { disagreement, replay } from "../replay.ts";
import { readable, riskiestOf } from "./readable.ts";
import type { Access, AccessExample } from "../../types.ts";

/**
 * Puts a rise into the words of the contract, for each who bears it, and for each with an example that the plain evaluator has
 * confirmed.
 */
export const tellAccess = (model: AccessModel, to: Side, found: FoundAccess): readonly Access[] => {
  const { via, actions, regions, bearers } = found;
  const kinds = bearers[0]?.callers ?? [];
  const dimensions = [...model.space.dimensions, callerDimension(kinds, model.callerTests)];
  const boxes = readable(boxesWithCaller(regions), dimensions, model.budgets.words);
  const { when, doubt } = describeBoxes(boxes, dimensions);
  const known = regions.find((region) => region.doubt !== undefined)?.doubt ?? doubt;
  return bearers.map(({ word, callers, except }) => {
    const { example, caller } = exampleOf(model, actions, boxes, callers, dimensions);
    const undecided =
      known ??
      callers.find(({ open }) => open !== undefined)?.open?.doubt ??
      doubtOfReplay(replay(model, to, via, caller, example), boxes, dimensions);
    const unknown = actions.filter(mayBeNewAction);
    const access = {
      ...{ principal: word, ...(except && { except }), actions, via, when, example },
      ...(unknown.length > 0 && { unknownActions: unknown }),
    };
    return undecided === undefined ? access : { ...access, undecided };
  });
};

// Where tests were taken one by one, it may be that they never turn out together as the example has it.
const doubtOfReplay = (
  doubt: string | undefined,
  boxes: readonly Box[],
  dimensions: readonly Dimension[],
): string | undefined => (doubt === disagreement ? (openTestIn(boxes, dimensions) ?? doubt) : doubt);

// The kind of caller becomes one more dimension; kinds with the same boxes share them.
const boxesWithCaller = (regions: readonly Region[]): readonly Box[] => {
  const kinds = new Map<string, { readonly box: Box; cells: bigint }>();
  regions.forEach((region, place) => {
    for (const box of region.boxes) {
      const known = kinds.get(boxKey(box));
      if (known) known.cells |= 1n << BigInt(place);
      else kinds.set(boxKey(box), { box, cells: 1n << BigInt(place) });
    }
  });
  return [...kinds.values()].map(({ box, cells }) => [...box, cells]);
};

const exampleOf = (
  { space, budgets }: AccessModel,
  actions: readonly string[],
  boxes: readonly Box[],
  callers: readonly Caller[],
  dimensions: readonly Dimension[],
): { readonly example: AccessExample; readonly caller: Caller } => {
  const box = boxes[0] ?? dimensions.map(({ full }) => full);
  const chosen =
    callers.find((_caller, place) => ((box.at(-1) ?? 0n) & (1n << BigInt(place))) !== 0n) ?? callers[0];
  if (!chosen) throw new Error("access was found for nobody");
  const context = { ...exampleContext(box, space.dimensions, chosen, budgets.words), ...chosen.context };
  return { example: { principal: chosen.example, action: riskiestOf(actions), context }, caller: chosen };
};
