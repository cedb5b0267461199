import { InvalidArgumentError } from "commander";
import { nearest } from "../../check/nearest.ts";
import { isKeyColumn, type KeyColumn, keyColumns, type ListedKey } from "../../render/key-columns.ts";

/** By which column a list is sorted, and whether from the last to the first. */
export interface KeyOrder {
  readonly by: KeyColumn;
  readonly reverse: boolean;
}

/** `alias,state,created`. Throws InvalidArgumentError with the nearest name. */
export const columnList = (text: string): readonly KeyColumn[] =>
  text.split(",").map((word) => columnNamed(word));

/** `created`, or `-created` for the newest first. Throws InvalidArgumentError with the nearest name. */
export const keyOrder = (text: string): KeyOrder => ({
  by: columnNamed(text.replace(/^-/, "")),
  reverse: text.startsWith("-"),
});

/** The states of a key (AWS KMS API Reference, "KeyMetadata"). */
export const keyStates: readonly string[] = [
  ...["Creating", "Enabled", "Disabled", "PendingDeletion", "PendingImport"],
  ...["PendingReplicaDeletion", "Unavailable", "Updating"],
];

/** One more state; its case does not matter. Throws InvalidArgumentError with the nearest. */
export const keyState = (typed: string, before: readonly string[] = []): readonly string[] => {
  const found = keyStates.find((state) => state.toLowerCase() === typed.toLowerCase());
  if (found !== undefined) return [...before, found];
  const near = nearest(typed, keyStates);
  throw new InvalidArgumentError(
    near === undefined ? `States are ${keyStates.join(", ")}.` : `Did you mean ${near}?`,
  );
};

const columnNamed = (typed: string): KeyColumn => {
  const word = typed.trim().toLowerCase();
  if (isKeyColumn(word)) return word;
  const names = Object.keys(keyColumns);
  const near = nearest(word, names);
  throw new InvalidArgumentError(
    near === undefined
      ? `There are the columns ${names.join(", ")}.`
      : `No column is called that. Did you mean ${near}?`,
  );
};

/** The keys in that order; those that say nothing there, or of which it is not known, come last. */
export const inOrder = (keys: readonly ListedKey[], { by, reverse }: KeyOrder): readonly ListedKey[] => {
  const told = (key: ListedKey): string | undefined => {
    const cell = keyColumns[by].cell(key);
    return cell === "-" ? undefined : cell;
  };
  const said = keys.filter((key) => told(key) !== undefined);
  const sorted = said.sort((a, b) => ((told(a) ?? "") < (told(b) ?? "") ? -1 : told(a) === told(b) ? 0 : 1));
  return [...(reverse ? sorted.reverse() : sorted), ...keys.filter((key) => told(key) === undefined)];
};
