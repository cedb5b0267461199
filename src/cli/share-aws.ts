import type { Aws, AwsFlags, Outside } from "../outside.ts";

/**
 * The outside for several verbs of one run: they sign in, and ask for an MFA code, once for each set of flags. Ctrl-C is
 * caught already.
 */
export const shareAws = (outside: Outside): Outside => {
  const opened = new Map<string, Promise<Aws>>();
  const aws = (flags: AwsFlags) => {
    const key = JSON.stringify(flags);
    const found = opened.get(key) ?? outside.aws(flags);
    opened.set(key, found);
    return found;
  };
  return { ...outside, aws, catchStops: () => undefined };
};
