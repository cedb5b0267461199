import type { Operation } from "../call.ts";
import type { Role } from "../state/types.ts";
import { optionalQueryInteger, optionalQueryText, queryTags, queryText } from "../wire/query-parameters.ts";
import { ownAccount } from "./find-entity.ts";
import { roleKind } from "./kinds.ts";
import { newEntity } from "./new-entity.ts";
import { boundaryGiven } from "./attached-policies.ts";
import { checkTrustPolicy } from "./trust-policy.ts";

/** `CreateRole` of the IAM API. */
export const createRole: Operation = (input, call) => {
  const trust = queryText(input, "AssumeRolePolicyDocument", { min: 1, max: 131_072 });
  const role: Role = {
    ...newEntity(input, call, roleKind, "AROA"),
    trust,
    description: optionalQueryText(input, "Description", { max: 1000 }) ?? "",
    maxSession: optionalQueryInteger(input, "MaxSessionDuration", { min: 3600, max: 43_200 }) ?? 3600,
    tags: queryTags(input),
    boundary: boundaryGiven(input, call),
  };
  checkTrustPolicy(trust, call);
  ownAccount(call).roles.set(role.name, role);
  return { Role: roleKind.show(call.account, role) };
};
