import type { ContainedKey, Container } from "../container/contained.ts";
import { UsageError } from "../errors.ts";
import type { TargetOperand } from "./target-operand.ts";

/**
 * A document as it is before what it plans: its keys that are there, each with the policy that it has. Throws UsageError (`bad-value`)
 * for what plans nothing.
 */
export const beforeSide = (container: Container | undefined, path: string): Container => {
  const keys = container?.keys ?? [];
  if (!container || !keys.some(({ before }) => before))
    throw noBefore(path === "-" ? "standard input" : path);
  return { ...container, kind: `${container.kind}, before it is applied`, keys: keys.flatMap(keyBefore) };
};

const keyBefore = ({ before, beforeFacts, ...key }: ContainedKey): readonly ContainedKey[] =>
  before && before.state !== "none"
    ? [{ ...withoutPlan(key), facts: beforeFacts ?? key.facts, policy: before }]
    : [];

/** What is said of what becomes of the key is not said of what it is. */
const withoutPlan = ({ selector, names, facts, policy }: ContainedKey): ContainedKey => ({
  selector,
  ...(names && { names }),
  facts,
  policy,
});

/** Throws UsageError (`bad-value`) for a key, and for a past change: what they are before, `@` tells. */
export const requireNow = (parsed: TargetOperand, operand: string): void => {
  if (parsed.kind === "key" || (parsed.kind === "file" && parsed.change)) throw noBefore(operand);
};

const noBefore = (what: string): UsageError =>
  new UsageError(
    "bad-value",
    `--before is for a Terraform plan (terraform show -json), and ${what} is none`,
    {
      hint: "leave it out; TARGET@{1} is a policy before the last change by kmspol",
    },
  );
