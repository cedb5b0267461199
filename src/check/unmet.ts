import type { KeyFacts } from "../policy/key-facts.ts";
import { possibleUsages } from "../policy/possible-usages.ts";
import type { CheckOptions } from "./options.ts";
import type { Need } from "./rule.ts";

const present: Record<Need, (facts: KeyFacts, options: CheckOptions) => boolean> = {
  account: (facts) => facts.account !== undefined,
  partition: (facts) => facts.partition !== undefined,
  region: (facts) => facts.region !== undefined,
  "key-type": (facts) => possibleUsages(facts) !== undefined,
  state: (facts) => facts.state !== undefined,
  manager: (facts) => facts.manager !== undefined,
  caller: (_, options) => options.caller !== undefined,
  iam: (_, options) => options.missingPrincipals !== undefined,
  "related-policies": (_, options) => options.relatedPolicies !== undefined,
  "vendor-accounts": (_, options) => options.vendorAccounts !== undefined,
  forbid: (_, options) => options.forbid !== undefined,
  "group-via-iam": (_, options) => options.groupViaIam === true,
};

/** The needs that neither the facts nor the options meet. */
export const unmet = (needs: readonly Need[], facts: KeyFacts, options: CheckOptions): readonly Need[] =>
  needs.filter((need) => !present[need](facts, options));
