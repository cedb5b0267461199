import type { Candidate } from "../../../access/lockout/candidates.ts";
import type { Description } from "../../description.ts";
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

const fewManagers = <Code extends string>(
  description: Description<Code>,
  judge: (managers: readonly Candidate[]) => Pick<Draft, "message" | "hint"> | undefined,
): Rule<Code> =>
  documentRule({
    ...description,
    needs: ["account"],
    run: (context): Draft | undefined => {
      const managers = namedManagers(context) ?? [];
      const verdict = judge(managers);
      const at = entryOf(context, managers[0]?.caller.arn) ?? {
        start: context.document.root.start,
        path: [],
      };
      return verdict && { at, ...verdict };
    },
  });

const isDurable = ({ caller }: Candidate): boolean => caller.kind === "user" || caller.kind === "role";

/** Once it is deleted, nobody can change the policy (KMS Developer Guide, unmanageable keys). */
export const singleManager = fewManagers(
  {
    code: "single-manager",
    severity: "warning",
    title: "Only one user or role can change the policy",
    page: () => ({
      trigger: "Exactly one user or role can change the policy.",
      why: "Once it is deleted, nobody can: a role of the same name, created later, is another one.",
      fix: "Name a second administrator, or add the account's root ARN.",
      example: "only role/Admin with kms:*  =>  role/Admin, and the account's root ARN with kms:*",
    }),
  },
  (managers) => {
    const durable = managers.filter(isDurable);
    return durable.length === 1
      ? {
          message: `only ${durable[0]?.caller.arn ?? ""} can change this policy`,
          hint: "name a second administrator, or add the account's root ARN with kms:*",
        }
      : undefined;
  },
);

/** Sessions end, and with them the control over the key. */
export const managerOnlySession = fewManagers(
  {
    code: "manager-only-session",
    severity: "warning",
    title: "Only passing principals can change the policy",
    page: () => ({
      trigger: "Only sessions or federated users can change the policy.",
      why: "They end, and the next session has another name.",
      fix: "Name the role.",
      example: "arn:aws:sts::111122223333:assumed-role/Admin/me  =>  arn:aws:iam::111122223333:role/Admin",
    }),
  },
  (managers) =>
    managers.length > 0 && !managers.some(isDurable)
      ? {
          message: "only sessions can change this policy, and they end",
          hint: "name the role instead of its session, or add the account's root ARN with kms:*",
        }
      : undefined,
);
