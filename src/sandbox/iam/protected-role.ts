import type { Group, Role, User } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";

/** Throws UnmodifiableEntity for a role that AWS keeps for itself: service-linked, or of IAM Identity Center. */
export const requireModifiable = (entity: User | Role | Group): void => {
  if (!/^\/aws-(service-role|reserved)\//.test(entity.path)) return;
  throw new ApiError(
    "UnmodifiableEntity",
    `Cannot perform the operation on the protected role '${entity.name}' - this role is only modifiable by AWS`,
  );
};
