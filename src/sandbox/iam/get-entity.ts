import type { Operation } from "../call.ts";
import type { Group, Role, User } from "../state/types.ts";
import { permittedEntity } from "./find-entity.ts";
import type { EntityKind } from "./kinds.ts";

/** GetRole, and GetUser of a named user. */
export const getEntity =
  <T extends User | Role | Group>(kind: EntityKind<T>): Operation =>
  (input, call) => ({
    [kind.word]: kind.show(call.account, permittedEntity(input, call, kind, `iam:Get${kind.word}`)),
  });
