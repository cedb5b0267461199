import { nearest } from "../check/nearest.ts";
import { UsageError } from "../errors.ts";
import type { Clock, Identity, IdentityDirectory, LookedUp } from "../ports.ts";

/**
 * Looks a user, role or group up. IAM is eventually consistent: what was created a moment ago may be found at the second
 * look only. Throws UsageError (`unknown-principal`) for a name that IAM does not know, with the nearest one.
 */
export const knownIdentity = async (
  directory: IdentityDirectory,
  clock: Clock,
  kind: Identity["kind"],
  name: string,
): Promise<Exclude<LookedUp<Identity>, { missing: true }>> => {
  const first = await directory.find(kind, name);
  if (!("missing" in first)) return first;
  await clock.sleep(1000);
  const second = await directory.find(kind, name);
  if (!("missing" in second)) return second;
  const meant = await nearestName(directory, kind, name);
  throw new UsageError("unknown-principal", `IAM knows no ${kind}/${name}`, {
    hint:
      meant === undefined
        ? "check the spelling, and that the profile is of the right account"
        : `did you mean ${meant}?`,
  });
};

/** The name that the user may have meant; undefined also where the names may not be listed. */
const nearestName = async (
  directory: IdentityDirectory,
  kind: Identity["kind"],
  name: string,
): Promise<string | undefined> => {
  const named = new Map<string, string>();
  const note = async (one: Identity["kind"]) => {
    for await (const { name: other, path } of directory.list(one))
      if (!named.has(other)) named.set(other, `${one}${path}${other}`);
  };
  try {
    await note(kind);
    const meant = nearest(name, [...named.keys()]);
    if (meant !== undefined || kind === "group") return meant && `${kind}/${meant}`;
    // Of the other kind only who is called just so.
    named.clear();
    await note(kind === "role" ? "user" : "role");
    return named.get(name);
  } catch {
    return undefined;
  }
};
