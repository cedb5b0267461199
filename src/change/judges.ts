import { compareAccess } from "../access/compare-access.ts";
import { decideLaterCall } from "../access/evaluate-effective.ts";
import { evaluateIdentity } from "../access/evaluate-identity.ts";
import { lockoutOf } from "../access/lockout.ts";
import { checkPolicy } from "../check/check.ts";
import { whenNobodyManages } from "../check/unmanageable/when-nobody.ts";
import { mergePolicies } from "../policy/merge/merge.ts";
import { sameDocument } from "../policy/same-document.ts";
import type { Judges } from "./services.ts";

/** The judgements of the write path as the rest of the program makes them. */
export const judges: Judges = {
  check: checkPolicy,
  compare: compareAccess,
  lockout: lockoutOf,
  whenNobodyManages,
  later: decideLaterCall,
  identity: evaluateIdentity,
  same: sameDocument,
  merge: mergePolicies,
};
