import { accountOfWord } from "../../access/principal-word.ts";
import type { Access } from "../../access/types.ts";
import { type Callers, callersTold } from "../../world/looked-at.ts";
import type { World } from "../../world/types.ts";

/** Of whom lines of access tell, for what an answer says it looked at. */
export const callersOfLines = (world: World, lines: readonly Access[]): Callers =>
  callersTold(
    world,
    lines.flatMap(({ principal }) => accountOfWord(principal) ?? []),
  );
