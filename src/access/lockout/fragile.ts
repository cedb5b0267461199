import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import type { RequestCaller } from "../evaluator/caller.ts";
import { bestDecision, managersOf, mayReach } from "./managers.ts";

/** A policy that can be managed today and is easily lost tomorrow. */
export interface FragileControl {
  /** Code of the finding that says the same, where `check` has one. */
  readonly code: "single-manager" | "manager-only-session" | "put-without-get" | "no-account-root";
  readonly message: string;
}

/** What makes the control over a key fragile under a policy (the contract's section "Safety of the write"). */
export const fragileControl = (
  policy: Policy,
  caller: RequestCaller,
  facts: KeyFacts,
  before: Policy | undefined,
): readonly FragileControl[] => [
  ...fewManagers(policy, facts),
  ...putWithoutGet(policy, caller, facts),
  ...delegationRemoved(policy, facts, before),
];

const fewManagers = (policy: Policy, facts: KeyFacts): readonly FragileControl[] => {
  const managers = managersOf(policy, facts);
  if (
    managers.length === 0 ||
    managers.some(({ caller, standsFor }) => standsFor !== "itself" || caller.kind === "root-user")
  )
    return [];
  const durable = managers.filter(({ caller }) => caller.kind === "user" || caller.kind === "role");
  if (durable.length === 0) {
    const message = "Only sessions can change this policy: when they end, nobody can.";
    return [{ code: "manager-only-session", message }];
  }
  if (durable.length > 1) return [];
  const name = durable[0]?.caller.arn ?? "one principal";
  const message = `Only ${name} can change this policy: once it is deleted, only AWS Support can help.`;
  return [{ code: "single-manager", message }];
};

const putWithoutGet = (policy: Policy, caller: RequestCaller, facts: KeyFacts): readonly FragileControl[] => {
  const may = (action: string) => mayReach(bestDecision(policy, caller, action, facts));
  if (!may("kms:PutKeyPolicy") || may("kms:GetKeyPolicy")) return [];
  const who = caller.arn ?? caller.name;
  return [{ code: "put-without-get", message: `${who} can write this policy but no longer read it.` }];
};

const delegationRemoved = (
  policy: Policy,
  facts: KeyFacts,
  before: Policy | undefined,
): readonly FragileControl[] => {
  if (!before || !delegates(before, facts) || delegates(policy, facts)) return [];
  const message =
    "The account's IAM policies can no longer give control over this key, nor can its root user take it back.";
  return [{ code: "no-account-root", message }];
};

const delegates = (policy: Policy, facts: KeyFacts): boolean =>
  managersOf(policy, facts).some(({ standsFor }) => standsFor === "others");
