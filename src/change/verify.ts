import { KmspolError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { Road } from "./services.ts";
import { standingOf, type Versions } from "./standing.ts";

/** What reading back showed. `foreign`: somebody else has replaced the policy since; `current` is theirs. */
export type Reading =
  | { readonly seen: "new" | "built-on" }
  | { readonly seen: "old" }
  | { readonly seen: "foreign"; readonly current: PolicyDocument }
  | { readonly seen: "nothing"; readonly because: string };

/** Pauses between the readings, in milliseconds: about half a minute in all (KMS is eventually consistent, usually for seconds). */
const pauses: readonly number[] = [0, 250, 500, 1000, 2000, 4000, 8000, 8000, 6000];

/** A text that is neither old nor new may be a stale one; so many readings of it in a row are taken for the truth. */
const certainAfter = 4;

/**
 * Reads the policy until it shows the change, or the bound of about 30 s is reached. `patience` shortens the bound:
 * the number of readings.
 */
export const readBack = async (
  road: Road,
  versions: Versions,
  patience: number = pauses.length,
): Promise<Reading> => {
  let last: Reading = { seen: "old" };
  let foreign = 0;
  for (const pause of pauses.slice(0, patience)) {
    if (pause > 0) await road.services.clock.sleep(pause);
    last = await readOnce(road, versions);
    foreign = last.seen === "foreign" ? foreign + 1 : 0;
    if (["new", "built-on", "nothing"].includes(last.seen) || foreign >= certainAfter) return last;
  }
  return last;
};

const readOnce = async ({ subject, services }: Road, versions: Versions): Promise<Reading> => {
  try {
    const current = await subject.read();
    const seen = standingOf(current, versions, services.judges, subject);
    return seen === "foreign" ? { seen, current } : { seen };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return { seen: "nothing", because: error.message };
  }
};
