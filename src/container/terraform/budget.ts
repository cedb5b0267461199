import { isList, isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import type { Scene } from "./scene.ts";

/** Characters of a text that is worked out; no policy and no template of one has as many. */
export const longestText = 2 ** 20;

/** Characters that cost as much as one step. */
const lettersOfStep = 64;

/** Takes steps off what is left for a key, and says whether that was enough. */
export const afford = ({ budget }: Scene, steps: number): boolean => (budget.left -= steps) >= 0;

/**
 * Steps that it would take to write a value out. What a name of a loop stands for, and what a function makes, costs them each time:
 * otherwise lists of lists of themselves would grow without an end.
 */
export const costOf = (value: JsonValue): number => {
  if (typeof value === "string") return 1 + Math.floor(value.length / lettersOfStep);
  if (isList(value)) return value.reduce<number>((all, item) => all + costOf(item), 1);
  return isRecord(value) ? costOf(Object.values(value)) : 1;
};
