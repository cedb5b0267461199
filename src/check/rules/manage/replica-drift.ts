import { compareAccess } from "../../../access/compare-access.ts";
import { documentRule } from "../../rule.ts";

/** Related multi-Region keys do not share a policy: KMS never synchronises it (KMS Developer Guide, multi-Region keys). */
export const replicaDrift = documentRule({
  code: "replica-drift",
  severity: "warning",
  title: "A related multi-Region key has another policy",
  page: () => ({
    trigger: "A related multi-Region key has a policy that gives other access.",
    why: "KMS does not synchronise policies: the same key material is open in one Region and closed in another.",
    fix: "Compare them (kmspol diff), and put the one that is right on the others.",
    example: "kmspol get KEY-IN-EU --out policy.json && kmspol put KEY-IN-US policy.json",
  }),
  needs: ["related-policies"],
  run: ({ document, policy, facts, options }) =>
    [...(options.relatedPolicies ?? [])]
      .filter(([, other]) => !compareAccess(policy, other, facts).equivalent)
      .map(([arn]) => ({
        at: { start: document.root.start, path: [] },
        message: `the related key ${arn} gives other access`,
        hint: `kmspol diff shows what; put the same policy on both, where that is meant`,
      })),
});
