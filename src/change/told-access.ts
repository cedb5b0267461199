import type { AccessChange } from "../access/types.ts";
import { documentOf, parsePolicyText } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { PolicyFormat } from "../policy/syntax.ts";
import type { ListedChange } from "./all-changes.ts";
import type { Judges } from "./services.ts";

/** So many of the newest changes are told: each takes two readings of a policy. */
const newest = 50;

/**
 * What the newest of a policy's changes did to access, by their texts; null where one of them does not parse. Changes that failed, and what
 * CloudTrail saw of others, are not told: of those nothing is known to have stood before.
 */
export const toldAccess = (
  changes: readonly ListedChange[],
  facts: KeyFacts,
  format: PolicyFormat,
  { compare }: Pick<Judges, "compare">,
): ReadonlyMap<ListedChange, AccessChange | null> => {
  const policyOf = (text: string) => {
    const document = documentOf(parsePolicyText(text, format));
    return document && readPolicy(document);
  };
  return new Map(
    changes.slice(0, newest).flatMap((change) => {
      if (change.source !== "kmspol" || change.own.outcome === "failed") return [];
      const [before, after] = [policyOf(change.own.before), policyOf(change.own.after)];
      return [[change, before && after ? compare(before, after, facts) : null] as const];
    }),
  );
};
