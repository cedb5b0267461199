import { listAccess } from "../access/list-access.ts";
import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { type BorneOut, borneOutBy } from "./borne-out.ts";

/** A policy with all that it gives, as the parts of its default view are read from it. */
export interface PolicyReading {
  readonly policy: Policy;
  /** Completed by what the policy itself tells. */
  readonly facts: KeyFacts;
  /** All access, as `who-can` lists it. */
  readonly rows: readonly Access[];
  /** What of it is left to whom. */
  readonly left: BorneOut;
}

/** Pure; throws nothing. */
export const readingOf = (policy: Policy, facts: KeyFacts): PolicyReading => {
  const rows = listAccess(policy, facts);
  return { policy, facts, rows, left: borneOutBy(rows, facts) };
};
