import type { Aws } from "../outside.ts";
import type { Identity, IdentityDirectory, LookedUp } from "../ports.ts";

/**
 * The same AWS, whose IAM is asked once for each user, role and group that it has found: a command wants to know of the same one more
 * than once. Who was not found, or may not be looked at, is asked for again: IAM is eventually consistent.
 */
export const foundOnce = (aws: Aws): Aws => ({ ...aws, directory: rememberFound(aws.directory) });

const rememberFound = (directory: IdentityDirectory): IdentityDirectory => {
  const known = new Map<string, Promise<LookedUp<Identity>>>();
  const ask = async (kind: Identity["kind"], name: string, about: string): Promise<LookedUp<Identity>> => {
    try {
      const answer = await directory.find(kind, name);
      if (!("found" in answer)) known.delete(about);
      return answer;
    } catch (error) {
      known.delete(about);
      throw error;
    }
  };
  const find: IdentityDirectory["find"] = (kind, name, anew) => {
    const about = `${kind}/${name}`;
    const answer = (anew ? undefined : known.get(about)) ?? ask(kind, name, about);
    known.set(about, answer);
    return answer;
  };
  return { ...directory, find };
};
