import { conditionKeys } from "../../../policy/condition-keys.ts";
import { nearest } from "../../nearest.ts";

const families = conditionKeys.filter(({ name }) => name.endsWith("*")).map(({ name }) => name.slice(0, -1));

/** The spelling of the nearest known condition key, families included. */
export const nearestConditionKey = (key: string): string | undefined => {
  const [, stem, rest] = /^([^/]+\/|kms:[^:]+:)(.*)$/.exec(key) ?? [];
  const family = stem === undefined ? undefined : nearest(stem, families);
  if (family !== undefined) return `${family}${rest ?? ""}`;
  return nearest(
    key,
    conditionKeys.filter(({ name }) => !name.endsWith("*")).map(({ name }) => name),
  );
};
