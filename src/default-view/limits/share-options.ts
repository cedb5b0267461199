import type { KeyFacts } from "../../policy/key-facts.ts";
import type { ConditionTest } from "../../policy/model.ts";
import { keyClassOf } from "../rights.ts";
import { onlyRoles, type OnlyRole } from "./only-role.ts";
import type { Share } from "./share.ts";

/** What the flags of a verb ask for, beside whom it is about. */
export interface ShareOptions {
  /** Less than the whole role. */
  readonly only?: readonly OnlyRole[] | undefined;
  /** Conditions that must all hold. */
  readonly limits?: readonly ConditionTest[] | undefined;
}

/** True where the role is asked for as the console gives it. */
export const isWhole = ({ only = [], limits = [] }: ShareOptions): boolean =>
  only.length === 0 && limits.length === 0;

/** The shares of a key user, once each: those asked for, or use and, on symmetric keys, the grants. */
export const sharesOfUser = ({ only = [] }: ShareOptions, facts: KeyFacts): readonly Share[] => {
  if (only.length > 0) return onlyRoles.filter((role) => only.includes(role));
  return keyClassOf(facts) === "S" ? ["use", "grants"] : ["use"];
};
