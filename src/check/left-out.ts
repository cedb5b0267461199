import { type KeyFacts, withArnFacts } from "../policy/key-facts.ts";
import type { FindingCode } from "./catalogue.ts";
import { unmet } from "./unmet.ts";
import type { CheckOptions } from "./options.ts";
import type { Need } from "./rule.ts";
import { rules } from "./rules.ts";

/** A rule that was not run, and what it would have needed, in words. */
export interface LeftOut {
  readonly code: FindingCode;
  readonly needs: readonly string[];
  /** It ran, and finds less without them. */
  readonly partly: boolean;
}

const words: Record<Need, string> = {
  account: "the key's account",
  partition: "the key's partition",
  region: "the key's Region",
  "key-type": "the key's type",
  state: "the key's state",
  manager: "the key's manager",
  caller: "who calls",
  iam: "a look-up in IAM",
  "related-policies": "the policies of the related multi-Region keys",
  "vendor-accounts": "which accounts are vendors'",
  forbid: "what the configuration forbids",
  "group-via-iam": "that IAM is to decide for a group",
};

/** Which rules `checkPolicy` leaves out, in whole or in part, with these facts, and why. */
export const rulesLeftOut = (facts: KeyFacts, options: CheckOptions = {}): readonly LeftOut[] => {
  const known = withArnFacts(facts);
  const wanting = (needs: readonly Need[]) => unmet(needs, known, options).map((need) => words[need]);
  return rules.flatMap(({ code, ...rule }): LeftOut[] => {
    const needs = wanting(rule.needs);
    if (needs.length > 0) return [{ code, needs, partly: false }];
    const helpful = wanting(rule.partly);
    return helpful.length > 0 ? [{ code, needs: helpful, partly: true }] : [];
  });
};
