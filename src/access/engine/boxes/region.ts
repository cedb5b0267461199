import type { Box } from "./box.ts";
import type { BoxSet } from "./box-set.ts";

/** A set of request contexts in which something holds; `doubt` says why it may be smaller than shown. */
export interface Region {
  readonly boxes: BoxSet;
  readonly doubt?: string;
}

export const nowhere: Region = { boxes: [] };

/** Equal for regions written alike. */
export const regionKey = ({ boxes, doubt }: Region): string =>
  `${doubt ?? ""}#${boxes
    .map((box: Box) => box.join())
    .sort()
    .join(";")}`;
