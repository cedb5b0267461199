import { InvalidArgumentError, Option } from "commander";
import { nearest } from "../../check/nearest.ts";
import { onlyRoles, type OnlyRole } from "../../default-view/limits/only-role.ts";

export interface OnlyFlags {
  readonly only?: readonly OnlyRole[];
}

/** `--only` of add-user and remove-user, repeatable; a word that it does not know is refused with the nearest. */
export const onlyOption = (does: string): Option =>
  new Option("--only <part>", `${does}, where the key's type has it (repeatable)`)
    .choices(onlyRoles)
    .argParser(collectRole);

const collectRole = (value: string, before: readonly OnlyRole[] = []): readonly OnlyRole[] => [
  ...before,
  knownRole(value),
];

const knownRole = (value: string): OnlyRole => {
  const known = onlyRoles.find((role) => role === value);
  if (known) return known;
  const meant = nearest(value, onlyRoles);
  const all = `It is one of ${onlyRoles.join(", ")}.`;
  throw new InvalidArgumentError(meant === undefined ? all : `Did you mean ${meant}? ${all}`);
};
