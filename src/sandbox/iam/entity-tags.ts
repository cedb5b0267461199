import type { Operation } from "../call.ts";
import type { Role, User } from "../state/types.ts";
import { optionalQueryText, queryTags } from "../wire/query-parameters.ts";
import { permittedEntity } from "./find-entity.ts";
import type { EntityKind } from "./kinds.ts";
import { requireModifiable } from "./protected-role.ts";

/** TagUser and TagRole. Keys of tags differ in more than case: a tag of the same name is replaced. */
export const tagEntity =
  <T extends User | Role>(kind: EntityKind<T>): Operation =>
  (input, call) => {
    const entity = permittedEntity(input, call, kind, `iam:Tag${kind.word}`);
    requireModifiable(entity);
    for (const [key, value] of queryTags(input)) {
      removeTag(entity, key);
      entity.tags.set(key, value);
    }
    return {};
  };

export const untagEntity =
  <T extends User | Role>(kind: EntityKind<T>): Operation =>
  (input, call) => {
    const entity = permittedEntity(input, call, kind, `iam:Untag${kind.word}`);
    requireModifiable(entity);
    for (let n = 1; ; n++) {
      const key = optionalQueryText(input, `TagKeys.member.${n}`, { min: 1, max: 128 });
      if (key === undefined) return {};
      removeTag(entity, key);
    }
  };

const removeTag = ({ tags }: User | Role, key: string): void => {
  for (const known of tags.keys()) if (known.toLowerCase() === key.toLowerCase()) tags.delete(known);
};
