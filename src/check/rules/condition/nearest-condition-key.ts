import { conditionKeys } from "../../../policy/condition-keys.ts";
import { nearest } from "../../nearest.ts";

const families = conditionKeys.filter(({ name }) => name.endsWith("*")).map(({ name }) => name.slice(0, -1));

/** Slips of the keyboard, by the length of what stands behind the prefix: `aws:foo` is no misspelling of anything. */
const boundFor = (key: string): number => {
  const { length } = key.slice(key.indexOf(":") + 1);
  return length < 4 ? 0 : Math.min(3, Math.ceil(length / 6));
};

/** The spelling of the nearest known condition key, families included. */
export const nearestConditionKey = (key: string): string | undefined => {
  const [, stem, rest] = /^([^/]+\/|kms:[^:]+:)(.*)$/.exec(key) ?? [];
  const family = stem === undefined ? undefined : nearest(stem, families, boundFor(stem));
  if (family !== undefined) return `${family}${rest ?? ""}`;
  return nearest(
    key,
    conditionKeys.filter(({ name }) => !name.endsWith("*")).map(({ name }) => name),
    boundFor(key),
  );
};
