import { boxKey } from "./box.ts";
import type { BoxSet } from "./box-set.ts";

/** A set of request contexts in which something holds; `doubt` says why it may be smaller than shown. */
export interface Region {
  readonly boxes: BoxSet;
  readonly doubt?: string;
}

export const nowhere: Region = { boxes: [] };

/** Equal for regions written alike. */
export const regionKey = (region: Region): string => {
  const known = keys.get(region);
  if (known !== undefined) return known;
  const key = `${region.doubt ?? ""}#${region.boxes.map(boxKey).sort().join(";")}`;
  keys.set(region, key);
  return key;
};

const keys = new WeakMap<Region, string>();
