import type { AccessRequest } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";

/**
 * The key with the tags and aliases that `--context` tells, where nothing else tells them: a policy file knows neither. As for
 * every key of a context, what is not given beside is absent.
 */
export const withGivenNames = (facts: KeyFacts, given: AccessRequest["context"]): KeyFacts => {
  const tags = Object.entries(given).flatMap(([key, value]) => {
    const name = /^aws:ResourceTag\/(.+)$/i.exec(key)?.[1];
    const [first] = [value].flat();
    return name === undefined || first === undefined ? [] : [[name, first] as const];
  });
  const aliases = Object.entries(given).find(([key]) => /^kms:ResourceAliases$/i.test(key))?.[1];
  return {
    ...facts,
    tags: facts.tags ?? (tags.length > 0 ? new Map(tags) : undefined),
    aliases: facts.aliases ?? (aliases === undefined ? undefined : [aliases].flat()),
  };
};
