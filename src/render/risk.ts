import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { isAnotherAccount, whyOpaque } from "../policy/symbols.ts";
import { accountOfWord } from "./principal-words.ts";

/** What makes an access risky, worst first; the first that holds is named. */
const risks: readonly (readonly [
  weight: number,
  words: string,
  holds: (access: Access, facts: KeyFacts) => boolean,
])[] = [
  [64, "public", (access) => access.principal === "anyone" && always(access)],
  [48, "anyone, under conditions", (access) => access.principal === "anyone"],
  [32, "may change this policy", (access) => access.actions.includes("kms:PutKeyPolicy")],
  [24, "may delete the key", (access) => access.actions.includes("kms:ScheduleKeyDeletion")],
  [20, "another account", isExternal],
  [
    16,
    "may hand on access by grants",
    (access) => access.actions.includes("kms:CreateGrant") && !forServices(access),
  ],
];

const always = (access: Access): boolean => access.when.some((all) => all.length === 0);

/** An account that is not the key's own; where one of the two is left open or not known, or known by a name alone, nothing counts as external. */
function isExternal(access: Access, facts: KeyFacts): boolean {
  const account = accountOfWord(access.principal) ?? "";
  if (whyOpaque(access.principal) !== undefined && !isAnotherAccount(access.principal)) return false;
  return facts.account !== undefined && /^\d{12}$/.test(account) && account !== facts.account;
}

const forServices = (access: Access): boolean =>
  access.when.every((all) =>
    all.some(
      ({ key, test, values, not }) =>
        /^kms:grantisforawsresource$/i.test(key) &&
        /^bool$/i.test(test) &&
        !not &&
        values.every((value) => value.toLowerCase() === "true"),
    ),
  );

/** The worst thing about an access in a few words, or undefined where nothing stands out. */
export const riskWords = (access: Access, facts: KeyFacts): string | undefined =>
  risks.find(([, , holds]) => holds(access, facts))?.[1];

const weightOf = (access: Access, facts: KeyFacts): number =>
  risks.reduce((sum, [weight, , holds]) => sum + (holds(access, facts) ? weight : 0), 0) +
  (always(access) ? 2 : 0) +
  (access.via === "key-policy" ? 1 : 0);

/** A comparison that puts the riskiest access first, and otherwise keeps an order that does not change between runs. */
export const byRisk = (facts: KeyFacts): ((a: Access, b: Access) => number) => {
  const weights = new Map<Access, number>();
  const weigh = (access: Access): number => {
    const weight = weights.get(access) ?? weightOf(access, facts);
    weights.set(access, weight);
    return weight;
  };
  return (a, b) =>
    weigh(b) - weigh(a) ||
    (a.principal < b.principal ? -1 : a.principal > b.principal ? 1 : a.actions.length - b.actions.length);
};

/** The one line that a question must name: the riskiest gain, where there is one that stands out. */
export const riskiestGain = (gained: readonly Access[], facts: KeyFacts): Access | undefined => {
  const [first] = [...gained].sort(byRisk(facts));
  return first && riskWords(first, facts) !== undefined ? first : undefined;
};
