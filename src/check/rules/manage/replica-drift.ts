import { compareAccess } from "../../../access/compare-access.ts";
import { documentRule } from "../../rule.ts";

/** Related multi-Region keys do not share a policy: KMS never synchronises it (KMS Developer Guide, multi-Region keys). */
export const replicaDrift = documentRule(
  ({ document, policy, facts, options }) =>
    [...(options.relatedPolicies ?? [])]
      .filter(([, other]) => !compareAccess(policy, other, facts).equivalent)
      .map(([arn]) => ({
        at: { start: document.root.start, path: [] },
        message: `the related key ${arn} gives other access`,
        hint: `kmspol diff shows what; put the same policy on both, where that is meant`,
      })),
  ["related-policies"],
);
