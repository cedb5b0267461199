import type { Aws, AwsFlags, Outside } from "../outside.ts";

/**
 * The outside for several verbs of one run: they sign in, and ask for an MFA code, once for each set of flags. Ctrl-C is
 * caught already. `as` makes of each AWS what all of them share.
 */
export const shareAws = (outside: Outside, as: (aws: Aws) => Aws = (aws) => aws): Outside => {
  const opened = new Map<string, Promise<Aws>>();
  const aws = (flags: AwsFlags) => {
    const key = JSON.stringify(flags);
    const found = opened.get(key) ?? outside.aws(flags).then(as);
    opened.set(key, found);
    return found;
  };
  return { ...outside, aws, catchStops: () => undefined };
};
