import { accountOfWord } from "../../access/principal-word.ts";
import type { Access } from "../../access/types.ts";
import { type Callers, callersTold } from "../../world/looked-at.ts";
import type { World } from "../../world/types.ts";

/** Of whom lines of access tell about a key of `owner`, for what an answer says it looked at: of its own account in any case. */
export const callersOfLines = (
  world: World,
  lines: readonly Access[],
  owner: string | undefined,
): Callers => {
  const told = lines.flatMap(({ principal }) => accountOfWord(principal) ?? []);
  return callersTold(world, owner === undefined ? told : [owner, ...told]);
};
