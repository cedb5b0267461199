import type { RequestContext } from "../request-context.ts";
import type { Truth } from "../truth.ts";

/** What a comparison may look at beside the two values. */
export interface Scope {
  readonly context: RequestContext;
  /** The policy has Version 2012-10-17: `${…}` is a variable. */
  readonly variables: boolean;
}

/** Does one value of the request match one value of the policy? Never throws: a malformed policy value leaves it unknown. */
export type Comparison = (policyValue: string, requestValue: string, scope: Scope) => Truth;

/** A condition operator without set prefix and IfExists. A negated one holds where no value of the policy matches. */
export interface Operator {
  readonly matches: Comparison;
  readonly negated: boolean;
}
