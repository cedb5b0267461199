import { bestDecision, mayReach } from "../../../access/lockout/managers.ts";
import { allowsPut, managersIn } from "../../managers.ts";
import { quoted } from "../../quoted.ts";
import { documentRule, type Draft } from "../../rule.ts";
import type { StatementView } from "../../views.ts";

/**
 * Whoever writes a policy without reading it overwrites what others wrote. Console and CLI alike read before they write (KMS API,
 * GetKeyPolicy); an IAM policy gives the reading only where the key policy lets the account's IAM decide.
 */
export const putWithoutGet = documentRule({
  code: "put-without-get",
  severity: "warning",
  title: "One who can write the policy cannot read it",
  page: () => ({
    trigger:
      "A user or role can call PutKeyPolicy, and neither the policy nor IAM can let it call GetKeyPolicy.",
    why: "It can only replace the policy blindly: what others changed meanwhile is lost, and nobody sees it.",
    fix: "Allow kms:GetKeyPolicy wherever kms:PutKeyPolicy is allowed.",
    example: '"Action": "kms:PutKeyPolicy"  =>  "Action": ["kms:GetKeyPolicy", "kms:PutKeyPolicy"]',
  }),
  needs: ["account"],
  run: (context): Draft[] => {
    const { policy, facts, statements } = context;
    if (!statements.some(treatsApart)) return [];
    const entries = statements.filter(allowsPut).flatMap(({ principals }) => principals);
    return [...(managersIn(context) ?? [])].flatMap(({ caller }): Draft[] => {
      const at = entries.find(({ value }) => value === caller.arn);
      if (!at || mayReach(bestDecision(policy, caller, "kms:GetKeyPolicy", facts))) return [];
      const message = `${quoted(at.value)} can write this policy and cannot read it`;
      return [{ at, message, hint: "allow kms:GetKeyPolicy beside kms:PutKeyPolicy" }];
    });
  },
});

/** The usual policy treats both alike in each of its statements: then nothing needs to be decided. */
const treatsApart = ({ names }: StatementView): boolean =>
  names.has("PutKeyPolicy") !== names.has("GetKeyPolicy");
