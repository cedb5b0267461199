import type { Candidate } from "../../../access/lockout/candidates.ts";
import { allowsPut, delegations, managersIn } from "../../managers.ts";
import { documentRule, type CheckContext, type Draft, type Rule } from "../../rule.ts";
import type { PrincipalView } from "../../views.ts";

/** Those who can change the policy, where they are named one by one; undefined where the account or a pattern is among them. */
const namedManagers = (context: CheckContext): readonly Candidate[] | undefined => {
  // The usual case, decided without the evaluator.
  if (delegations(context).some(({ tests }) => tests.length === 0)) return undefined;
  const named: Candidate[] = [];
  for (const manager of managersIn(context) ?? []) {
    if (manager.standsFor !== "itself" || manager.caller.kind === "root-user") return undefined;
    named.push(manager);
  }
  return named;
};

const entryOf = ({ statements }: CheckContext, arn: string | undefined): PrincipalView | undefined =>
  statements
    .filter(allowsPut)
    .flatMap(({ principals }) => principals)
    .find(({ value }) => value === arn);

const fewManagers = (
  judge: (managers: readonly Candidate[]) => Pick<Draft, "message" | "hint"> | undefined,
): Rule =>
  documentRule(
    (context): Draft | undefined => {
      const managers = namedManagers(context) ?? [];
      const verdict = judge(managers);
      const at = entryOf(context, managers[0]?.caller.arn) ?? {
        start: context.document.root.start,
        path: [],
      };
      return verdict && { at, ...verdict };
    },
    ["account"],
  );

const isDurable = ({ caller }: Candidate): boolean => caller.kind === "user" || caller.kind === "role";

/** Once it is deleted, nobody can change the policy (KMS Developer Guide, unmanageable keys). */
export const singleManager = fewManagers((managers) => {
  const durable = managers.filter(isDurable);
  return durable.length === 1
    ? {
        message: `only ${durable[0]?.caller.arn ?? ""} can change this policy`,
        hint: "name a second administrator, or add the account's root ARN with kms:*",
      }
    : undefined;
});

/** Sessions end, and with them the control over the key. */
export const managerOnlySession = fewManagers((managers) =>
  managers.length > 0 && !managers.some(isDurable)
    ? {
        message: "only sessions can change this policy, and they end",
        hint: "name the role instead of its session, or add the account's root ARN with kms:*",
      }
    : undefined,
);
