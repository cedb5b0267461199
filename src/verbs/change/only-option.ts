import { InvalidArgumentError } from "commander";
import { nearest } from "../../check/nearest.ts";
import type { FlagsFor } from "../../cli/flag.ts";
import { onlyRoles, type OnlyRole } from "../../default-view/limits/only-role.ts";

export interface OnlyFlags {
  readonly only?: readonly OnlyRole[];
}

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

/** `--only` of add-user and remove-user, repeatable; a word that it does not know is refused with the nearest. */
export const onlyFlag = (does: string): FlagsFor<OnlyFlags> => ({
  only: {
    words: "--only <part>",
    does: `${does}, where the key's type has it (repeatable)`,
    choices: onlyRoles,
    read: collectRole,
  },
});
