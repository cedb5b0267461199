import type { Call, Operation } from "../call.ts";
import { groupsOf } from "../state/lookup.ts";
import type { Group, Role, User } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { ownAccount, permittedEntity } from "./find-entity.ts";
import type { EntityKind } from "./kinds.ts";
import { requireModifiable } from "./protected-role.ts";

/** DeleteUser, DeleteRole and DeleteGroup. Throws DeleteConflict while something still hangs on the entity. */
export const deleteEntity =
  <T extends User | Role | Group>(kind: EntityKind<T>): Operation =>
  (input, call) => {
    const entity = permittedEntity(input, call, kind, `iam:Delete${kind.word}`);
    requireModifiable(entity);
    const obstacle = obstacleTo(kind.word, entity, call);
    if (obstacle) throw new ApiError("DeleteConflict", `Cannot delete entity, must ${obstacle} first.`);
    kind.all(ownAccount(call)).delete(entity.name);
    return {};
  };

const obstacleTo = (word: string, entity: User | Role | Group, call: Call): string | undefined => {
  if (entity.policies.size > 0) return "delete policies";
  if (entity.attached.size > 0) return "detach all policies";
  if ("members" in entity) return entity.members.size > 0 ? "remove users from group" : undefined;
  if (word !== "User") return undefined;
  if (groupsOf(ownAccount(call), entity.name).length > 0) return "remove users from group";
  return hasAccessKeys(entity.name, call) ? "delete access keys" : undefined;
};

const hasAccessKeys = (user: string, call: Call): boolean =>
  [...call.state.credentials.values()].some(
    ({ identity }) => identity.kind === "user" && identity.account === call.account && identity.name === user,
  );
