import type { Aws } from "../../outside.ts";
import type { DescribedKey } from "../../ports.ts";

/** What the list of keys told of each, by ARN, until the verb asks for it. */
export type ListedKeys = Map<string, DescribedKey>;

/**
 * The same AWS, which answers the first question about a key that was just listed by what the list told, its aliases among it. Whatever is
 * asked later, as before a write, is asked anew.
 */
export const listedOnce = (aws: Aws, listed: ListedKeys): Aws => {
  const aliases = new Map<string, readonly string[]>();
  const taken = (arn: string): DescribedKey | undefined => {
    const key = listed.get(arn);
    listed.delete(arn);
    return key;
  };
  const { keys } = aws;
  return {
    ...aws,
    keys: {
      ...keys,
      describe: async (reference, options) => {
        const key = taken(reference);
        if (!key) return keys.describe(reference, options);
        if (options?.aliases !== false) return key;
        aliases.set(reference, key.target.aliases);
        return { ...key, target: { ...key.target, aliases: [] } };
      },
      aliases: async (arn) => {
        const known = aliases.get(arn);
        aliases.delete(arn);
        return known ?? keys.aliases(arn);
      },
    },
  };
};
