import { whyOpaque } from "../policy/symbols.ts";
import type { Access } from "./types.ts";

/** Access of somebody of whom only a name is known until the document around the policy is deployed: who that is, is undecided. */
export const asUndecided = (access: Access): Access => {
  const why = access.undecided === undefined ? whyOpaque(access.principal) : undefined;
  return why === undefined ? access : { ...access, via: "key-policy", undecided: why };
};
