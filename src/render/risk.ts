import { rankAccess, worstRisk, type Risk } from "../access/rank-access.ts";
import type { Access } from "../access/types.ts";
import { bySets } from "../default-view/set-access.ts";
import type { KeyFacts } from "../policy/key-facts.ts";

const words: Readonly<Record<Risk, string>> = {
  public: "public",
  "conditionally-public": "anyone, under conditions",
  "any-service": "any service",
  policy: "may change this policy",
  deletion: "may delete the key",
  external: "another account",
  grants: "may hand on access by grants",
};

/** The worst thing about an access in a few words, or undefined where nothing stands out. */
export const riskWords = (access: Access, { account }: KeyFacts): string | undefined => {
  const risk = worstRisk(access, account);
  return risk && words[risk];
};

/** The one line that a question must name: the riskiest gain, where there is one that stands out. */
export const riskiestGain = (gained: readonly Access[], facts: KeyFacts): Access | undefined => {
  const [first] = rankAccess(bySets(gained, facts), facts.account);
  return first && riskWords(first, facts) !== undefined ? first : undefined;
};
